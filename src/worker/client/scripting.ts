import type { CashEntry } from '../../core/cash-entry.ts';
import { BacktabError } from '../../core/error.ts';
import type { Fill } from '../../core/fill.ts';
import { fillRecords } from '../../core/fill-columns.ts';
import type { MarginCallRecord } from '../../core/margin-call.ts';
import type { OrderRecord } from '../../core/order.ts';
import { orderRecords } from '../../core/order-columns.ts';
import type { OrderChange } from '../../core/order-history.ts';
import type { Trade } from '../../core/trade.ts';
import { tradeRecords } from '../../core/trade-columns.ts';
import type { RunWarning } from '../../engine/backtest-result.ts';
import type { BacktestSpecification } from '../../engine/backtest-specification.ts';
import type { AccountColumns } from '../../metrics/account-columns.ts';
import type { DayColumns } from '../../metrics/day-columns.ts';
import type { Performance } from '../../metrics/performance.ts';
import type { Statistics } from '../../metrics/statistics.ts';
import type { StorageKind } from '../../storage/bar-storage.ts';
import { barCells } from '../../storage/equity-cells.ts';
import type {
  ImportOptions,
  ImportPreview,
  ImportProgress,
  ImportReport,
} from '../../storage/import/import-types.ts';
import type { QueryResult, StorageStatus } from '../storage-facade.ts';
import type { RunRepeat, RunTimings, StorageRun, StoredRun } from '../stored-run.ts';
import { performanceOfRun } from './performance.ts';
import type { SourceRequest } from './run-request.ts';
import type { RunOptions } from './runner.ts';
import type { Workbench } from './workbench.ts';
import type { CallOptions, QueryOptions, RunRequest, WorkbenchClient } from './workbench-client.ts';

/** A file to import: a `File`, a `Blob` (name it in the options), or its text. */
export type ScriptFile = File | Blob | { readonly name: string; readonly text: string };

/** Options of an import from a script. */
export interface ScriptImportOptions extends ImportOptions, CallOptions<ImportProgress> {
  /** File name of a `Blob`: symbol and timeframe are proposed from it. */
  readonly name?: string;
}

/** The outcome of a run on one storage as plain data. */
export interface ScriptStorageRun {
  readonly storage: StorageKind;
  readonly specification: BacktestSpecification;
  readonly statistics: Statistics;
  /** Figures in other conventions, against the market, by group and period; null for runs kept by versions without them. */
  readonly performance: Performance | null;
  /** Equity and closes at the ends of days; null for runs kept by versions without them. */
  readonly days: DayColumns | null;
  readonly trades: readonly Trade[];
  readonly orders: readonly OrderRecord[];
  readonly fills: readonly Fill[];
  /** Changes of pending orders: those of the strategy, with `trailHistory` also moves of trailing stops. */
  readonly orderChanges: readonly OrderChange[];
  /** Cash that was moved by something else than a trade. */
  readonly ledger: readonly CashEntry[];
  /** Closes at which the equity did not cover the maintenance margin. */
  readonly marginCalls: readonly MarginCallRecord[];
  /** Open time of each bar of the run, epoch ms UTC. */
  readonly time: readonly number[];
  /** Money at each bar's close. */
  readonly equity: readonly number[];
  /** 1 - equity / peak so far, at each bar. */
  readonly drawdown: readonly number[];
  readonly timings: RunTimings;
  readonly resultHash: string;
  readonly warnings: readonly RunWarning[];
}

/** A run as plain data. The fields of a storage run are those of the first storage; `runs` has every one. */
export interface ScriptRun extends ScriptStorageRun {
  readonly runId: string;
  /** Epoch ms UTC. */
  readonly startedAt: number;
  /** With two storages: whether both gave the same bytes. Null with one. */
  readonly identical: boolean | null;
  /** The first difference in words; null when there is none. */
  readonly divergence: string | null;
  readonly runs: readonly ScriptStorageRun[];
  /** Text of a strategy that was given as text; null for one of the catalogue. */
  readonly source: string | null;
}

