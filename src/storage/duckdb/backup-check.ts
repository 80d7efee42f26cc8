import { damagedError } from './database-error.ts';

/** Asks for the rows of a statement that only reads. */
export type Ask = (sql: string) => Promise<readonly (readonly unknown[])[]>;

/**
 * Reads every value of every table, so that each block of the file is read and its checksum compared, and compares the bars of each series, and
 * those that its levels of detail sum up, with the number that the series is listed with. Error `database-damaged` names the first difference.
 * Works on every version of the schema. Only reads.
 */
export async function checkWhole(ask: Ask): Promise<void> {
  const columns = await ask(
    `SELECT table_name, string_agg('"' || column_name || '"', ', ') FROM duckdb_columns()
     WHERE schema_name = 'main' AND NOT internal AND table_name IN (SELECT table_name FROM duckdb_tables()) GROUP BY ALL`,
  );
  for (const [table, names] of columns) await ask(`SELECT bit_xor(hash(${names})) FROM "${table}"`);
  const listed = await ask("SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'");
  const tables = new Set(listed.map(([name]) => name));
  if (!tables.has('series')) throw damagedError('the backup lists no series');
  await expectCounts(ask, 'bars', 'SELECT series_id, count(*) AS found FROM bars GROUP BY ALL');
  if (!tables.has('bar_levels')) return;
  for (const level of [0, 1, 2, 3]) {
    const sums = `SELECT series_id, sum(rows) AS found FROM bar_levels WHERE level = ${level} GROUP BY ALL`;
    await expectCounts(ask, `bars in level of detail ${level}`, sums);
  }
}

async function expectCounts(ask: Ask, what: string, counted: string): Promise<void> {
  const [off] = await ask(
    `SELECT s.id, coalesce(c.found, 0)::DOUBLE, coalesce(s.bar_count, 0)::DOUBLE
     FROM series s FULL JOIN (${counted}) c USING (series_id) WHERE c.found IS DISTINCT FROM s.bar_count LIMIT 1`,
  );
  if (!off) return;
  const [id, found, listed] = off;
  throw damagedError(`the backup has ${found} ${what} of series "${id ?? ''}" where ${listed} are listed`);
}
