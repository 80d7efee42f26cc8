import { FILL_FIELDS } from '../../core/fill-columns.ts';
import { ORDER_STATUSES, ORDER_TYPES, TIMES_IN_FORCE } from '../../core/order.ts';
import { ORDER_FIELDS } from '../../core/order-columns.ts';
import { TRADE_FIELDS } from '../../core/trade-columns.ts';

/**
 * Tables that hold the columns of runs as they are: numbers, with codes and indices of texts, in one column `fields`. Views of the singular names show
 * them in words. One column, because DuckDB keeps 3 kB of statistics of every column of a table, also of an empty one.
 */
export const RUN_TABLES = {
  orders: 'run_orders',
  fills: 'run_fills',
  trades: 'run_trades',
  texts: 'run_texts',
  cells: 'run_equity_cells',
} as const;

/** `filledPrice` as `filled_price`. */
export function snakeCase(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

const columns = (fields: readonly string[]) =>
  `row_number DOUBLE NOT NULL, fields STRUCT(${fields.map((field) => `"${snakeCase(field)}" DOUBLE`).join(', ')}) NOT NULL`;
const rows = (table: string) => `(SELECT run_id, storage, row_number, fields.* FROM ${table}) o`;
const own = 'run_id VARCHAR NOT NULL, storage VARCHAR NOT NULL';
const named = (names: readonly string[], field: string) =>
  `list_value(${names.map((name) => `'${name}'`).join(', ')})[${field}::INTEGER + 1]`;
const number = (field: string) => `CASE WHEN isnan(${field}) THEN NULL ELSE ${field} END`;
const whole = (field: string) => `CASE WHEN isnan(${field}) THEN NULL ELSE ${field}::BIGINT END`;
const moment = (field: string) =>
  `CASE WHEN isnan(${field}) THEN NULL ELSE make_timestamp((${field} * 1000)::BIGINT) END`;
const text = (kind: string, field: string) =>
  `(SELECT t.text FROM run_text t WHERE t.run_id = o.run_id AND t.storage = o.storage AND t.kind = '${kind}' AND t.number = o.${field})`;

/**
 * What a run did, readable by SQL: `run_order`, `run_fill` and `run_trade` have one row an order, execution and trade, null for "none", times
 * UTC; `run_position` has the units held after each execution; `run_equity_cell` sums up the equity for charts.
 */
export const RUN_STATEMENTS: readonly string[] = [
  'ALTER TABLE run ADD COLUMN results VARCHAR',
  `CREATE TABLE ${RUN_TABLES.cells} (${own}, fields STRUCT(
    timestamp TIMESTAMP, last DOUBLE, low DOUBLE, high DOUBLE, drawdown DOUBLE) NOT NULL)`,
  `CREATE VIEW run_equity_cell AS SELECT run_id, storage, fields.* FROM ${RUN_TABLES.cells}`,
  `CREATE TABLE ${RUN_TABLES.orders} (${own}, ${columns(ORDER_FIELDS)})`,
  `CREATE TABLE ${RUN_TABLES.fills} (${own}, ${columns(FILL_FIELDS)})`,
  `CREATE TABLE ${RUN_TABLES.trades} (${own}, ${columns(TRADE_FIELDS)})`,
  `CREATE TABLE ${RUN_TABLES.texts} (${own}, fields STRUCT(kind VARCHAR, number INTEGER, text VARCHAR) NOT NULL)`,
  `CREATE VIEW run_text AS SELECT run_id, storage, fields.* FROM ${RUN_TABLES.texts}`,
  `CREATE VIEW run_order AS SELECT run_id, storage, row_number::BIGINT AS order_id, ${named(ORDER_TYPES, 'type')} AS type,
    CASE WHEN side > 0 THEN 'buy' ELSE 'sell' END AS side, series::INTEGER AS series, submitted_bar::BIGINT AS submitted_bar,
    ${moment('submitted_time')} AS submitted_time, size, ${named(ORDER_STATUSES, 'status')} AS status,
    ${whole('settled_bar')} AS settled_bar, ${moment('settled_time')} AS settled_time, ${number('filled_price')} AS filled_price,
    ${number('"limit"')} AS limit_price, ${number('stop')} AS stop_price, ${named(TIMES_IN_FORCE, 'time_in_force')} AS time_in_force,
    ${whole('triggered_bar')} AS triggered_bar, ${moment('triggered_time')} AS triggered_time,
    ${text('order', 'reason')} AS reason, ${text('order', 'tag')} AS tag FROM ${rows(RUN_TABLES.orders)}`,
  `CREATE VIEW run_fill AS SELECT run_id, storage, row_number::BIGINT AS fill_id, order_id::BIGINT AS order_id, series::INTEGER AS series,
    bar::BIGINT AS bar, ${moment('time')} AS time, size, price, commission FROM ${rows(RUN_TABLES.fills)}`,
  `CREATE VIEW run_position AS SELECT run_id, storage, series, bar, time, fill_id, sum(size) OVER (
    PARTITION BY run_id, storage, series ORDER BY fill_id) AS units FROM run_fill`,
  `CREATE VIEW run_trade AS SELECT run_id, storage, row_number::BIGINT AS trade_id, series::INTEGER AS series, size,
    entry_bar::BIGINT AS entry_bar, ${whole('exit_bar')} AS exit_bar, ${moment('entry_time')} AS entry_time,
    ${moment('exit_time')} AS exit_time, entry_price, exit_price, commission, pnl, return_ratio, bars_held::BIGINT AS bars_held,
    ${number('mae')} AS mae, ${number('mfe')} AS mfe, ${number('r')} AS r, ${whole('entry_order')} AS entry_order,
    ${whole('exit_order')} AS exit_order, open > 0 AS open, ${text('trade', 'entry_reason')} AS entry_reason,
    ${text('trade', 'exit_reason')} AS exit_reason FROM ${rows(RUN_TABLES.trades)}`,
];