/** A repeated run with the new run as plain data. */
export interface ScriptRepeat extends Omit<RunRepeat, 'run'> {
  readonly run: ScriptRun;
}

/** What scripts and the page call in the same words. */
type SharedCalls = Pick<WorkbenchClient, (typeof SHARED)[number]>;

const SHARED = [
  'status',
  'loadSampleData',
  'listSeries',
  'deleteSeries',
  'renameSeries',
  'getCoverage',
  'exportSeries',
  'copySeries',
  'backup',
  'restore',
  'setDatabaseAside',
  'listSetAside',
  'readSetAside',
  'deleteSetAside',
  'readDatabaseFiles',
  'persist',
  'listStrategies',
  'listRuns',
  'timings',
  'storedTimings',
  'summariseTimings',
  'stats',
] as const;

/** `globalThis.backtab`: all the page can do, for the console and for tests. See docs/scripting.md. */
export interface BacktabScripting extends SharedCalls {
  /** Resolves when the database is open, in memory, or known to be held by another tab. */
  readonly ready: Promise<StorageStatus>;
  previewFile(file: ScriptFile, options?: ScriptImportOptions): Promise<ImportPreview>;
  importFile(file: ScriptFile, options?: ScriptImportOptions): Promise<ImportReport>;
  run(request: RunRequest, options?: RunOptions): Promise<ScriptRun>;
  /** `run` on DuckDB and in memory. */
  compare(request: RunRequest, options?: RunOptions): Promise<ScriptRun>;
  /** Runs a strategy given as CommonJS text; provisional. */
  runSource(source: string, request: SourceRequest, options?: RunOptions): Promise<ScriptRun>;
  lastRun(): Promise<ScriptRun | undefined>;
  loadRun(runId: string): Promise<ScriptRun | undefined>;
  /** Runs a kept run again from its record; `run` is the new one. */
  repeatRun(runId: string, options?: RunOptions): Promise<ScriptRepeat>;
  /** How the account of a kept run stood at every bar, of its first storage unless another is named; undefined for a run that is not kept. */
  getAccount(runId: string, storage?: StorageKind): Promise<ScriptAccount | undefined>;
  query(sql: string, options?: QueryOptions): Promise<QueryResult>;
}

/** {@link AccountColumns} as plain data. `units[series]` has the units held of a series at each bar. */
export type ScriptAccount = {
  readonly time: readonly number[];
  readonly units: readonly (readonly number[])[];
} & {
  readonly [Column in 'equity' | 'cash' | 'gross' | 'net' | 'drawdown']: readonly number[];
};

declare global {
  var backtab: BacktabScripting;
}

/** Sets `globalThis.backtab` and returns it. */
export function installScripting(client: Workbench): BacktabScripting {
  const scripting: BacktabScripting = {
    ...shared(client),
    ready: client.ready,
    previewFile: async (file, { name, signal, onProgress, ...options } = {}) =>
      client.previewFile(toFile(file, name), options),
    importFile: async (file, { name, ...options } = {}) => client.importFile(toFile(file, name), options),
    run: async (request, options) => toScriptRun(client, await client.run(request, options)),
    compare: async (request, options) =>
      toScriptRun(client, await client.run({ ...request, storage: 'both' }, options)),
    runSource: async (source, request, options) =>
      toScriptRun(client, await client.runSource(source, request, options)),
    lastRun: async () => perhaps(client, await client.lastRun()),
    loadRun: async (runId) => perhaps(client, await client.loadRun(runId)),
    repeatRun: async (runId, options) => {
      const { run, ...rest } = await client.repeatRun(runId, options);
      return { ...rest, run: await toScriptRun(client, run) };
    },
    getAccount: async (runId, storage) => {
      const first = storage ?? (await client.loadRun(runId))?.runs[0]?.storage;
      const account = first && (await client.getAccount(runId, first));
      return account && toScriptAccount(account);
    },
    query: async (sql, options) => client.query(toSql(sql), options),
  };
  globalThis.backtab = Object.freeze(scripting);
  return scripting;
}

