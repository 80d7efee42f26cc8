import { CASH_KINDS, type CashEntry } from '../../core/cash-entry.ts';
import type { ColumnSet } from '../../core/column-set.ts';
import { FILL_FIELDS } from '../../core/fill-columns.ts';
import { ORDER_FIELDS } from '../../core/order-columns.ts';
import { TRADE_FIELDS } from '../../core/trade-columns.ts';
import type { RunColumns, RunSeriesRow } from '../run-store.ts';
import { ACCOUNT_TABLES, type LEDGER_FIELDS, RUN_SERIES_FIELDS } from './account-schema.ts';
import { constantTextColumn, doubleColumns, encodeStream, structColumn, textsColumn } from './bar-stream.ts';
import { lostRowsError } from './database-error.ts';
import { ofRun } from './equity-table.ts';
import { RUN_TABLES, snakeCase } from './run-schema.ts';
import type { Session } from './session.ts';

/** The run and the storage that rows belong to. */
interface Own {
  readonly runId: string;
  readonly storage: string;
}

/** Inserts what a run did on one storage. */
export function insertRunColumns(session: Session, runId: string, columns: RunColumns): void {
  const own = { runId, storage: columns.storage };
  insertSet(session, own, RUN_TABLES.orders, ORDER_FIELDS, columns.orders);
  insertSet(session, own, RUN_TABLES.fills, FILL_FIELDS, columns.fills);
  insertSet(session, own, RUN_TABLES.trades, TRADE_FIELDS, columns.trades);
  insertTexts(session, own, columns);
  insertSeries(session, own, columns.series ?? []);
  insertLedger(session, own, columns.ledger ?? []);
  checkRows(session, own, columns);
}

/** Reads what {@link insertRunColumns} has kept. */
export function readRunColumns(session: Session, runId: string, storage: string): RunColumns {
  const condition = `WHERE ${ofRun(runId, storage)}`;
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
  own: Own,
  table: string,
  fields: readonly Field[],
  columns: ColumnSet<Field>,
): void {
  const { length } = columns;
  if (length === 0) return;
  const values = Object.fromEntries(fields.map((field) => [snakeCase(field), columns[field]]));
  const stream = encodeStream({
    run_id: constantTextColumn(own.runId, length),
    storage: constantTextColumn(own.storage, length),
    ...doubleColumns({ row_number: Float64Array.from({ length }, (_, row) => row) }),
    fields: structColumn(doubleColumns(values), length),
  });
  session.insert(stream, length, table);
}

/** Arrow that came out short inserts no row and gives no error: so the rows are counted. */
function checkRows(session: Session, own: Own, columns: RunColumns): void {
  const sets = ['orders', 'fills', 'trades'] as const;
  const counts = sets.map(
    (set) =>
      `(SELECT count(*) FROM ${RUN_TABLES[set]} WHERE ${ofRun(own.runId, own.storage)})::DOUBLE AS ${set}`,
  );
  const found = session.columns(`SELECT ${counts.join(', ')}`);
  for (const [index, set] of sets.entries()) {
    const rows = found[index]?.[0] ?? 0;
    if (rows !== columns[set].length) throw lostRowsError(columns[set].length, rows);
  }
}

function insertTexts(session: Session, own: Own, columns: RunColumns): void {
  const kinds = { order: columns.orders.texts, trade: columns.trades.texts };
  const rows = Object.entries(kinds).flatMap(([kind, texts]) =>
    texts.map((text, number) => ({ kind, number, text })),
  );
  if (rows.length === 0) return;
  const fields = {
    kind: textsColumn(rows.map(({ kind }) => kind)),
    ...doubleColumns({ number: Float64Array.from(rows, ({ number }) => number) }),
    text: textsColumn(rows.map(({ text }) => text)),
  };
  const stream = encodeStream({
    run_id: constantTextColumn(own.runId, rows.length),
    storage: constantTextColumn(own.storage, rows.length),
    fields: structColumn(fields, rows.length),
  });
  session.insert(stream, rows.length, RUN_TABLES.texts);
}

function insertSeries(session: Session, own: Own, rows: readonly RunSeriesRow[]): void {
  const numbers = RUN_SERIES_FIELDS.map((field) => [field, Float64Array.from(rows, (row) => row[field])]);
  insertStructs(session, own, ACCOUNT_TABLES.series, rows.length, {
    id: textsColumn(rows.map(({ id }) => id)),
    ...doubleColumns(Object.fromEntries(numbers)),
  });
}

function insertLedger(session: Session, own: Own, entries: readonly CashEntry[]): void {
  const values = {
    bar: Float64Array.from(entries, ({ bar }) => bar),
    time: Float64Array.from(entries, ({ time }) => time),
    kind: Float64Array.from(entries, ({ kind }) => CASH_KINDS.indexOf(kind)),
    amount: Float64Array.from(entries, ({ amount }) => amount),
    series: Float64Array.from(entries, ({ series }) => series ?? Number.NaN),
  } satisfies Record<(typeof LEDGER_FIELDS)[number], Float64Array>;
  insertStructs(session, own, ACCOUNT_TABLES.ledger, entries.length, doubleColumns(values));
}

function insertStructs(
  session: Session,
  own: Own,
  table: string,
  rows: number,
  fields: Parameters<typeof structColumn>[0],
): void {
  if (rows === 0) return;
  const stream = encodeStream({
    run_id: constantTextColumn(own.runId, rows),
    storage: constantTextColumn(own.storage, rows),
    fields: structColumn(fields, rows),
  });
  session.insert(stream, rows, table);
}

function readSet<Field extends string>(
  session: Session,
  condition: string,
  table: string,
  fields: readonly Field[],
  texts: readonly string[],
): ColumnSet<Field> {
  const names = fields.map((field) => `fields."${snakeCase(field)}"`);
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
