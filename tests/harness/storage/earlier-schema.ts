/** Takes back what schema 5 made. */
const WITHOUT_ACCOUNTS = [
  ...['run_account', 'run_holding'].map((macro) => `DROP MACRO TABLE ${macro}`),
  ...['run_series', 'run_ledger'].map((view) => `DROP VIEW ${view}`),
  ...['run_series_terms', 'run_ledgers'].map((table) => `DROP TABLE ${table}`),
];

/** Takes back what schema 3 made. */
const WITHOUT_RUN_COLUMNS = [
  ...['run_position', 'run_order', 'run_fill', 'run_trade', 'run_text', 'run_equity_cell'].map(
    (view) => `DROP VIEW ${view}`,
  ),
  ...['run_equity_cells', 'run_orders', 'run_fills', 'run_trades', 'run_texts'].map(
    (table) => `DROP TABLE ${table}`,
  ),
  'ALTER TABLE run DROP COLUMN results',
];

/** Statements, one transaction, that turn a database of schema 5 into what an earlier version left behind, with the same bars. */
export function earlierSchema(version: 1 | 2 | 3 | 4): readonly string[] {
  return [
    'BEGIN TRANSACTION',
    ...WITHOUT_ACCOUNTS,
    ...(version === 4 ? [] : withPlainBars(version)),
    'DELETE FROM schema_version',
    ...Array.from({ length: version }, (_, step) => `INSERT INTO schema_version VALUES (${step + 1})`),
    'COMMIT',
  ];
}

/** Takes back what schema 4 made, and 3 and 2 where the version is an earlier one. */
function withPlainBars(version: 1 | 2 | 3): readonly string[] {
  return [
    `CREATE TABLE earlier_bars (
      series_id UINTEGER NOT NULL, timestamp TIMESTAMP NOT NULL, open DOUBLE NOT NULL, high DOUBLE NOT NULL,
      low DOUBLE NOT NULL, close DOUBLE NOT NULL, volume DOUBLE NOT NULL,
      adj_close DOUBLE, dividend DOUBLE, split_ratio DOUBLE)`,
    `CREATE TABLE earlier_levels (
      series_id UINTEGER NOT NULL, level UTINYINT NOT NULL, timestamp TIMESTAMP NOT NULL, open DOUBLE NOT NULL,
      high DOUBLE NOT NULL, low DOUBLE NOT NULL, close DOUBLE NOT NULL, volume DOUBLE NOT NULL, rows UINTEGER NOT NULL,
      last_bar TIMESTAMP NOT NULL)`,
    'INSERT INTO earlier_bars SELECT * FROM bars',
    'INSERT INTO earlier_levels SELECT * FROM bar_levels',
    ...['bars', 'bar_levels'].map((view) => `DROP VIEW ${view}`),
    ...['packed_bars', 'raw_bars', 'packed_levels', 'raw_levels'].map((table) => `DROP TABLE ${table}`),
    'ALTER TABLE earlier_bars RENAME TO bars',
    version > 1 ? 'ALTER TABLE earlier_levels RENAME TO bar_levels' : 'DROP TABLE earlier_levels',
    ...(version < 3 ? WITHOUT_RUN_COLUMNS : []),
  ];
}
