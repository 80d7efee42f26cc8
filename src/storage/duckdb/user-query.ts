import { type DataType, type RecordBatch, RecordBatchReader, Table } from 'apache-arrow';
import { abortError, BacktabError, isAbortError } from '../../core/error.ts';
import type { QueryObservation } from '../bar-storage.ts';
import type { StorageEnvironment } from '../storage-environment.ts';
import type { Database } from './database.ts';
import { messageOf } from './database-error.ts';
import { guardStatement } from './statement-guard.ts';

/** A value of a result that survives JSON. */
export type PlainValue = string | number | boolean | null;

/** Result of a user's SQL: dates are epoch ms UTC, 64-bit integers are numbers when safe, else text; nested values are text. */
export interface UserQueryResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly PlainValue[])[];
  /** True when rows past the limit were cut. */
  readonly truncated: boolean;
  readonly milliseconds: number;
}

/** Limits of a user's query. */
export interface UserQueryOptions {
  /** Rows returned at most. Default 10,000. */
  readonly limit?: number;
  /** Time allowed, milliseconds; then error `query-failed`. Default 60,000. */
  readonly timeLimit?: number;
  /** Ends the query with an AbortError. */
  readonly signal?: AbortSignal;
}

const DEFAULT_LIMIT = 10_000;
const DEFAULT_TIME_LIMIT = 60_000;

/**
 * Runs ONE reading statement of a user's, wrapped as `SELECT * FROM (<sql>)`, on a connection of its own; lets other work in between.
 * Errors: `query-refused` before DuckDB sees it, `query-failed` with DuckDB's message, AbortError.
 */
export async function runUserQuery(
  database: Database,
  environment: StorageEnvironment,
  sql: string,
  options: UserQueryOptions = {},
): Promise<UserQueryResult> {
  const statement = guardStatement(sql);
  const limit = Math.max(0, Math.floor(options.limit ?? DEFAULT_LIMIT));
  const start = environment.clock();
  const report = (rows: number, bytes: number, failure: Pick<QueryObservation, 'error' | 'errorCode'> = {}) =>
    environment.observer?.({
      sql: statement,
      rows,
      bytes,
      milliseconds: environment.clock() - start,
      ...failure,
    });
  const connection = database.connect();
  try {
    const columns = columnTypes(connection.query(`DESCRIBE SELECT * FROM (\n${statement}\n)`));
    const list = columns.map(({ type }, index) => `${plainExpression(`c${index}`, type)} AS c${index}`);
    const names = columns.map((_, index) => `c${index}`);
    const wrapped = `SELECT ${list.join(', ')} FROM (\n${statement}\n) AS q(${names.join(', ')}) LIMIT ${limit + 1}`;
    // biome-ignore lint/correctness/useHookAtTopLevel: not a React hook.
    const id = connection.useUnsafe((_, connectionId) => connectionId);
    const deadline = start + (options.timeLimit ?? DEFAULT_TIME_LIMIT);
    const { rows, bytes } = await poll(database, environment, id, wrapped, deadline, options.signal);
    report(Math.min(rows.length, limit), bytes);
    return {
      columns,
      rows: rows.slice(0, limit),
      truncated: rows.length > limit,
      milliseconds: environment.clock() - start,
    };
  } catch (error) {
    const failure =
      error instanceof BacktabError || isAbortError(error)
        ? error
        : new BacktabError('query-failed', messageOf(error), { cause: error });
    report(0, 0, {
      error: messageOf(error),
      errorCode: failure instanceof BacktabError ? failure.code : 'cancelled',
    });
    throw failure;
  } finally {
    connection.close();
  }
}

function columnTypes(table: Table): { readonly name: string; readonly type: string }[] {
  const rows: readonly Record<string, unknown>[] = table.toArray();
  return rows.map((row) => ({ name: row.column_name as string, type: row.column_type as string }));
}

/** SQL that turns a value of `type` into something with a plain JavaScript counterpart. */
function plainExpression(column: string, type: string): string {
  if (/^(BOOLEAN|U?TINYINT|U?SMALLINT|U?INTEGER|U?BIGINT|FLOAT|DOUBLE|VARCHAR)$/.test(type)) return column;
  if (type.startsWith('DECIMAL') && !type.includes('[')) return `${column}::DOUBLE`;
  if (/^(DATE|TIMESTAMP(_S|_MS|_NS)?|TIMESTAMP WITH TIME ZONE)$/.test(type)) {
    return `CASE WHEN isfinite(${column}) THEN epoch_ms(${column}::TIMESTAMP)::DOUBLE END`;
  }
  return `${column}::VARCHAR`;
}

interface PolledRows {
  readonly rows: PlainValue[][];
  readonly bytes: number;
}

/** Runs a statement step by step, so that it can be stopped and other messages get in. */
async function poll(
  database: Database,
  environment: StorageEnvironment,
  connectionId: number,
  sql: string,
  deadline: number,
  signal: AbortSignal | undefined,
): Promise<PolledRows> {
  const { engine } = database;
  let header = engine.startPendingQuery(connectionId, sql, false);
  const pause = async () => {
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (signal?.aborted) throw stop(database, connectionId, abortError('The query'));
    if (environment.clock() > deadline) {
      const message = 'The query took too long and was stopped. Narrow it down, or add a LIMIT inside.';
      throw stop(database, connectionId, new BacktabError('query-failed', message));
    }
  };
  while (header === null) {
    await pause();
    header = engine.pollPendingQuery(connectionId);
  }
  const parts = [header];
  for (;;) {
    const part = engine.fetchQueryResults(connectionId);
    // Null means "not yet"; the end is an empty part.
    if (part === null) await pause();
    else if (part.byteLength === 0) break;
    else parts.push(part);
  }
  const bytes = parts.reduce((sum, part) => sum + part.byteLength, 0);
  const table = new Table([...RecordBatchReader.from(parts)] as RecordBatch[]);
  return { rows: plainRows(table), bytes };
}

function stop(database: Database, connectionId: number, reason: Error): Error {
  database.engine.cancelPendingQuery(connectionId);
  try {
    database.engine.pollPendingQuery(connectionId);
  } catch {
    // The poll after a cancellation reports it as an error.
  }
  return reason;
}

function plainRows(table: Table<Record<string, DataType>>): PlainValue[][] {
  const columns = table.schema.fields.map((_, index) => table.getChildAt(index));
  return Array.from({ length: table.numRows }, (_, row) =>
    columns.map((column) => plainValue(column?.get(row) as unknown)),
  );
}

function plainValue(value: unknown): PlainValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  return typeof value === 'boolean' ? value : String(value);
}
