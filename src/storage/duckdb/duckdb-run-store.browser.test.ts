import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCompiled } from '../../../tests/harness/storage/start-compiled.ts';
import type { StartedHarness } from '../../../tests/harness/storage/start-harness.ts';
import { fillColumns } from '../../core/fill-columns.ts';
import { ORDER_STATUSES, ORDER_TYPES, type OrderRecord, TIMES_IN_FORCE } from '../../core/order.ts';
import { orderColumns } from '../../core/order-columns.ts';
import type { Trade } from '../../core/trade.ts';
import { tradeColumns } from '../../core/trade-columns.ts';
import type { BarStorage } from '../bar-storage.ts';
import { DAY, regularBars, seriesKey } from '../contract/sample-bars.ts';
import { KEPT_RUNS, type RunColumns, type RunRecord, type RunStore } from '../run-store.ts';
import { SPOOLED_BARS } from './duckdb-equity-spool.ts';

const FILE = 'runs.db';
let started: StartedHarness;
let storage: BarStorage;
let runs: RunStore;

async function open(): Promise<void> {
  started = await startCompiled();
  storage = await started.harness.openStorage(FILE);
  runs = await started.harness.runStore();
}

beforeAll(async () => {
  const { harness, worker } = await startCompiled();
  await harness.removeFiles(FILE);
  worker.terminate();
  await open();
});

afterAll(() => started.worker.terminate());

const timestamp = Float64Array.of(-DAY, 0, DAY);
const CURVES = [
  { storage: 'memory', timestamp, equity: Float64Array.of(100, 90, 0.1 + 0.2) },
  { storage: 'duckdb', timestamp, equity: Float64Array.of(100, 90, 110) },
];

const order: OrderRecord = {
  id: 0,
  type: 'stop-limit',
  side: 'sell',
  series: 0,
  submittedBar: 1,
  submittedTime: 0,
  size: -2.5,
  limit: 9.5,
  stop: 0.1 + 0.2,
  timeInForce: 'GTD',
  status: 'filled',
  triggeredBar: 2,
  triggeredTime: DAY,
  filledBar: 2,
  filledTime: DAY,
  filledPrice: 9.75,
  endedBar: null,
  endedTime: null,
  reason: '',
  tag: "it's 東京",
};

const trade: Trade = {
  series: 0,
  size: -2.5,
  entryBar: 2,
  exitBar: null,
  entryTime: DAY,
  exitTime: null,
  entryPrice: 9.75,
  exitPrice: 9,
  commission: 1,
  pnl: 0.875,
  returnRatio: 0.03,
  barsHeld: 1,
  mae: null,
  mfe: 0.1,
  r: null,
  entryOrder: 0,
  exitOrder: null,
  open: true,
  entryReason: 'entry',
  exitReason: '',
};

const columns: RunColumns = {
  storage: 'duckdb',
  orders: orderColumns([order, { ...order, id: 1, type: 'market', limit: null, stop: null, tag: '' }]),
  fills: fillColumns([{ orderId: 0, series: 0, bar: 2, time: DAY, size: -2.5, price: 9.75, commission: 1 }]),
  trades: tradeColumns([trade]),
};

function run(runId: string, startedAt: number, document = '{}'): RunRecord {
  return { runId, startedAt, summary: `{"name":"it's ${runId}"}`, document, results: [columns] };
}

const save = (record: RunRecord) => started.harness.saveRun(record, CURVES, 2);

