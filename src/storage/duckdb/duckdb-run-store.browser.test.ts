import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StartedHarness, startHarness } from '../../../tests/harness/storage/start-harness.ts';
import type { BarStorage } from '../bar-storage.ts';
import { DAY, regularBars, seriesKey } from '../contract/sample-bars.ts';
import { KEPT_RUNS, type RunRecord, type RunStore } from '../run-store.ts';

const FILE = 'runs.db';
let started: StartedHarness;
let storage: BarStorage;
let runs: RunStore;

async function open(): Promise<void> {
  started = await startHarness();
  storage = await started.harness.openStorage(FILE);
  runs = await started.harness.runStore();
}

beforeAll(async () => {
  const { harness, worker } = await startHarness();
  await harness.removeFiles(FILE);
  worker.terminate();
  await open();
});

afterAll(() => started.worker.terminate());

function run(runId: string, startedAt: number, document = '{}'): RunRecord {
  const timestamp = Float64Array.of(-DAY, 0, DAY);
  return {
    runId,
    startedAt,
    summary: `{"name":"it's ${runId}"}`,
    document,
    equity: [
      { storage: 'memory', timestamp, equity: Float64Array.of(100, 90, 0.1 + 0.2) },
      { storage: 'duckdb', timestamp, equity: Float64Array.of(100, 90, 110) },
    ],
  };
}

describe('finished runs', () => {
  test('come back as they were saved, also after the worker has been ended', async () => {
    const record = run('one', 1000.75, JSON.stringify({ text: "';--東京", long: 'x'.repeat(3_000_000) }));
    await runs.save(record);
    started.worker.terminate();
    await open();
    expect(await runs.load('one')).toEqual({ ...record, startedAt: 1000 });
    expect(await runs.load('two')).toBeUndefined();
  });

  test('are replaced by a run of the same id', async () => {
    await runs.save(run('one', 2000, '{"second":true}'));
    expect((await runs.load('one'))?.document).toBe('{"second":true}');
    expect(await runs.list()).toHaveLength(1);
  });

  test('may be saved in the middle of a write, which still may be rolled back', async () => {
    const writer = await storage.openWriter(seriesKey());
    await writer.append(regularBars(200));
    await runs.save(run('during', 3000));
    await writer.rollback();
    expect(await runs.load('during')).toBeDefined();
    expect(await storage.listSeries()).toEqual([]);
  });

  test('without a bar are kept too', async () => {
    await runs.save({ ...run('empty', 100), equity: [] });
    expect((await runs.load('empty'))?.equity).toEqual([]);
  });

  test('show equity and drawdown to SQL', async () => {
    const { rows } = await started.harness.userQuery(
      "select timestamp, equity, drawdown from run_drawdown where run_id = 'one' and storage = 'duckdb' order by timestamp",
    );
    expect(rows).toEqual([
      [-DAY, 100, 0],
      [0, 90, 90 / 100 - 1],
      [DAY, 110, 0],
    ]);
  });

  test(`only the newest ${KEPT_RUNS} stay, newest first`, async () => {
    for (let index = 0; index < KEPT_RUNS; index++) await runs.save(run(`many-${index}`, 10_000 + index));
    const listed = await runs.list();
    expect(listed).toHaveLength(KEPT_RUNS);
    expect(listed[0]?.runId).toBe(`many-${KEPT_RUNS - 1}`);
    expect(await runs.load('one')).toBeUndefined();
    expect((await runs.list(2)).map(({ startedAt }) => startedAt)).toEqual([10_049, 10_048]);
    const { rows } = await started.harness.userQuery('select count(distinct run_id) from run_equity');
    expect(rows).toEqual([[KEPT_RUNS]]);
  });
});
