import { expect, test } from 'vitest';
import type { QueryObservation } from '../bar-storage.ts';
import { describeBarStorage } from '../contract/bar-storage-contract.ts';
import { DAY, regularBars, seriesKey } from '../contract/sample-bars.ts';
import { MemoryStorage } from './memory-storage.ts';

const environment = { clock: () => performance.now(), now: () => Date.now() };

describeBarStorage('memory', {
  open: async (chunkRows) => new MemoryStorage(environment, { chunkRows }),
  other: async () => new MemoryStorage(environment),
  end: async () => {},
});

test('every array read is observed with its rows and bytes', async () => {
  const seen: QueryObservation[] = [];
  const storage = new MemoryStorage({ ...environment, observer: (observation) => seen.push(observation) });
  await storage.storeOhlcv(seriesKey(), regularBars(10));
  await storage.getHistoricalPrices(seriesKey(), { from: 0, to: 4 * DAY }, ['timestamp', 'close']);
  const snapshot = await storage.openSnapshot([seriesKey()]);
  await snapshot.read(0, 0, ['close']);
  expect(seen.map(({ rows, bytes }) => [rows, bytes])).toEqual([
    [4, 64],
    [10, 80],
  ]);
  expect(seen[0]?.sql).toContain('TEST:1d');
});