function shared(client: Workbench): SharedCalls {
  return Object.fromEntries(SHARED.map((name) => [name, client[name]])) as unknown as SharedCalls;
}
/** Where the equity of a run is kept. */
type EquityReader = Pick<Workbench, 'getEquity'>;

/** A run as plain data: typed arrays become arrays. Error `internal` for a run without a result. */
export async function toScriptRun(client: EquityReader, run: StoredRun): Promise<ScriptRun> {
  const curves = new Map<StorageKind, Promise<ScriptCurve>>();
  for (const { equityOf } of run.runs) {
    if (!curves.has(equityOf)) curves.set(equityOf, readCurve(client, run.runId, equityOf));
  }
  const runs: ScriptStorageRun[] = [];
  for (const each of run.runs) {
    const curve = await curves.get(each.equityOf);
    if (curve) runs.push(toScriptStorageRun(each, curve));
  }
  const [first] = runs;
  if (!first) throw new BacktabError('internal', `Run "${run.runId}" holds no result`);
  const { runId, startedAt, identical, divergence, source } = run;
  return { ...first, runId, startedAt, identical, divergence, runs, source: source?.text ?? null };
}

type ScriptCurve = Pick<ScriptStorageRun, 'time' | 'equity' | 'drawdown'>;

async function readCurve(client: EquityReader, runId: string, storage: StorageKind): Promise<ScriptCurve> {
  const kept = await client.getEquity(runId, storage);
  const equity = kept?.equity ?? new Float64Array(0);
  const { drawdown } = barCells(kept?.timestamp ?? new Float64Array(0), equity);
  return {
    time: Array.from(kept?.timestamp ?? []),
    equity: Array.from(equity),
    drawdown: Array.from(drawdown),
  };
}

function toScriptStorageRun({ storage, result, timings }: StorageRun, curve: ScriptCurve): ScriptStorageRun {
  const { specification, statistics, trades, orders, fills, ledger, resultHash, warnings } = result;
  return {
    storage,
    specification,
    statistics,
    performance: performanceOfRun(result),
    days: result.samples?.days ?? null,
    trades: tradeRecords(trades),
    orders: orderRecords(orders),
    fills: fillRecords(fills),
    orderChanges: result.orderChanges ?? [],
    ledger: ledger ?? [],
    marginCalls: result.marginCalls ?? [],
    ...curve,
    timings,
    resultHash,
    warnings,
  };
}

function toScriptAccount({ timestamp, units, ...columns }: AccountColumns): ScriptAccount {
  const { equity, cash, gross, net, drawdown } = columns;
  return {
    time: Array.from(timestamp),
    equity: Array.from(equity),
    cash: Array.from(cash),
    gross: Array.from(gross),
    net: Array.from(net),
    drawdown: Array.from(drawdown),
    units: units.map((each) => Array.from(each)),
  };
}

async function perhaps(client: EquityReader, run: StoredRun | undefined): Promise<ScriptRun | undefined> {
  return run && toScriptRun(client, run);
}

function toSql(sql: unknown): string {
  if (typeof sql === 'string') return sql;
  throw new BacktabError('bad-argument', `${String(sql)} is no SQL: give one statement as text`);
}

function toFile(file: ScriptFile, name: string | undefined): File {
  if (file instanceof File) return name === undefined ? file : new File([file], name);
  if (file instanceof Blob) {
    if (name !== undefined) return new File([file], name, { type: file.type });
    throw new BacktabError(
      'bad-argument',
      'A Blob has no file name: give one, as in importFile(blob, { name: "GOOG.csv" })',
    );
  }
  if (typeof file?.name === 'string' && typeof file.text === 'string') {
    return new File([file.text], name ?? file.name);
  }
  throw new BacktabError('bad-argument', `${String(file)} is no file: give a File, a Blob or { name, text }`);
}
