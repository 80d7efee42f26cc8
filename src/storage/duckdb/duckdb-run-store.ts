import { EquityCellBuilder, type EquityCells } from '../equity-cells.ts';
import {
  type EquitySource,
  type EquitySpool,
  KEPT_RUNS,
  type RunColumns,
  type RunRecord,
  type RunStore,
  type RunSummaryRecord,
} from '../run-store.ts';
import type { StorageEnvironment } from '../storage-environment.ts';
import { ACCOUNT_TABLES } from './account-schema.ts';
import { encodeStream, textColumn, timestampColumn } from './bar-stream.ts';
import type { Database } from './database.ts';
import { DuckdbEquitySpool } from './duckdb-equity-spool.ts';
import { ofRun, readCells, readEquity } from './equity-table.ts';
import { textLiteral } from './literal.ts';
import { insertRunColumns, readRunColumns } from './run-columns.ts';
import { RUN_TABLES } from './run-schema.ts';
import { Session } from './session.ts';

/** Runs in the tables of run-schema.ts, beside the bars. */
export class DuckdbRunStore implements RunStore {
  readonly #database: Database;
  readonly #environment: StorageEnvironment;

  /** `database` must have its schema, as `openDatabase` returns it. */
  constructor(database: Database, environment: StorageEnvironment) {
    this.#database = database;
    this.#environment = environment;
  }

  openSpool(runId: string, storage: string, cellWidth: number): DuckdbEquitySpool {
    const open = () => new Session(this.#database, this.#environment);
    return new DuckdbEquitySpool({ runId, storage, cellWidth }, this.#database, open);
  }

  async save(run: RunRecord, spools: readonly EquitySpool[]): Promise<void> {
    this.#with((session) => {
      const own = `SELECT ${textLiteral(run.runId)} AS run_id`;
      // Also what a tab left behind that was killed between the commits below: equity and its cells, of a run that is not there.
      session.transaction(() =>
        deleteRuns(
          session,
          `SELECT run_id FROM run SEMI JOIN (${own}) USING (run_id)
           UNION SELECT run_id FROM run_equity_cell WHERE run_id NOT IN (SELECT run_id FROM run)`,
        ),
      );
      try {
        for (const spool of spools) (spool as DuckdbEquitySpool).commit();
        session.transaction(() => {
          insertRun(session, run);
          for (const columns of run.results) insertRunColumns(session, run.runId, columns);
          this.#database.expectRoom();
        });
      } catch (error) {
        session.transaction(() => deleteRuns(session, own));
        throw error;
      }
      session.transaction(() => {
        deleteRuns(session, `SELECT run_id FROM run ORDER BY started_at DESC, run_id OFFSET ${KEPT_RUNS}`);
      });
      this.#database.checkpoint();
    });
  }

  async load(runId: string): Promise<RunRecord | undefined> {
    return this.#with((session) => {
      const row: Record<string, unknown> | undefined = session
        .table(`SELECT ${SUMMARY}, document FROM run WHERE run_id = ${textLiteral(runId)}`)
        .toArray()[0];
      if (!row) return undefined;
      const results = JSON.parse((row.results as string | undefined) ?? '[]') as string[];
      return {
        ...summaryOf(row),
        document: row.document as string,
        results: results.map((storage): RunColumns => readRunColumns(session, runId, storage)),
      };
    });
  }

  async equity(runId: string, storage: string): Promise<EquitySource | undefined> {
    const condition = ofRun(runId, storage);
    const bars = this.#with(
      (session) => session.columns(`SELECT count(*)::DOUBLE FROM run_equity WHERE ${condition}`)[0]?.[0] ?? 0,
    );
    if (bars === 0) return undefined;
    const range = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
    const equity: EquitySource['equity'] = (span) =>
      this.#with((session) => readEquity(session, condition, span));
    return {
      bars,
      equity,
      cells: () => {
        const kept = this.#with((session) => readCells(session, condition));
        return kept.timestamp.length > 0 ? kept : singleCells(equity(range));
      },
    };
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
    return Session.use(this.#database, this.#environment, work);
  }
}

const SUMMARY = 'run_id, epoch_ms(started_at)::DOUBLE AS started_at, summary, results';
const TABLES = ['run', 'run_equity', ...Object.values({ ...RUN_TABLES, ...ACCOUNT_TABLES })] as const;

function summaryOf(row: Record<string, unknown>): RunSummaryRecord {
  return {
    runId: row.run_id as string,
    startedAt: row.started_at as number,
    summary: row.summary as string,
  };
}

function deleteRuns(session: Session, selection: string): void {
  const ids = session.table(selection).getChildAt(0)?.toArray() as Iterable<string> | undefined;
  const list = [...(ids ?? [])].map(textLiteral).join(', ');
  if (list === '') return;
  for (const table of TABLES) session.run(`DELETE FROM ${table} WHERE run_id IN (${list})`);
}

function insertRun(session: Session, run: RunRecord): void {
  const stream = encodeStream({
    run_id: textColumn(run.runId),
    started_at: timestampColumn(Float64Array.of(Math.floor(run.startedAt))),
    summary: textColumn(run.summary),
    document: textColumn(run.document),
    results: textColumn(JSON.stringify(run.results.map(({ storage }) => storage))),
  });
  session.insert(stream, 1, 'run');
}

/** Every bar as a cell, for runs that were kept before cells were. */
function singleCells({ timestamp, equity }: { timestamp: Float64Array; equity: Float64Array }): EquityCells {
  const builder = new EquityCellBuilder(1);
  builder.append(timestamp, equity);
  return builder.cells();
}
