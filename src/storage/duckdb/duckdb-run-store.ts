import {
  KEPT_RUNS,
  type RunEquity,
  type RunRecord,
  type RunStore,
  type RunSummaryRecord,
} from '../run-store.ts';
import type { StorageEnvironment } from '../storage-environment.ts';
import { doubleColumns, encodeStream, textColumn, timestampColumn } from './bar-stream.ts';
import type { Database } from './database.ts';
import { lostRowsError } from './database-error.ts';
import { textLiteral } from './literal.ts';
import { Session } from './session.ts';

/** Runs in the tables `run` and `run_equity`, beside the bars. */
export class DuckdbRunStore implements RunStore {
  readonly #database: Database;
  readonly #environment: StorageEnvironment;

  /** `database` must have its schema, as `openDatabase` returns it. */
  constructor(database: Database, environment: StorageEnvironment) {
    this.#database = database;
    this.#environment = environment;
  }

  async save(run: RunRecord): Promise<void> {
    this.#with((session) => {
      session.transaction(() => {
        deleteRuns(session, `SELECT ${textLiteral(run.runId)}`);
        insertRun(session, run);
        for (const equity of run.equity) insertEquity(session, run.runId, equity);
        deleteRuns(session, `SELECT run_id FROM run ORDER BY started_at DESC, run_id OFFSET ${KEPT_RUNS}`);
        this.#database.expectRoom();
      });
      this.#database.checkpoint();
    });
  }

  async load(runId: string): Promise<RunRecord | undefined> {
    return this.#with((session) => {
      const condition = `WHERE run_id = ${textLiteral(runId)}`;
      const row: Record<string, unknown> | undefined = session
        .table(`SELECT ${SUMMARY}, document FROM run ${condition}`)
        .toArray()[0];
      if (!row) return undefined;
      const storages: readonly Record<string, unknown>[] = session
        .table(`SELECT storage FROM run_equity ${condition} GROUP BY storage ORDER BY min(rowid)`)
        .toArray();
      return {
        ...summaryOf(row),
        document: row.document as string,
        equity: storages.map(({ storage }) => readEquity(session, condition, storage as string)),
      };
    });
  }

  async list(limit: number = KEPT_RUNS): Promise<readonly RunSummaryRecord[]> {
    return this.#with((session) => {
      const rows: readonly Record<string, unknown>[] = session
        .table(
          `SELECT ${SUMMARY} FROM run ORDER BY started_at DESC, run_id LIMIT ${Math.max(0, Math.floor(limit))}`,
        )
        .toArray();
      return rows.map(summaryOf);
    });
  }

  #with<T>(work: (session: Session) => T): T {
    const session = new Session(this.#database, this.#environment);
    try {
      return work(session);
    } finally {
      session.close();
    }
  }
}

const SUMMARY = 'run_id, epoch_ms(started_at)::DOUBLE AS started_at, summary';

function summaryOf(row: Record<string, unknown>): RunSummaryRecord {
  return {
    runId: row.run_id as string,
    startedAt: row.started_at as number,
    summary: row.summary as string,
  };
}

function deleteRuns(session: Session, selection: string): void {
  session.run(`DELETE FROM run_equity WHERE run_id IN (${selection})`);
  session.run(`DELETE FROM run WHERE run_id IN (${selection})`);
}

function insertRun(session: Session, run: RunRecord): void {
  const stream = encodeStream({
    run_id: textColumn(run.runId),
    started_at: timestampColumn(Float64Array.of(Math.floor(run.startedAt))),
    summary: textColumn(run.summary),
    document: textColumn(run.document),
  });
  session.insert(stream, 1, 'run');
}

function insertEquity(session: Session, runId: string, equity: RunEquity): void {
  session.run('CREATE OR REPLACE TEMP TABLE equity (timestamp TIMESTAMP, equity DOUBLE)');
  const stream = encodeStream({
    timestamp: timestampColumn(equity.timestamp),
    ...doubleColumns({ equity: equity.equity }),
  });
  session.insert(stream, equity.timestamp.length, 'equity', 'temp');
  const rows = session.run(
    `INSERT INTO run_equity SELECT ${textLiteral(runId)}, ${textLiteral(equity.storage)}, * FROM temp.equity`,
  );
  if (rows !== equity.timestamp.length) throw lostRowsError(equity.timestamp.length, rows);
}

function readEquity(session: Session, condition: string, storage: string): RunEquity {
  const [timestamp, equity] = session.columns(
    `SELECT epoch_ms(timestamp)::DOUBLE, equity FROM run_equity ${condition}
     AND storage = ${textLiteral(storage)} ORDER BY timestamp`,
  ) as [Float64Array, Float64Array];
  return { storage, timestamp, equity };
}
