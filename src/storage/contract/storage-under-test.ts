import type { BarStorage } from '../bar-storage.ts';

/** A storage under test. */
export interface StorageUnderTest {
  /** The open storage; empty at the start of every test. */
  readonly storage: () => BarStorage;
  /** Another storage on the same side of a worker boundary, empty at the start of every test. */
  readonly other: () => BarStorage;
}

/** Bars in one chunk during the contract: small, so that a short series has many chunks. */
export const CONTRACT_CHUNK_ROWS = 64;
