import type { DuckDBConnection } from '@duckdb/duckdb-wasm/blocking';
import { damagedError } from './database-error.ts';

/**
 * Reads every value of every table, so that each block of the file is read and its checksum compared, and compares the bars of each series, and
 * those that its levels of detail sum up, with the number that the series is listed with. Error `database-damaged` names the first difference.
 * Works on every version of the schema. Only reads.
 */
export function checkWhole(connection: Pick<DuckDBConnection, 'query'>): void {
  const ask = (sql: string): readonly Record<string, unknown>[] => connection.query(sql).toArray();
  const columns = ask(
    `SELECT table_name, string_agg('"' || column_name || '"', ', ') AS names FROM duckdb_columns()
     WHERE schema_name = 'main' AND NOT internal AND table_name IN (SELECT table_name FROM duckdb_tables()) GROUP BY ALL`,
  );
  for (const { table_name, names } of columns) ask(`SELECT bit_xor(hash(${names})) FROM "${table_name}"`);
  const tables = new Set(
    ask("SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'").map(
      (row) => row.table_name,
    ),
  );
  if (!tables.has('series')) throw damagedError('the backup lists no series');
  expectCounts(ask, 'bars', 'SELECT series_id, count(*) AS found FROM bars GROUP BY ALL');
  if (!tables.has('bar_levels')) return;
  for (const level of [0, 1, 2, 3]) {
    const sums = `SELECT series_id, sum(rows) AS found FROM bar_levels WHERE level = ${level} GROUP BY ALL`;
    expectCounts(ask, `bars in level of detail ${level}`, sums);
  }
}

function expectCounts(
  ask: (sql: string) => readonly Record<string, unknown>[],
  what: string,
  counted: string,
): void {
  const [off] = ask(
    `SELECT s.id, coalesce(c.found, 0)::DOUBLE AS found, coalesce(s.bar_count, 0)::DOUBLE AS listed
     FROM series s FULL JOIN (${counted}) c USING (series_id) WHERE c.found IS DISTINCT FROM s.bar_count LIMIT 1`,
  );
  if (off)
    throw damagedError(
      `the backup has ${off.found} ${what} of series "${off.id ?? ''}" where ${off.listed} are listed`,
    );
}
