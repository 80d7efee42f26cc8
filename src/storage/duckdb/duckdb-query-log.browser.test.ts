import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCompiled } from '../../../tests/harness/storage/start-compiled.ts';
import type { StartedHarness } from '../../../tests/harness/storage/start-harness.ts';
import { regularBars, seriesKey } from '../contract/sample-bars.ts';
import { KEPT_TIMINGS } from '../query-log.ts';
import type { QueryTiming } from '../timing.ts';

const FILE = 'query-log.db';
const SESSION = Date.UTC(2026, 0, 2, 3, 4, 5);
let started: StartedHarness;

beforeAll(async () => {
  started = await startCompiled();
  await started.harness.removeFiles(FILE);
});

afterAll(() => started.worker.terminate());

function timing(sequence: number, more: Partial<QueryTiming> = {}): QueryTiming {
  const cost = {
    rows: 2,
    bytes: 16,
    milliseconds: sequence,
    startedAt: sequence,
    moment: SESSION + sequence,
  };
  return { sequence, operation: 'listSeries', storage: 'duckdb', sql: '', ...cost, ...more };
}

const TIMINGS: readonly QueryTiming[] = [
  timing(1, { sql: "select '東京', ''" }),
  timing(2),
  timing(3, { operation: 'query', error: 'Parser Error', errorCode: 'query-failed' }),
  timing(400, { operation: 'query', error: 'The query was cancelled', errorCode: 'cancelled' }),
  timing(5, { operation: 'readChunk', cache: 'hit', calls: 9, runId: 'r1', strategy: 'sma-cross' }),
];

describe('the stored log of calls', () => {
  test('keeps entries whole, over an end of the worker, and SQL reads them under documented names', async () => {
    const storage = await started.harness.openStorage(FILE);
    await storage.storeOhlcv(seriesKey(), regularBars(10));
    const log = await started.harness.queryLog();
    expect(await log.append(SESSION, TIMINGS)).toBe(true);
    started.worker.terminate();

    started = await startCompiled();
    await started.harness.openStorage(FILE);
    const again = await started.harness.queryLog();
    expect((await again.list()).toReversed()).toEqual(TIMINGS.map((one) => ({ ...one, session: SESSION })));
    expect((await again.list({ slowerThan: 100 })).map(({ sequence }) => sequence)).toEqual([400]);
    expect((await again.list({ failed: true })).map(({ sequence }) => sequence)).toEqual([3]);
    expect(await again.list({ session: SESSION + 1 })).toEqual([]);
    const { rows } = await started.harness.userQuery(
      "SELECT kind, operation, run_id, strategy, failed, error_code, calls, started_at FROM timings WHERE error_code = 'query-failed'",
    );
    expect(rows).toEqual([['call', 'query', null, null, true, 'query-failed', 1, SESSION + 3]]);
  });

  test('sums up calls, not their statements, and tells failures from cancellations', async () => {
    const log = await started.harness.queryLog();
    const found = await log.summarise();
    expect(found.map(({ operation }) => operation)).toEqual(['query', 'readChunk', 'listSeries']);
    expect(found[0]).toEqual({
      operation: 'query',
      storage: 'duckdb',
      calls: 2,
      failures: 1,
      cancelled: 1,
      p50: 201.5,
      p95: expect.closeTo(380.15, 6),
      max: 400,
      rows: 4,
      bytes: 32,
    });
    expect(found[1]).toMatchObject({ calls: 9, failures: 0 });
    expect(found[2]).toMatchObject({ calls: 1, max: 2 });
    expect(await log.summarise({ session: 0 })).toEqual([]);
  });

  test('is not written while a writer is open, and does not hold the writer up', async () => {
    const open = await started.harness.storage();
    const log = await started.harness.queryLog();
    const writer = await open.openWriter(seriesKey({ symbol: 'W' }));
    await writer.append(regularBars(10));
    expect(await log.append(SESSION, [timing(6)])).toBe(false);
    expect((await writer.commit()).inserted).toBe(10);
    expect(await log.append(SESSION, [timing(6)])).toBe(true);
  });

  test('keeps the newest entries only', async () => {
    const log = await started.harness.queryLog();
    const batch = Array.from({ length: 53_000 }, (_, index) => timing(index));
    for (let part = 0; part < 2; part++) await log.append(SESSION + 1, batch);
    const { rows } = await started.harness.userQuery(
      'SELECT count(*), max(entry) - min(entry) + 1 FROM query_log',
    );
    expect(rows).toEqual([[KEPT_TIMINGS, KEPT_TIMINGS]]);
  });
});
