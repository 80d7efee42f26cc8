import { CASH_KINDS } from '../../core/cash-entry.ts';

/** Tables behind the views `run_series` and `run_ledger`: as those of run-schema.ts, in one column. */
export const ACCOUNT_TABLES = { series: 'run_series_terms', ledger: 'run_ledgers' } as const;

/** Numbers that a row of {@link ACCOUNT_TABLES}.series has beside the `id` of its series; flags are 1 or 0. */
export const RUN_SERIES_FIELDS = [
  'series',
  'revision',
  'bars',
  'updatedAt',
  'milliseconds',
  'multiplier',
  'paid',
  'raw',
  'alone',
  'known',
  'until',
] as const;

/** Numbers of a row of {@link ACCOUNT_TABLES}.ledger; `kind` counts {@link CASH_KINDS}, a `series` of NaN is the account. */
export const LEDGER_FIELDS = ['bar', 'time', 'kind', 'amount', 'series'] as const;

const own = 'run_id VARCHAR NOT NULL, storage VARCHAR NOT NULL';
const doubles = (fields: readonly string[]) => fields.map((field) => `"${field}" DOUBLE`).join(', ');
const moment = (field: string) => `make_timestamp((${field} * 1000)::BIGINT)`;
const kinds = CASH_KINDS.map((kind) => `'${kind}'`).join(', ');

/**
 * `run_series(run_id, storage, series, id, multiplier, ...)` has the series of a run, with `series_id` null where their bars were written again
 * since or their marks are not known to SQL. `run_ledger` has what was booked beside trades. `run_holding('<run id>')` has units, close and
 * values of every series at every bar of a run, `run_account('<run id>')` cash, exposure and drawdown: as `accountCurve` of the engine.
 */
