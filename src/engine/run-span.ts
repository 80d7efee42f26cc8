import { lowerBound } from '../core/bar.ts';
import type { BarFeed, ChunkExtent } from '../core/bar-feed.ts';
import { BacktabError } from '../core/error.ts';

/** Which rows of a series a run reads. Rows are counted from the first bar of the series. */
export interface RunSpan {
  /** First row fed to the indicators; the run's own bars are rows [start, end). */
  readonly lead: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the bars of [from, to) in a series and as many of the `history` bars before them as there are. Reads at most two columns of
 * timestamps: of the chunks that `from` and `to` fall into.
 * @throws BacktabError `no-data-in-range` saying what exists.
 */
export async function locateRun(
  feed: BarFeed,
  series: number,
  range: { readonly from: number | undefined; readonly to: number | undefined; readonly history: number },
): Promise<RunSpan> {
  const { info, chunks } = feed.series[series]!;
  const span = await findSpan(feed, series, range);
  if (span.end <= span.start) {
    const rows = chunks.reduce((sum, chunk) => sum + chunk.rows, 0);
    const name = `${info.symbol} ${info.timeframe}`;
    const wanted = `from ${text(range.from, 'its first bar')} to ${text(range.to, 'its last bar')}`;
    const stored =
      rows === 0
        ? 'It has no bars at all.'
        : `It has ${grouped(rows)} bars from ${text(chunks[0]!.first)} to ${text(chunks.at(-1)!.last)}: choose a period within them.`;
    throw new BacktabError('no-data-in-range', `${name} has no bars ${wanted}. ${stored}`);
  }
  return span;
}

/** As {@link locateRun}, but a series may have no bars in the range. */
export async function findSpan(
  feed: BarFeed,
  series: number,
  range: { readonly from: number | undefined; readonly to: number | undefined; readonly history: number },
): Promise<RunSpan> {
  const rows = feed.series[series]!.chunks.reduce((sum, chunk) => sum + chunk.rows, 0);
  const start = range.from === undefined ? 0 : await rowAt(feed, series, range.from);
  const end = range.to === undefined ? rows : await rowAt(feed, series, range.to);
  return { lead: Math.max(0, start - range.history), start, end: Math.max(start, end) };
}

/** Row of the first bar that opens at or after `time`. */
async function rowAt(feed: BarFeed, series: number, time: number): Promise<number> {
  const chunks: readonly ChunkExtent[] = feed.series[series]!.chunks;
  let before = 0;
  for (let index = 0; index < chunks.length; index++) {
    const chunk = chunks[index]!;
    if (time <= chunk.first) return before;
    if (time <= chunk.last) {
      const { timestamp } = await feed.read(series, index, ['timestamp']);
      return before + lowerBound(timestamp!, time);
    }
    before += chunk.rows;
  }
  return before;
}

/** A moment as `2020-01-31`, or `2020-01-31 14:30 UTC` where it is not midnight. */
function text(time: number | undefined, absent = ''): string {
  if (time === undefined) return absent;
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(time);
  const [day = '', clock = ''] = date.toISOString().split('T');
  if (clock === '00:00:00.000Z') return day;
  return `${day} ${clock.slice(0, clock.endsWith(':00.000Z') ? 5 : 8)} UTC`;
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
