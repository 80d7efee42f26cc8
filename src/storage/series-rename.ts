import { BacktabError } from '../core/error.ts';
import { type SeriesKey, seriesId } from '../core/series.ts';

/** Error `bad-argument` when a series `from` cannot become `to`: that key is taken, or names bars of another length. */
export function checkRename(from: SeriesKey, to: SeriesKey, taken: boolean): void {
  if (from.timeframe !== to.timeframe) {
    throw new BacktabError(
      'bad-argument',
      `A series of "${from.timeframe}" bars cannot be renamed to one of "${to.timeframe}". Keep the timeframe.`,
    );
  }
  if (taken && seriesId(from) !== seriesId(to)) {
    throw new BacktabError(
      'bad-argument',
      `There is a series "${seriesId(to)}" already. Delete it first, or choose another name.`,
    );
  }
}
