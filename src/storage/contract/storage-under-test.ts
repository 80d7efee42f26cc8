import type { BarStorage } from '../bar-storage.ts';

/** A storage under test. */
export interface StorageUnderTest {
  /** The open storage; empty at the start of every test. */
  readonly storage: () => BarStorage;
}

/** Bars in one chunk during the contract: small, so that a short series has many chunks. */
export const CONTRACT_CHUNK_ROWS = 64;
