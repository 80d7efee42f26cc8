import type { StoredSeries } from './series-table.ts';
import type { Session } from './session.ts';

/** Whether some bars, or levels of detail, of a series stand in floating point: then reads go through the views over both tables. */
export interface SeriesTables {
  readonly rawBars: boolean;
  readonly rawLevels: boolean;
}

/** Looks once for each revision where the bars of a series stand: equal revisions mean equal bars. A read of one table is planned faster than one of a view. */
export class KnownTables {
  readonly #known = new Map<number, SeriesTables>();

  /** `stored` as the session's transaction sees it. */
  of(session: Pick<Session, 'columns'>, { seriesNumber, info }: StoredSeries): SeriesTables {
    const known = this.#known.get(info.revision);
    if (known) return known;
    const any = (table: string) =>
      `(SELECT count(*) FROM (SELECT 1 FROM ${table} WHERE series_id = ${seriesNumber} LIMIT 1))::DOUBLE`;
    const [bars, levels] = session.columns(`SELECT ${any('raw_bars')}, ${any('raw_levels')}`);
    const tables = { rawBars: bars?.[0] !== 0, rawLevels: levels?.[0] !== 0 };
    this.#known.set(info.revision, tables);
    return tables;
  }
}
