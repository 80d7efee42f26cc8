import type { StorageKind } from '../bar-storage.ts';
import type { CallFailure } from '../call-failure.ts';
import {
  KEPT_TIMINGS,
  type OperationSummary,
  type QueryLog,
  STORED_TEXT,
  type StoredTiming,
  type TimingFilter,
  type TimingScope,
} from '../query-log.ts';
import type { StorageEnvironment } from '../storage-environment.ts';
import type { QueryTiming } from '../timing.ts';
import { doubleColumns, encodeStream, structColumn, textsColumn, timestampColumn } from './bar-stream.ts';
import type { Database } from './database.ts';
import { timestampLiteral } from './literal.ts';
import { Session } from './session.ts';

/** Entries above {@link KEPT_TIMINGS} that are let in before the oldest are deleted: one DELETE for many batches. */
const SLACK = 5_000;

/** Runs `work` between two writes; resolves with undefined, and runs nothing, while there is one. */
export type BetweenWrites = <Result>(work: () => Result) => Promise<Result | undefined>;

/** Timings in the table `query_log`. Its own statements are observed by nobody. */
export class DuckdbQueryLog implements QueryLog {
  readonly #database: Database;
  readonly #environment: StorageEnvironment;
  readonly #betweenWrites: BetweenWrites;

  /** `database` must have its schema, as `openDatabase` returns it. */
  constructor(database: Database, environment: StorageEnvironment, betweenWrites: BetweenWrites) {
    const { clock, now } = environment;
    this.#database = database;
    this.#environment = { clock, now };
    this.#betweenWrites = betweenWrites;
  }

  async append(session: number, timings: readonly QueryTiming[]): Promise<boolean> {
    if (timings.length === 0) return true;
    const done = await this.#betweenWrites(() =>
      this.#with((opened) => this.#write(opened, session, timings)),
    );
    return done !== undefined;
  }

  async list(filter: TimingFilter = {}): Promise<readonly StoredTiming[]> {
    const { slowerThan, failed = false, limit = 1_000 } = filter;
    const conditions = [
      withinSession(filter),
      ...(slowerThan === undefined ? [] : [`milliseconds > ${Number(slowerThan)}`]),
      ...(failed ? ['failed'] : []),
    ];
    const rows = Math.max(0, Math.min(KEPT_TIMINGS, Math.floor(limit)));
    const order = slowerThan === undefined ? 'entry DESC' : 'milliseconds DESC, entry DESC';
    return this.#with((session) => {
      const found: readonly Record<string, unknown>[] = session
        .table(
          `SELECT epoch_ms(session)::DOUBLE AS session, sequence::DOUBLE AS sequence, epoch_ms(started_at)::DOUBLE AS moment, operation,
           storage, coalesce(sql, '') AS sql, rows::DOUBLE AS rows, bytes::DOUBLE AS bytes, milliseconds, cache, calls::DOUBLE AS calls,
           run_id, strategy, error_code, error FROM timings WHERE ${conditions.join(' AND ')} ORDER BY ${order} LIMIT ${rows}`,
        )
        .toArray();
      return found.map(toTiming);
    });
  }

  async summarise(scope: TimingScope = {}): Promise<readonly OperationSummary[]> {
    return this.#with((session) => {
      const found: readonly Record<string, unknown>[] = session
        .table(
          `SELECT operation, storage, sum(calls)::DOUBLE AS calls, count(*) FILTER (failed)::DOUBLE AS failures,
           count(*) FILTER (error_code = 'cancelled')::DOUBLE AS cancelled,
           coalesce(quantile_cont(milliseconds, 0.5) FILTER (calls = 1), 0) AS p50,
           coalesce(quantile_cont(milliseconds, 0.95) FILTER (calls = 1), 0) AS p95, max(milliseconds) AS max,
           sum(rows)::DOUBLE AS rows, sum(bytes)::DOUBLE AS bytes
           FROM timings WHERE kind = 'call' AND ${withinSession(scope)}
           GROUP BY operation, storage ORDER BY sum(milliseconds) DESC, operation, storage`,
        )
        .toArray();
      return found.map((row) => ({ ...row }) as unknown as OperationSummary);
    });
  }

  #write(session: Session, sessionStart: number, timings: readonly QueryTiming[]): true {
    session.transaction(() => {
      const [last] = session.columns('SELECT coalesce(max(entry), 0)::DOUBLE FROM query_log');
      const first = (last?.[0] ?? 0) + 1;
      session.insert(streamOf(first, sessionStart, timings), timings.length, 'query_log');
      const newest = first + timings.length - 1;
      const [oldest] = session.columns('SELECT min(entry)::DOUBLE FROM query_log');
      if (newest - (oldest?.[0] ?? newest) >= KEPT_TIMINGS + SLACK) {
        session.run(`DELETE FROM query_log WHERE entry <= ${newest - KEPT_TIMINGS}`);
      }
      this.#database.expectRoom();
    });
    this.#database.checkpoint();
    return true;
  }

  #with<T>(work: (session: Session) => T): T {
    return Session.use(this.#database, this.#environment, work);
  }
}

function withinSession({ session }: TimingScope): string {
  return session === undefined ? 'true' : `session = ${timestampLiteral(session)}`;
}

function streamOf(first: number, session: number, timings: readonly QueryTiming[]): Uint8Array {
  const numbers = (value: (timing: QueryTiming, index: number) => number) =>
    Float64Array.from(timings, value);
  const texts = (value: (timing: QueryTiming) => string | undefined) =>
    textsColumn(timings.map((timing) => value(timing)?.slice(0, STORED_TEXT)));
  const moment = ({ moment, startedAt }: QueryTiming) => moment ?? session + startedAt;
  const call = structColumn(
    {
      ...doubleColumns({ sequence: numbers(({ sequence }) => sequence) }),
      started_at: timestampColumn(numbers((timing) => Math.round(moment(timing)))),
      operation: texts(({ operation }) => operation),
      storage: texts(({ storage }) => storage),
      sql: texts(({ sql }) => sql || undefined),
      ...doubleColumns({
        rows: numbers(({ rows }) => rows),
        bytes: numbers(({ bytes }) => bytes),
        milliseconds: numbers(({ milliseconds }) => milliseconds),
      }),
      cache: texts(({ cache }) => cache),
      ...doubleColumns({ calls: numbers(({ calls = 1 }) => calls) }),
      run_id: texts(({ runId }) => runId),
      strategy: texts(({ strategy }) => strategy),
      error_code: texts(
        ({ errorCode, error }) => errorCode ?? (error === undefined ? undefined : 'internal'),
      ),
      error: texts(({ error }) => error),
    },
    timings.length,
  );
  return encodeStream({
    ...doubleColumns({ entry: numbers((_, index) => first + index) }),
    session: timestampColumn(numbers(() => Math.floor(session))),
    call,
  });
}

function toTiming(row: Record<string, unknown>): StoredTiming {
  const session = row.session as number;
  const moment = row.moment as number;
  const optional = {
    runId: row.run_id as string | null,
    strategy: row.strategy as string | null,
    cache: row.cache as 'hit' | 'miss' | null,
    errorCode: row.error_code as CallFailure | null,
    error: row.error as string | null,
    calls: row.calls === 1 ? null : (row.calls as number),
  };
  return {
    session,
    sequence: row.sequence as number,
    operation: row.operation as string,
    storage: row.storage as StorageKind,
    sql: row.sql as string,
    rows: row.rows as number,
    bytes: row.bytes as number,
    milliseconds: row.milliseconds as number,
    startedAt: moment - session,
    moment,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== null)),
  };
}
