import { lowerBound, type TimeRange } from '../../core/bar.ts';
import { BacktabError } from '../../core/error.ts';
import { EquityCellBuilder, type EquityCells } from '../equity-cells.ts';
import type { EquitySpool, RunEquity } from '../run-store.ts';
import type { Database } from './database.ts';
import { checkEquity, insertCells, insertEquity, ofRun, readEquity } from './equity-table.ts';
import type { Session } from './session.ts';

/** Bars that a spool keeps in memory; with more of them it goes to the database. */
export const SPOOLED_BARS = 1_048_576;

/** Equity of a run in memory first, then in a transaction that stays open until the run is saved: a tab that closes leaves nothing. */
export class DuckdbEquitySpool implements EquitySpool {
  readonly storage: string;
  readonly #runId: string;
  readonly #database: Database;
  readonly #open: () => Session;
  readonly #cells: EquityCellBuilder;
  #blocks: RunEquity[] = [];
  #session: Session | undefined;
  #bars = 0;
  #last = Number.NEGATIVE_INFINITY;

  /** `open` makes a session of its own for the transaction. */
  constructor(
    run: { readonly runId: string; readonly storage: string; readonly cellWidth: number },
    database: Database,
    open: () => Session,
  ) {
    this.storage = run.storage;
    this.#runId = run.runId;
    this.#database = database;
    this.#open = open;
    this.#cells = new EquityCellBuilder(run.cellWidth);
  }

  get bars(): number {
    return this.#bars;
  }

  append(block: RunEquity): void {
    this.#check(block);
    this.#cells.append(block.timestamp, block.equity);
    this.#bars += block.equity.length;
    this.#blocks.push(block);
    if (this.#session || this.#bars > SPOOLED_BARS) this.#flush();
  }

  cells(): EquityCells {
    return this.#cells.cells();
  }

  equity(range: TimeRange): RunEquity {
    if (this.#session) return readEquity(this.#session, ofRun(this.#runId, this.storage), range);
    return join(this.#blocks.map((block) => within(block, range)));
  }

  /** Commits what the spool holds to the tables `run_equity` and `run_equity_cell`. After an error it holds what it held in memory. */
  commit(): void {
    const blocks = this.#blocks;
    try {
      this.#flush();
      const session = this.#session as Session;
      const cells = this.cells();
      insertCells(session, this.#runId, this.storage, cells);
      checkEquity(session, ofRun(this.#runId, this.storage), this.#bars, cells.timestamp.length);
      this.#database.expectRoom();
      session.run('COMMIT');
      this.#end();
    } catch (error) {
      this.discard();
      this.#blocks = blocks;
      throw error;
    }
  }

  discard(): void {
    this.#session?.rollback();
    this.#end();
    this.#blocks = [];
  }

  #flush(): void {
    if (!this.#session) {
      this.#session = this.#open();
      this.#session.run('BEGIN TRANSACTION');
    }
    for (const block of this.#blocks) insertEquity(this.#session, this.#runId, this.storage, block);
    this.#blocks = [];
  }

  #end(): void {
    if (!this.#session) return;
    this.#session.close();
    this.#session = undefined;
    this.#database.catchUp();
  }

  #check({ timestamp, equity }: RunEquity): void {
    if (timestamp.length !== equity.length) {
      throw refusal(`${timestamp.length} times and ${equity.length} values`);
    }
    let last = this.#last;
    for (let bar = 0; bar < timestamp.length; bar++) {
      const time = timestamp[bar] as number;
      if (!(time > last)) throw refusal(`a bar at ${time} after one at ${last}`);
      if (!Number.isFinite(equity[bar])) throw refusal(`${equity[bar]} as equity of the bar at ${time}`);
      last = time;
    }
    if (!Number.isFinite(last) && timestamp.length > 0) throw refusal(`a bar at ${last}`);
    this.#last = last;
  }
}

function refusal(found: string): BacktabError {
  return new BacktabError('bad-argument', `The equity of a run cannot be kept: it has ${found}`);
}

function within({ timestamp, equity }: RunEquity, { from, to }: TimeRange): RunEquity {
  const start = lowerBound(timestamp, from);
  const end = Math.max(start, lowerBound(timestamp, to));
  return { timestamp: timestamp.subarray(start, end), equity: equity.subarray(start, end) };
}

function join(blocks: readonly RunEquity[]): RunEquity {
  const bars = blocks.reduce((sum, { timestamp }) => sum + timestamp.length, 0);
  const joined = { timestamp: new Float64Array(bars), equity: new Float64Array(bars) };
  let at = 0;
  for (const block of blocks) {
    joined.timestamp.set(block.timestamp, at);
    joined.equity.set(block.equity, at);
    at += block.timestamp.length;
  }
  return joined;
}
