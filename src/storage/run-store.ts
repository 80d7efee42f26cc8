import type { TimeRange } from '../core/bar.ts';
import type { CashEntry } from '../core/cash-entry.ts';
import type { FillColumns } from '../core/fill-columns.ts';
import type { OrderColumns } from '../core/order-columns.ts';
import type { TradeColumns } from '../core/trade-columns.ts';
import type { EquityCells } from './equity-cells.ts';

/** Equity of consecutive bars of a run: columns of equal length, one row a bar. */
export interface RunEquity {
  /** Open time of the bar, epoch ms UTC, ascending. */
  readonly timestamp: Float64Array;
  /** Money at the close of the bar. */
  readonly equity: Float64Array;
}

/** The equity of one run on one storage, to be read in parts: the whole of it may not fit into memory. */
export interface EquitySource {
  /** Bars of the run. */
  readonly bars: number;
  /** The whole curve in cells of time. */
  cells(): EquityCells;
  /** Bars that open in `range`. */
  equity(range: TimeRange): RunEquity;
}

/** The equity of a run that goes on. It takes the memory of some blocks; what goes beyond is written to the database, invisible until the run is saved. */
export interface EquitySpool extends EquitySource {
  /** Name of the storage that the run reads. */
  readonly storage: string;
  /** Appends bars. Error `bad-argument` when a time does not ascend or a value is not finite. */
  append(block: RunEquity): void;
  /** Forgets everything, of the database too; idempotent. */
  discard(): void;
}

/** A series of a run as SQL needs to know it; flags are 1 or 0, times epoch ms UTC. */
export interface RunSeriesRow {
  readonly id: string;
  /** Index among the series of the run. */
  readonly series: number;
  /** Revision, count of bars and moment of the last write of the bars that the run has read. */
  readonly revision: number;
  readonly bars: number;
  readonly updatedAt: number;
  /** Length of a bar; NaN for a calendar month. */
  readonly milliseconds: number;
  readonly multiplier: number;
  /** Units are paid for when they are bought. */
  readonly paid: number;
  /** Splits were applied. */
  readonly raw: number;
  /** It is the only series. */
  readonly alone: number;
  /** Its closes at the bars of the run can be found by SQL. */
  readonly known: number;
  /** Bars that open from here on are none of the run. */
  readonly until: number;
}

/** What a run did on one storage. */
export interface RunColumns {
  /** Name of the storage the run read from. */
  readonly storage: string;
  readonly orders: OrderColumns;
  readonly fills: FillColumns;
  readonly trades: TradeColumns;
  /** For the account by SQL; not read back. */
  readonly series?: readonly RunSeriesRow[];
  readonly ledger?: readonly CashEntry[];
}

/** One line of the list of runs. */
export interface RunSummaryRecord {
  readonly runId: string;
  /** Moment it was started, epoch ms UTC. */
  readonly startedAt: number;
  /** JSON text, whatever a list of runs shows. */
  readonly summary: string;
}

/** A finished run as it is kept, without its equity. */
export interface RunRecord extends RunSummaryRecord {
  /** JSON text of the whole run, without what stands in `results`. */
  readonly document: string;
  readonly results: readonly RunColumns[];
}

/** Runs kept at most; older ones are deleted when a newer one is saved. */
export const KEPT_RUNS = 50;

/** Keeps the newest {@link KEPT_RUNS} finished runs. */
export interface RunStore {
  /** Begins to keep the equity of a run on one storage. `cellWidth`: milliseconds of a cell. */
  openSpool(runId: string, storage: string, cellWidth: number): EquitySpool;
  /**
   * Durable once resolved, with the equity in `spools`, which end. A run of the same id is replaced. When it fails, nothing of the run is kept,
   * and spools that never left memory still can be read.
   */
  save(run: RunRecord, spools: readonly EquitySpool[]): Promise<void>;
  load(runId: string): Promise<RunRecord | undefined>;
  /** The equity of a saved run; undefined when there is none. */
  equity(runId: string, storage: string): Promise<EquitySource | undefined>;
  /** Newest first, at most `limit` (default {@link KEPT_RUNS}). */
  list(limit?: number): Promise<readonly RunSummaryRecord[]>;
}