export const ACCOUNT_STATEMENTS: readonly string[] = [
  `CREATE TABLE ${ACCOUNT_TABLES.series} (${own}, fields STRUCT(id VARCHAR, ${doubles(RUN_SERIES_FIELDS)}) NOT NULL)`,
  `CREATE TABLE ${ACCOUNT_TABLES.ledger} (${own}, fields STRUCT(${doubles(LEDGER_FIELDS)}) NOT NULL)`,
  `CREATE VIEW run_series AS SELECT r.run_id, r.storage, r.fields.series::INTEGER AS series, r.fields.id AS id,
    CASE WHEN r.fields.known = 1 THEN s.series_id END AS series_id, r.fields.multiplier AS multiplier, r.fields.paid = 1 AS paid,
    r.fields.raw = 1 AS raw, r.fields.alone = 1 AS alone,
    CASE WHEN NOT isnan(r.fields.milliseconds) THEN to_milliseconds(r.fields.milliseconds::BIGINT) ELSE INTERVAL 1 MONTH END AS bar_length,
    ${moment('r.fields."until"')} AS run_end
    FROM ${ACCOUNT_TABLES.series} r LEFT JOIN series s ON s.id = r.fields.id AND s.revision = r.fields.revision
    AND s.bar_count = r.fields.bars AND epoch_ms(s.updated_at) = floor(r.fields."updatedAt")`,
  `CREATE VIEW run_ledger AS SELECT run_id, storage, fields.bar::BIGINT AS bar, ${moment('fields.time')} AS time,
    list_value(${kinds})[fields.kind::INTEGER + 1] AS kind, fields.amount AS amount,
    CASE WHEN NOT isnan(fields.series) THEN fields.series::INTEGER END AS series FROM ${ACCOUNT_TABLES.ledger}`,
  `CREATE MACRO run_holding(of_run) AS TABLE
    WITH tick AS MATERIALIZED (SELECT storage, row_number() OVER w - 1 AS bar, timestamp, equity, lead(timestamp) OVER w AS next,
        min(timestamp) OVER (PARTITION BY storage) AS first
      FROM run_equity WHERE run_id = of_run WINDOW w AS (PARTITION BY storage ORDER BY timestamp)),
    own AS MATERIALIZED (SELECT * FROM run_series WHERE run_id = of_run),
    closed AS (SELECT o.storage, o.series, o.raw, b.close, b.split_ratio,
        least(coalesce(lead(b.timestamp) OVER (PARTITION BY o.storage, o.series ORDER BY b.timestamp), 'infinity'::TIMESTAMP),
          b.timestamp + o.bar_length) AS closes
      FROM bars b JOIN own o ON b.series_id = o.series_id
      WHERE b.series_id IN (SELECT series_id FROM own) AND b.timestamp < o.run_end
        AND (NOT o.alone OR b.timestamp IN (SELECT timestamp FROM tick))),
    marked AS (SELECT c.storage, c.series, c.closes, c.close, product(CASE WHEN c.raw AND c.split_ratio > 0
        AND c.closes > (SELECT any_value(t.first) FROM tick t WHERE t.storage = c.storage) THEN c.split_ratio ELSE 1 END)
        OVER (PARTITION BY c.storage, c.series ORDER BY c.closes) AS splits FROM closed c),
    asked AS (SELECT t.storage, t.bar, t.timestamp, coalesce(t.next, 'infinity'::TIMESTAMP) AS known, o.series, o.multiplier, o.paid
      FROM tick t JOIN own o ON o.storage = t.storage AND o.series_id IS NOT NULL),
    mark AS MATERIALIZED (SELECT a.*, m.close, coalesce(m.splits, 1) AS splits FROM asked a ASOF LEFT JOIN marked m
      ON m.storage = a.storage AND m.series = a.series AND a.known >= m.closes),
    change AS (SELECT storage, series, bar, sum(CASE WHEN size > 0 THEN size * n ELSE 0 END) AS bought,
        sum(CASE WHEN size < 0 THEN -size * n ELSE 0 END) AS sold, sum(CASE WHEN size > 0 THEN n ELSE 0 END) AS longs,
        sum(CASE WHEN size < 0 THEN n ELSE 0 END) AS shorts
      FROM (SELECT t.storage, t.series, m.n, CASE WHEN m.n > 0 THEN t.entry_bar ELSE t.exit_bar END AS bar, t.size / k.splits AS size
        FROM run_trade t JOIN (VALUES (1), (-1)) m(n) ON m.n > 0 OR NOT t.open
        JOIN mark k ON k.storage = t.storage AND k.series = t.series
          AND k.bar = CASE WHEN t.open THEN (SELECT max(bar) FROM tick) ELSE t.exit_bar END
        WHERE t.run_id = of_run) GROUP BY ALL),
    held AS (SELECT m.*, sum(coalesce(c.bought, 0)) OVER w AS bought, sum(coalesce(c.sold, 0)) OVER w AS sold,
        sum(coalesce(c.longs, 0)) OVER w AS longs, sum(coalesce(c.shorts, 0)) OVER w AS shorts
      FROM mark m LEFT JOIN change c USING (storage, series, bar) WINDOW w AS (PARTITION BY storage, series ORDER BY bar)),
    sized AS (SELECT *, CASE WHEN longs = 0 THEN 0 ELSE bought * splits END AS long_units,
        CASE WHEN shorts = 0 THEN 0 ELSE sold * splits END AS short_units FROM held)
    SELECT storage, bar, timestamp, series, paid, close, long_units - short_units AS units,
      CASE WHEN long_units = 0 AND short_units = 0 THEN 0 ELSE (long_units - short_units) * close * multiplier END AS net,
      CASE WHEN long_units = 0 AND short_units = 0 THEN 0 ELSE (long_units + short_units) * close * multiplier END AS gross
    FROM sized`,
  `CREATE MACRO run_account(of_run) AS TABLE
    WITH tick AS (SELECT storage, row_number() OVER w - 1 AS bar, timestamp, equity, lag(equity) OVER w AS before
      FROM run_equity WHERE run_id = of_run WINDOW w AS (PARTITION BY storage ORDER BY timestamp)),
    flow AS (SELECT storage, bar, sum(amount) AS flow FROM run_ledger
      WHERE run_id = of_run AND kind IN ('deposit', 'withdrawal') GROUP BY ALL),
    netted AS (SELECT t.*, t.equity * product(CASE WHEN t.before > 0 AND f.flow <> 0 THEN t.before / (t.before + f.flow) ELSE 1 END)
        OVER (PARTITION BY t.storage ORDER BY t.bar) AS worth FROM tick t LEFT JOIN flow f USING (storage, bar)),
    fallen AS (SELECT *, 1 - worth / max(worth) OVER (PARTITION BY storage ORDER BY bar) AS drawdown FROM netted),
    held AS (SELECT storage, bar, sum(net) AS net, sum(gross) AS gross, sum(CASE WHEN paid THEN net ELSE 0 END) AS paid
      FROM run_holding(of_run) GROUP BY ALL),
    whole AS (SELECT storage FROM run_series WHERE run_id = of_run GROUP BY storage HAVING bool_and(series_id IS NOT NULL))
    SELECT f.storage, f.bar, f.timestamp, f.equity, f.equity - h.paid AS cash, h.gross, h.net, f.drawdown
    FROM fallen f LEFT JOIN (SELECT * FROM held SEMI JOIN whole USING (storage)) h USING (storage, bar) ORDER BY f.storage, f.bar`,
];
