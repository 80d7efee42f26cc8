import type { SeriesInfo } from '../core/series.ts';

/**
 * Whether `now` has the bars that `before` had. A series that was deleted and imported anew begins at revision 1 again: the moment of the last
 * write tells it from the old one.
 */
export function sameBars(before: SeriesInfo, now: SeriesInfo): boolean {
  return (['revision', 'rows', 'first', 'last', 'updatedAt'] as const).every(
    (field) => before[field] === now[field],
  );
}
