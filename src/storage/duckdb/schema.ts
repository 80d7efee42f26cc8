import type { DuckDBConnection } from '@duckdb/duckdb-wasm/blocking';
import { BacktabError } from '../../core/error.ts';
import { ACCOUNT_STATEMENTS } from './account-schema.ts';
import type { TableSession } from './bar-table.ts';
import type { Database } from './database.ts';
import { newerError } from './database-error.ts';
import { RUN_STATEMENTS } from './run-schema.ts';
import { packDatabase } from './schema-packing.ts';
import { Session } from './session.ts';

/** One step of the schema; `version` counts from 1 without a gap. */
interface Migration {
  readonly version: number;
  readonly statements: readonly string[];
  /** Fills what the statements have made. `tight`: there was no room for another copy of the bars. */
  readonly fill?: (session: TableSession, tight: boolean) => void;
}

/** Statements of the first step. */
export const FIRST_STATEMENTS: readonly string[] = [
  `CREATE TABLE series (
        series_id UINTEGER NOT NULL, id VARCHAR NOT NULL, symbol VARCHAR NOT NULL, asset_type VARCHAR NOT NULL,
        exchange VARCHAR NOT NULL, quote VARCHAR NOT NULL, timeframe VARCHAR NOT NULL, source VARCHAR NOT NULL,
        calendar VARCHAR NOT NULL DEFAULT '', time_zone VARCHAR NOT NULL DEFAULT 'UTC', adjusted BOOLEAN NOT NULL DEFAULT false,
        bar_count BIGINT NOT NULL, first_bar TIMESTAMP NOT NULL, last_bar TIMESTAMP NOT NULL,
        revision BIGINT NOT NULL, created_at TIMESTAMP NOT NULL, updated_at TIMESTAMP NOT NULL)`,
  `CREATE TABLE bars (
        series_id UINTEGER NOT NULL, timestamp TIMESTAMP NOT NULL, open DOUBLE NOT NULL, high DOUBLE NOT NULL,
        low DOUBLE NOT NULL, close DOUBLE NOT NULL, volume DOUBLE NOT NULL,
        adj_close DOUBLE, dividend DOUBLE, split_ratio DOUBLE)`,
  `CREATE VIEW ohlcv_data AS SELECT
        s.symbol AS asset_symbol, s.asset_type, s.exchange, b.timestamp, s.timeframe, s.source,
        b.open, b.high, b.low, b.close, b.volume, b.adj_close, b.dividend, b.split_ratio, s.created_at
        FROM bars b JOIN series s USING (series_id)`,
  'CREATE TABLE write_counter (writes BIGINT NOT NULL)',
  'INSERT INTO write_counter VALUES (0)',
  `CREATE TABLE run (
        run_id VARCHAR NOT NULL, started_at TIMESTAMP NOT NULL, summary VARCHAR NOT NULL, document VARCHAR NOT NULL)`,
  `CREATE TABLE run_equity (
        run_id VARCHAR NOT NULL, storage VARCHAR NOT NULL, timestamp TIMESTAMP NOT NULL, equity DOUBLE NOT NULL)`,
  `CREATE VIEW run_drawdown AS SELECT *, equity / max(equity) OVER (
        PARTITION BY run_id, storage ORDER BY timestamp) - 1 AS drawdown FROM run_equity`,
];

/**
 * Every step that was ever released, in order; a released step is never edited. No primary key and no index: they made the file 19 times as large
 * and writes 3 times as slow, and no range query faster (docs/adr/0003-schema-without-primary-key.md).
 */
const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    statements: FIRST_STATEMENTS,
  },
  {
    version: 2,
    statements: [
      `CREATE TABLE bar_levels (
        series_id UINTEGER NOT NULL, level UTINYINT NOT NULL, timestamp TIMESTAMP NOT NULL, open DOUBLE NOT NULL,
        high DOUBLE NOT NULL, low DOUBLE NOT NULL, close DOUBLE NOT NULL, volume DOUBLE NOT NULL, rows UINTEGER NOT NULL,
        last_bar TIMESTAMP NOT NULL)`,
    ],
    // Version 4 makes these rows, in tables of its own.
  },
  { version: 3, statements: RUN_STATEMENTS },
  { version: 4, statements: [], fill: packDatabase },
  { version: 5, statements: ACCOUNT_STATEMENTS },
];

/** The schema version that this build writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** Version of the schema in an open database; 0 for an empty one. */
export function readSchemaVersion(connection: Pick<DuckDBConnection, 'query'>): number {
  const tables = connection.query(
    "SELECT count(*)::DOUBLE FROM duckdb_tables() WHERE schema_name = 'main' AND table_name = 'schema_version'",
  );
  if (Number(tables.getChildAt(0)?.get(0)) === 0) return 0;
  const version = connection.query('SELECT max(version)::DOUBLE FROM schema_version');
  return Number(version.getChildAt(0)?.get(0) ?? 0);
}

/** Error `database-newer` for a schema that this build does not know. Only reads. */
export function refuseNewerSchema(connection: Pick<DuckDBConnection, 'query'>): void {
  const version = readSchemaVersion(connection);
  if (version > SCHEMA_VERSION) throw newerError(`schema ${version}, this page knows ${SCHEMA_VERSION}`);
}

/**
 * Brings the schema up to date, each step in a transaction of its own: a browser killed in one finds the step before it. A step that would write
 * the bars anew and finds no room for them leaves them as they are, where every reader finds them too.
 */
export function migrate(database: Database): void {
  const session = new Session(database, { clock: () => 0, now: () => 0 });
  try {
    const connection = { query: (sql: string) => session.table(sql) };
    for (const step of MIGRATIONS.slice(readSchemaVersion(connection))) {
      try {
        runStep(database, session, step, false);
      } catch (error) {
        if (!(error instanceof BacktabError && error.code === 'quota-exceeded')) throw error;
        runStep(database, session, step, true);
      }
    }
  } finally {
    session.close();
  }
}

function runStep(database: Database, session: Session, step: Migration, tight: boolean): void {
  session.transaction(() => {
    session.run('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)');
    for (const statement of step.statements) session.run(statement);
    step.fill?.(session, tight);
    // One row: a column of one value takes no block of the file.
    session.run('DELETE FROM schema_version');
    session.run(`INSERT INTO schema_version VALUES (${step.version})`);
    // What the attempt before has written stays in the file as free blocks: that is the room of the second one.
    if (!tight) database.expectRoom();
  });
  database.checkpoint();
}
