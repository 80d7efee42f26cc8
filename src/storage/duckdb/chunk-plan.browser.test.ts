import { afterAll, expect, test } from 'vitest';
import { startCompiled } from '../../../tests/harness/storage/start-compiled.ts';
import { BAR_COLUMNS } from '../../core/bar.ts';
import { barsAt, concatenate, seriesKey } from '../contract/sample-bars.ts';

const MINUTE = 60_000;
const TARGET = 4096;
const started = startCompiled();

afterAll(async () => (await started).worker.terminate());

test('chunks planned from levels of detail add up to the series, with gaps, dense stretches and history added later', async () => {
  const storage = await (await started).harness.openStorage(undefined, TARGET);
  const key = seriesKey({ timeframe: '1m' });
  const regular = Array.from(
    { length: 30_000 },
    (_, row) => (100_000 + row + (row > 9000 ? 77_777 : 0)) * MINUTE,
  );
  const dense = Array.from({ length: 20_000 }, (_, row) => 300_000 * MINUTE + row * 50);
  const history = Array.from({ length: 5000 }, (_, row) => row * 3 * MINUTE);
  for (const times of [regular, dense, history]) await storage.storeOhlcv(key, barsAt(times));
  const snapshot = await storage.openSnapshot([key]);
  const chunks = snapshot.series[0]?.chunks ?? [];
  const blocks = [];
  for (const [index, extent] of chunks.entries()) {
    const block = (await snapshot.read(0, index, BAR_COLUMNS)) as ReturnType<typeof barsAt>;
    const { timestamp } = block;
    expect({ rows: timestamp.length, first: timestamp[0], last: timestamp.at(-1) }).toEqual({ ...extent });
    expect(extent.rows).toBeLessThanOrEqual(2 * TARGET);
    blocks.push(block);
  }
  await snapshot.release();
  expect(chunks.length).toBeLessThan(30);
  expect(concatenate(blocks)).toEqual(barsAt([...history, ...regular, ...dense]));
});
