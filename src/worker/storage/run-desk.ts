import { BacktabError } from '../../core/error.ts';
import type { SeriesInfo } from '../../core/series.ts';
import { timeframeMilliseconds } from '../../core/timeframe.ts';
import { EQUITY_CELL_BARS, type EquityRows } from '../../storage/equity-cells.ts';
import { equityWindow } from '../../storage/equity-window.ts';
import type { EquitySource, EquitySpool, RunEquity, RunStore } from '../../storage/run-store.ts';
import type { EquityDifference } from '../storage-facade.ts';
import type { StoredRun } from '../stored-run.ts';
import { equityDifference } from './equity-difference.ts';
import { toRunRecord } from './run-record.ts';

/** Runs whose equity is kept though they could not be saved. */
const UNSAVED_RUNS = 4;

const EVERYTHING = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** Keeps the equity of runs: while they go on, when they are saved, and afterwards. */
export class RunDesk {
  readonly #runs: RunStore;
  /** Oldest first. */
  readonly #pending = new Map<string, EquitySpool[]>();

  constructor(runs: RunStore) {
    this.#runs = runs;
  }

  /** Begins to keep the equity of a run on one storage, whose first series is `main`; at most `bars` bars. */
  begin(
    runId: string,
    storage: string,
    main: SeriesInfo | undefined,
    bars: number,
  ): (block: RunEquity) => void {
    const width = EQUITY_CELL_BARS * timeframeMilliseconds(main?.timeframe ?? '1d');
    const spool = this.#runs.openSpool(runId, storage, width);
    const spools = this.#pending.get(runId) ?? [];
    this.#pending.set(runId, [...spools.filter((each) => each.storage !== storage), spool]);
    for (const oldest of [...this.#pending.keys()].slice(0, -UNSAVED_RUNS)) this.discard(oldest);
    return (block) => {
      if (spool.bars + block.equity.length > bars) {
        throw new BacktabError('bad-argument', `The run has more equity than the ${bars} bars that it reads`);
      }
      spool.append(block);
    };
  }

  /** Bars of a run that are kept so far. */
  bars(runId: string, storage: string): number {
    return this.#spool(runId, storage)?.bars ?? 0;
  }

  /** Forgets a run that will not be saved. */
  discard(runId: string): void {
    for (const spool of this.#pending.get(runId) ?? []) spool.discard();
    this.#pending.delete(runId);
  }

  /** Saves a run with its equity. What is equal to another storage's is dropped. When that fails, the run's equity can still be read as far as it is in memory. */
  async save(run: StoredRun): Promise<void> {
    const spools = this.#pending.get(run.runId) ?? [];
    const own = new Set<string>(run.runs.map(({ equityOf }) => equityOf));
    await this.#runs.save(
      toRunRecord(run),
      spools.filter(({ storage }) => own.has(storage)),
    );
    this.discard(run.runId);
  }

  /** The equity of a run summed up for the rows of a chart; undefined when it is not kept. */
  async window(
    runId: string,
    storage: string,
    timestamp: Float64Array,
    end: number,
  ): Promise<EquityRows | undefined> {
    const source = await this.#source(runId, storage);
    return source && equityWindow(source, timestamp, end);
  }

  /** The whole equity of a run; undefined when it is not kept. */
  async equity(runId: string, storage: string): Promise<RunEquity | undefined> {
    return (await this.#source(runId, storage))?.equity(EVERYTHING);
  }

  /** First bar at which the equity of a run differs between two storages; undefined when there is none. */
  async difference(runId: string, a: string, b: string): Promise<EquityDifference | undefined> {
    const ofA = await this.#source(runId, a);
    const ofB = await this.#source(runId, b);
    return ofA && ofB && equityDifference(ofA, ofB);
  }

  async #source(runId: string, storage: string): Promise<EquitySource | undefined> {
    return this.#spool(runId, storage) ?? (await this.#runs.equity(runId, storage));
  }

  #spool(runId: string, storage: string): EquitySpool | undefined {
    return this.#pending.get(runId)?.find((each) => each.storage === storage);
  }
}