describe('finished runs', () => {
  test('come back as they were saved, also after the worker has been ended', async () => {
    const record = run('one', 1000.75, JSON.stringify({ text: "';--東京", long: 'x'.repeat(3_000_000) }));
    await save(record);
    started.worker.terminate();
    await open();
    expect(await runs.load('one')).toEqual({ ...record, startedAt: 1000 });
    const { bars, equity, cells } = (await started.harness.savedEquity('one', 'memory'))!;
    expect({ bars, ...equity }).toEqual({ bars: 3, timestamp, equity: CURVES[0]!.equity });
    expect(cells.timestamp).toEqual(Float64Array.of(-DAY, 0));
    expect(cells.low).toEqual(Float64Array.of(100, 0.1 + 0.2));
    expect(await runs.load('two')).toBeUndefined();
    expect(await started.harness.savedEquity('one', 'legacy')).toBeUndefined();
  });

  test('are replaced by a run of the same id', async () => {
    await save(run('one', 2000, '{"second":true}'));
    expect((await runs.load('one'))?.document).toBe('{"second":true}');
    expect(await runs.list()).toHaveLength(1);
    expect((await started.harness.savedEquity('one', 'duckdb'))?.bars).toBe(3);
  });

  test('may be saved in the middle of a write, which still may be rolled back', async () => {
    const writer = await storage.openWriter(seriesKey());
    await writer.append(regularBars(200));
    await save(run('during', 3000));
    await writer.rollback();
    expect(await runs.load('during')).toBeDefined();
    expect(await storage.listSeries()).toEqual([]);
  });

  test('without a bar and without an order are kept too', async () => {
    await started.harness.saveRun({ ...run('empty', 100), results: [] }, []);
    expect((await runs.load('empty'))?.results).toEqual([]);
  });

  test('have their account at every bar by SQL, while their bars are as they were', async () => {
    const bars = regularBars(3);
    await storage.storeOhlcv(seriesKey(), bars);
    const [info] = await storage.listSeries();
    const series = [
      {
        id: info!.id,
        series: 0,
        revision: info!.revision,
        bars: info!.rows,
        updatedAt: info!.updatedAt,
        milliseconds: 60_000,
        multiplier: 2,
        paid: 1,
        raw: 0,
        alone: 1,
        known: 1,
        until: bars.timestamp[2]! + 60_000,
      },
    ];
    const ledger = [{ bar: 1, time: bars.timestamp[1]!, kind: 'deposit', amount: 50, series: null } as const];
    const held = { ...trade, entryBar: 1, size: -2.5, entryTime: bars.timestamp[1]! };
    const results = [{ ...columns, trades: tradeColumns([held]), series, ledger }];
    const curve = { storage: 'duckdb', timestamp: bars.timestamp, equity: Float64Array.of(100, 150, 120) };
    await started.harness.saveRun({ ...run('account', 50), results }, [curve], 2);
    const sql =
      "select bar, timestamp, equity, cash, gross, net, drawdown from run_account('account') order by bar";
    const { rows } = await started.harness.userQuery(sql);
    const worth = (bar: number) => 2.5 * bars.close[bar]! * 2;
    const [first, second, third] = [...bars.timestamp];
    expect(rows).toEqual([
      [0, first, 100, 100, 0, 0, 0],
      [1, second, 150, 150 + worth(1), worth(1), -worth(1), 0],
      [2, third, 120, 120 + worth(2), worth(2), -worth(2), expect.closeTo(0.2, 12)],
    ]);
    const { rows: holdings } = await started.harness.userQuery(
      "select bar, series, units from run_holding('account') order by bar",
    );
    expect(holdings).toEqual([
      [0, 0, 0],
      [1, 0, -2.5],
      [2, 0, -2.5],
    ]);
    await storage.storeOhlcv(seriesKey(), regularBars(4));
    expect((await started.harness.userQuery(sql)).rows[1]?.slice(2, 6)).toEqual([150, null, null, null]);
    await storage.deleteSeries(seriesKey());
  });

  test('are readable by SQL, in words', async () => {
    const rows = async (sql: string) => (await started.harness.userQuery(sql)).rows;
    expect(
      await rows(
        "select timestamp, equity, drawdown from run_drawdown where run_id = 'one' and storage = 'duckdb' order by timestamp",
      ),
    ).toEqual([
      [-DAY, 100, 0],
      [0, 90, 90 / 100 - 1],
      [DAY, 110, 0],
    ]);
    expect(
      await rows(
        "select type, side, size, status, limit_price, stop_price, time_in_force, triggered_time, tag from run_order where run_id = 'one' order by order_id",
      ),
    ).toEqual([
      ['stop-limit', 'sell', -2.5, 'filled', 9.5, 0.1 + 0.2, 'GTD', DAY, "it's 東京"],
      ['market', 'sell', -2.5, 'filled', null, null, 'GTD', DAY, ''],
    ]);
    expect(await rows("select time, units from run_position where run_id = 'one'")).toEqual([[DAY, -2.5]]);
    expect(
      await rows("select exit_time, mae, mfe, open, entry_reason from run_trade where run_id = 'one'"),
    ).toEqual([[null, null, 0.1, true, 'entry']]);
  });

  test.each([
    ['type', ORDER_TYPES, 'type'],
    ['status', ORDER_STATUSES, 'status'],
    ['time in force', TIMES_IN_FORCE, 'time_in_force'],
  ] as const)('have every %s of an order by its name in SQL', async (_, names, column) => {
    const field = ({ type: 'type', status: 'status', time_in_force: 'timeInForce' } as const)[column];
    const orders = orderColumns(names.map((name, id) => ({ ...order, id, [field]: name })));
    await save({ ...run(`names ${column}`, 50), results: [{ ...columns, orders }] });
    const { rows } = await started.harness.userQuery(
      `select ${column} from run_order where run_id = 'names ${column}' order by order_id`,
    );
    expect(rows).toEqual(names.map((name) => [name]));
  });

  test('that outgrow the memory of a spool are kept whole; one that is never saved leaves nothing', async () => {
    const bars = SPOOLED_BARS + 70_000;
    expect(await started.harness.leaveRun('left', bars)).toEqual({ bars, last: (bars - 1) / 2 });
    started.worker.terminate();
    await open();
    const { rows } = await started.harness.userQuery("select count(*) from run_equity where run_id = 'left'");
    expect(rows).toEqual([[0]]);
    const times = Float64Array.from({ length: bars }, (_, bar) => bar * DAY);
    const equity = times.map((time) => Math.sqrt(time));
    await started.harness.saveRun(run('large', 5000), [{ storage: 'duckdb', timestamp: times, equity }]);
    const kept = await started.harness.savedEquity('large', 'duckdb');
    expect(kept?.bars).toBe(bars);
    expect(kept?.equity.timestamp.every((time, bar) => time === times[bar])).toBe(true);
    expect(kept?.equity.equity.every((value, bar) => value === equity[bar])).toBe(true);
  });

  test(`only the newest ${KEPT_RUNS} stay, newest first`, async () => {
    const terms = { id: 'x', revision: 1, bars: 3, updatedAt: 0, milliseconds: DAY, multiplier: 1, paid: 1 };
    const series = [{ ...terms, series: 0, raw: 0, alone: 1, known: 1, until: 2 * DAY }];
    const ledger = [{ bar: 1, time: 0, kind: 'dividend', amount: 5, series: 0 } as const];
    const results = [{ ...columns, series, ledger }];
    for (let index = 0; index < KEPT_RUNS; index++)
      await save({ ...run(`many-${index}`, 10_000 + index), results });
    const listed = await runs.list();
    expect(listed).toHaveLength(KEPT_RUNS);
    expect(listed[0]?.runId).toBe(`many-${KEPT_RUNS - 1}`);
    expect(await runs.load('one')).toBeUndefined();
    expect((await runs.list(2)).map(({ startedAt }) => startedAt)).toEqual([10_049, 10_048]);
    for (const table of [
      'run_equity',
      'run_equity_cell',
      'run_order',
      'run_fill',
      'run_trade',
      'run_text',
      'run_series',
      'run_ledger',
    ]) {
      const { rows } = await started.harness.userQuery(`select count(distinct run_id) from ${table}`);
      expect(rows).toEqual([[KEPT_RUNS]]);
    }
  });
});
