import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import type { BarStorage } from '../bar-storage.ts';
import { describeChart } from './chart-contract.ts';
import { describeCopies } from './copy-contract.ts';
import { describeCoverage } from './coverage-contract.ts';
import { describeDerivedReads } from './derived-read-contract.ts';
import { describeExtras } from './extras-contract.ts';
import { describeReads } from './read-contract.ts';
import { describeRenames } from './rename-contract.ts';
import { describeSnapshots } from './snapshot-contract.ts';
import { CONTRACT_CHUNK_ROWS } from './storage-under-test.ts';
import { describeWrites } from './write-contract.ts';

/** How to get a storage under test. */
export interface StorageFixture {
  /** Opens an empty storage whose snapshots have about `chunkRows` bars in a chunk. */
  open(chunkRows: number): Promise<BarStorage>;
  /** Opens another empty storage, on the same side of a worker boundary. */
  other(): Promise<BarStorage>;
  /** Lets go of what `open` took. */
  end(): Promise<void>;
}

/** The rules that every BarStorage keeps, directly or across a worker boundary. */
export function describeBarStorage(name: string, fixture: StorageFixture): void {
  describe(`${name} keeps the storage contract`, () => {
    let open: BarStorage | undefined;
    let second: BarStorage | undefined;
    const storage = () => open as BarStorage;
    const other = () => second as BarStorage;
    beforeAll(async () => {
      open = await fixture.open(CONTRACT_CHUNK_ROWS);
      second = await fixture.other();
    });
    afterEach(async () => {
      for (const each of [storage(), other()]) {
        for (const series of await each.listSeries()) await each.deleteSeries(series);
      }
    });
    afterAll(async () => {
      await fixture.end();
    });
    const underTest = { storage, other };
    describeWrites(underTest);
    describeExtras(underTest);
    describeReads(underTest);
    describeDerivedReads(underTest);
    describeCoverage(underTest);
    describeSnapshots(underTest);
    describeChart(underTest);
    describeCopies(underTest);
    describeRenames(underTest);
  });
}
