import {
  BAR_COLUMNS,
  EXTRA_COLUMNS,
  STORED_COLUMNS,
  type StoredBars,
  type StoredColumn,
} from '../../core/bar.ts';
import { abortError, BacktabError } from '../../core/error.ts';
import { type SeriesKey, seriesId } from '../../core/series.ts';
import type { BarSnapshot, BarStorage } from '../bar-storage.ts';
import { openKnownSeries } from '../known-series.ts';

/** Names of the columns in an exported file: those of the view `ohlcv_data`. */
export const EXPORT_NAMES: Readonly<Record<StoredColumn, string>> = {
  timestamp: 'timestamp',
  open: 'open',
  high: 'high',
  low: 'low',
  close: 'close',
  volume: 'volume',
  adjClose: 'adj_close',
  dividend: 'dividend',
  splitRatio: 'split_ratio',
};

/** Bars of a series chunk by chunk from one snapshot. Error `unknown-series`; an AbortError once `signal` says so. */
export async function* exportedChunks(
  storage: Pick<BarStorage, 'openSnapshot'>,
  series: SeriesKey,
  signal?: AbortSignal,
): AsyncGenerator<StoredBars> {
  const snapshot: BarSnapshot | undefined = await openKnownSeries(storage, series);
  if (!snapshot) {
    throw new BacktabError(
      'unknown-series',
      `There is no series "${seriesId(series)}". Pick one of listSeries().`,
    );
  }
  try {
    for (const chunk of snapshot.series[0]?.chunks.keys() ?? []) {
      if (signal?.aborted) throw abortError('The export');
      yield (await snapshot.read(0, chunk, STORED_COLUMNS)) as StoredBars;
    }
  } finally {
    await snapshot.release();
  }
}

/**
 * A series as CSV with a header line: ISO 8601 times in UTC, numbers with as many digits as bring the same float64 back, unknown values empty. The
 * optional columns are always there.
 */
export async function exportCsv(
  storage: Pick<BarStorage, 'openSnapshot'>,
  series: SeriesKey,
  signal?: AbortSignal,
): Promise<Blob> {
  const parts: Blob[] = [];
  const header = STORED_COLUMNS.map((column) => EXPORT_NAMES[column]).join(',');
  parts.push(new Blob([`${header}\n`]));
  for await (const bars of exportedChunks(storage, series, signal)) parts.push(new Blob([csvText(bars)]));
  return new Blob(parts, { type: 'text/csv' });
}

function csvText(bars: StoredBars): string {
  const lines: string[] = [];
  const prices = BAR_COLUMNS.slice(1);
  for (let row = 0; row < bars.timestamp.length; row++) {
    let line = new Date(bars.timestamp[row] as number).toISOString();
    for (const column of prices) line += `,${numberText(bars[column][row] as number)}`;
    for (const column of EXTRA_COLUMNS) {
      const value = bars[column]?.[row] ?? Number.NaN;
      line += Number.isNaN(value) ? ',' : `,${numberText(value)}`;
    }
    lines.push(line);
  }
  return lines.length > 0 ? `${lines.join('\n')}\n` : '';
}

/** `String` drops the sign of zero. */
function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
