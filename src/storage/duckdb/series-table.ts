import type { AssetType, SeriesInfo, SeriesKey } from '../../core/series.ts';
import { seriesId } from '../../core/series.ts';
import type { Timeframe } from '../../core/timeframe.ts';
import { textLiteral, timestampLiteral } from './literal.ts';
import type { Session } from './session.ts';

/** A row of the table `series`. */
export interface StoredSeries {
  /** Value of `series_id` in `bars`; never given to another series again. */
  readonly seriesNumber: number;
  readonly info: SeriesInfo;
}

/** What a write changes in the row of its series. */
export interface SeriesUpdate {
  readonly rows: number;
  readonly first: number;
  readonly last: number;
  readonly updatedAt: number;
}

const COLUMNS = `series_id, id, symbol, asset_type, exchange, quote, timeframe, source, bar_count::DOUBLE AS rows,
  epoch_ms(first_bar)::DOUBLE AS first, epoch_ms(last_bar)::DOUBLE AS last, epoch_ms(updated_at)::DOUBLE AS updated_at,
  revision::DOUBLE AS revision`;

/** All series in no particular order. */
export function readAllSeries(session: Session): StoredSeries[] {
  return readSeries(session, '');
}

/** The series with this key, as the session's transaction sees it. */
export function findSeries(session: Session, key: SeriesKey): StoredSeries | undefined {
  return readSeries(session, ` WHERE id = ${textLiteral(seriesId(key))}`)[0];
}

function readSeries(session: Session, condition: string): StoredSeries[] {
  const rows: readonly Record<string, unknown>[] = session
    .table(`SELECT ${COLUMNS} FROM series${condition}`)
    .toArray();
  return rows.map((row) => ({
    seriesNumber: row.series_id as number,
    info: {
      symbol: row.symbol as string,
      assetType: row.asset_type as AssetType,
      exchange: row.exchange as string,
      quote: row.quote as string,
      timeframe: row.timeframe as Timeframe,
      source: row.source as string,
      id: row.id as string,
      rows: row.rows as number,
      first: row.first as number,
      last: row.last as number,
      updatedAt: row.updated_at as number,
      revision: row.revision as number,
    },
  }));
}

/** The number that the coming write will have: it serves as revision and, for a new series, as its number. */
export function nextWriteNumber(session: Session): number {
  return (session.columns('SELECT (writes + 1)::DOUBLE FROM write_counter')[0]?.[0] ?? 1) as number;
}

/** Writes the row of a series that `writeNumber` has changed, or creates it. */
export function saveSeries(
  session: Session,
  key: SeriesKey,
  stored: StoredSeries | undefined,
  writeNumber: number,
  update: SeriesUpdate,
): void {
  const first = timestampLiteral(update.first);
  const last = timestampLiteral(update.last);
  const moment = timestampLiteral(Math.floor(update.updatedAt));
  session.run(`UPDATE write_counter SET writes = ${writeNumber}`);
  if (stored) {
    session.run(
      `UPDATE series SET bar_count = ${update.rows}, first_bar = ${first}, last_bar = ${last},
       revision = ${writeNumber}, updated_at = ${moment} WHERE series_id = ${stored.seriesNumber}`,
    );
    return;
  }
  const identity = [
    seriesId(key),
    key.symbol,
    key.assetType,
    key.exchange,
    key.quote,
    key.timeframe,
    key.source,
  ].map(textLiteral);
  session.run(
    `INSERT INTO series (series_id, id, symbol, asset_type, exchange, quote, timeframe, source,
     bar_count, first_bar, last_bar, revision, created_at, updated_at)
     VALUES (${writeNumber}, ${identity.join(', ')}, ${update.rows}, ${first}, ${last}, ${writeNumber}, ${moment}, ${moment})`,
  );
}

/** Gives a stored series the key `to`; its bars stay where they are. `now`: epoch ms UTC. */
export function renameStoredSeries(
  session: Session,
  { seriesNumber }: StoredSeries,
  to: SeriesKey,
  now: number,
): void {
  const writeNumber = nextWriteNumber(session);
  const fields = {
    id: seriesId(to),
    symbol: to.symbol,
    asset_type: to.assetType,
    exchange: to.exchange,
    quote: to.quote,
    source: to.source,
  };
  const assignments = Object.entries(fields).map(([name, value]) => `${name} = ${textLiteral(value)}`);
  session.run(`UPDATE write_counter SET writes = ${writeNumber}`);
  session.run(
    `UPDATE series SET ${assignments.join(', ')}, revision = ${writeNumber},
     updated_at = ${timestampLiteral(Math.floor(now))} WHERE series_id = ${seriesNumber}`,
  );
}
