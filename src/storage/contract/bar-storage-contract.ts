import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import type { BarStorage } from '../bar-storage.ts';
import { describeChart } from './chart-contract.ts';
import { describeReads } from './read-contract.ts';
import { describeSnapshots } from './snapshot-contract.ts';
import { CONTRACT_CHUNK_ROWS } from './storage-under-test.ts';
import { describeWrites } from './write-contract.ts';

/** How to get a storage under test. */
export interface StorageFixture {
  /** Opens an empty storage whose snapshots have about `chunkRows` bars in a chunk. */
  open(chunkRows: number): Promise<BarStorage>;
  /** Lets go of what `open` took. */
  end(): Promise<void>;
}

/** The rules that every BarStorage keeps, directly or across a worker boundary. */
export function describeBarStorage(name: string, fixture: StorageFixture): void {
  describe(`${name} keeps the storage contract`, () => {
    let open: BarStorage | undefined;
    const storage = () => open as BarStorage;
    beforeAll(async () => {
      open = await fixture.open(CONTRACT_CHUNK_ROWS);
    });
    afterEach(async () => {
      for (const series of await storage().listSeries()) await storage().deleteSeries(series);
    });
    afterAll(async () => {
      await fixture.end();
    });
    describeWrites({ storage });
    describeReads({ storage });
    describeSnapshots({ storage });
    describeChart({ storage });
  });
}
