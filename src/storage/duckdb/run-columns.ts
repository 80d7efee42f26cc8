import type { ColumnSet } from '../../core/column-set.ts';
import { FILL_FIELDS } from '../../core/fill-columns.ts';
import { ORDER_FIELDS } from '../../core/order-columns.ts';
import { TRADE_FIELDS } from '../../core/trade-columns.ts';
import type { RunColumns } from '../run-store.ts';
import { doubleColumns, encodeStream } from './bar-stream.ts';
import { lostRowsError } from './database-error.ts';
import { textLiteral } from './literal.ts';
import { RUN_TABLES, snakeCase } from './run-schema.ts';
import type { Session } from './session.ts';

/** Inserts what a run did on one storage. */
export function insertRunColumns(session: Session, runId: string, columns: RunColumns): void {
  const own = `${textLiteral(runId)}, ${textLiteral(columns.storage)}`;
  insertSet(session, own, RUN_TABLES.orders, ORDER_FIELDS, columns.orders);
  insertSet(session, own, RUN_TABLES.fills, FILL_FIELDS, columns.fills);
  insertSet(session, own, RUN_TABLES.trades, TRADE_FIELDS, columns.trades);
  insertTexts(session, own, 'order', columns.orders.texts);
  insertTexts(session, own, 'trade', columns.trades.texts);
}

/** Reads what {@link insertRunColumns} has kept. */
export function readRunColumns(session: Session, runId: string, storage: string): RunColumns {
  const condition = `WHERE run_id = ${textLiteral(runId)} AND storage = ${textLiteral(storage)}`;
  return {
    storage,
    orders: readSet(
      session,
      condition,
      RUN_TABLES.orders,
      ORDER_FIELDS,
      readTexts(session, condition, 'order'),
    ),
    fills: readSet(session, condition, RUN_TABLES.fills, FILL_FIELDS, ['']),
    trades: readSet(
      session,
      condition,
      RUN_TABLES.trades,
      TRADE_FIELDS,
      readTexts(session, condition, 'trade'),
    ),
  };
}

function insertSet<Field extends string>(
  session: Session,
  own: string,
  table: string,
  fields: readonly Field[],
  columns: ColumnSet<Field>,
): void {
  if (columns.length === 0) return;
  const names = fields.map((field) => `"${snakeCase(field)}" DOUBLE`);
  session.run(`CREATE OR REPLACE TEMP TABLE run_rows (row_number DOUBLE, ${names.join(', ')})`);
  const numbers = Float64Array.from({ length: columns.length }, (_, row) => row);
  const values = Object.fromEntries(fields.map((field) => [snakeCase(field), columns[field]]));
  session.insert(
    encodeStream(doubleColumns({ row_number: numbers, ...values })),
    columns.length,
    'run_rows',
    'temp',
  );
  const rows = session.run(`INSERT INTO ${table} SELECT ${own}, * FROM temp.run_rows`);
  if (rows !== columns.length) throw lostRowsError(columns.length, rows);
}

function insertTexts(session: Session, own: string, kind: string, texts: readonly string[]): void {
  for (let start = 0; start < texts.length; start += 1_000) {
    const rows = texts
      .slice(start, start + 1_000)
      .map((text, index) => `(${own}, '${kind}', ${start + index}, ${textLiteral(text)})`);
    session.run(`INSERT INTO run_text VALUES ${rows.join(', ')}`);
  }
}

function readSet<Field extends string>(
  session: Session,
  condition: string,
  table: string,
  fields: readonly Field[],
  texts: readonly string[],
): ColumnSet<Field> {
  const names = fields.map((field) => `"${snakeCase(field)}"`);
  const values = session.columns(`SELECT ${names.join(', ')} FROM ${table} ${condition} ORDER BY row_number`);
  const set: Partial<Record<Field, Float64Array>> = {};
  for (const [index, field] of fields.entries()) set[field] = values[index] ?? new Float64Array(0);
  return { ...(set as Record<Field, Float64Array>), length: values[0]?.length ?? 0, texts };
}

function readTexts(session: Session, condition: string, kind: string): readonly string[] {
  const rows: readonly Record<string, unknown>[] = session
    .table(`SELECT text FROM run_text ${condition} AND kind = '${kind}' ORDER BY number`)
    .toArray();
  return rows.map(({ text }) => text as string);
}
