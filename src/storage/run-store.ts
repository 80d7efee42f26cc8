/** Equity of one run on one storage: columns of equal length, one row a bar. */
export interface RunEquity {
  /** Name of the storage the run read from. */
  readonly storage: string;
  /** Open time of the bar, epoch ms UTC. */
  readonly timestamp: Float64Array;
  /** Money at the close of the bar. */
  readonly equity: Float64Array;
}

/** One line of the list of runs. */
export interface RunSummaryRecord {
  readonly runId: string;
  /** Moment it was started, epoch ms UTC. */
  readonly startedAt: number;
  /** JSON text, whatever a list of runs shows. */
  readonly summary: string;
}

/** A finished run as it is kept. */
export interface RunRecord extends RunSummaryRecord {
  /** JSON text of the whole run, without what stands in `equity`. */
  readonly document: string;
  readonly equity: readonly RunEquity[];
}

/** Runs kept at most; older ones are deleted when a newer one is saved. */
export const KEPT_RUNS = 50;

/** Keeps the newest {@link KEPT_RUNS} finished runs. */
export interface RunStore {
  /** Durable once resolved. A run of the same id is replaced. */
  save(run: RunRecord): Promise<void>;
  load(runId: string): Promise<RunRecord | undefined>;
  /** Newest first, at most `limit` (default {@link KEPT_RUNS}). */
  list(limit?: number): Promise<readonly RunSummaryRecord[]>;
}
