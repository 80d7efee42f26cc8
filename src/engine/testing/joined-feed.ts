import type { BarFeed } from '../../core/bar-feed.ts';

/** The series of several feeds, one behind the other. */
export function joinFeeds(...feeds: readonly BarFeed[]): BarFeed {
  const places = feeds.flatMap((feed) => feed.series.map((_, index) => ({ feed, index })));
  return {
    series: feeds.flatMap((feed) => feed.series),
    read(series, chunk, columns) {
      const { feed, index } = places[series]!;
      return feed.read(index, chunk, columns);
    },
  };
}
