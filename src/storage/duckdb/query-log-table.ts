import type { Database } from './database.ts';

/**
 * Tables and views that stand beside the numbered schema: an earlier build neither knows nor harms them, and a restored database without them gets
 * them when it is opened. What is told of a call stands in one column: see run-schema.ts.
 */
const STATEMENTS: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS query_log (
    entry BIGINT NOT NULL, session TIMESTAMP NOT NULL, call STRUCT(
      sequence BIGINT, started_at TIMESTAMP, operation VARCHAR, storage VARCHAR, sql VARCHAR, rows BIGINT, bytes BIGINT,
      milliseconds DOUBLE, cache VARCHAR, calls BIGINT, run_id VARCHAR, strategy VARCHAR, error_code VARCHAR, error VARCHAR) NOT NULL)`,
  `CREATE VIEW IF NOT EXISTS timings AS SELECT
    entry, session, sequence, started_at, CASE WHEN sql IS NULL THEN 'call' ELSE 'statement' END AS kind,
    operation, storage, sql, rows, bytes, milliseconds, cache, calls, run_id, strategy,
    error_code IS NOT NULL AND error_code <> 'cancelled' AS failed, error_code, error
    FROM (SELECT entry, session, call.* FROM query_log)`,
];

/** Adds the log of calls to a database that has none. Writes only then. */
export function addQueryLog(database: Database): void {
  const connection = database.connect();
  try {
    const found = connection.query(
      "SELECT count(*)::DOUBLE FROM duckdb_views() WHERE schema_name = 'main' AND view_name = 'timings'",
    );
    if (Number(found.getChildAt(0)?.get(0)) > 0) return;
    connection.query('BEGIN TRANSACTION');
    for (const statement of STATEMENTS) connection.query(statement);
    connection.query('COMMIT');
    database.checkpoint();
  } finally {
    connection.close();
  }
}
