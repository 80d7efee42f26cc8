import {
  BAR_COLUMNS,
  EXTRA_COLUMNS,
  type PartialStoredBars,
  type StoredBars,
  type StoredColumn,
  sliceColumns,
} from '../core/bar.ts';
import type { SeriesKey } from '../core/series.ts';
import { timeframeMilliseconds } from '../core/timeframe.ts';
import { gatherColumns } from './bar-order.ts';
import type { HistoryRequest } from './bar-storage.ts';
import type { ReadOptions } from './read-options.ts';
import { checkResampling, resample } from './resampling.ts';
import { sessionFilter } from './trading-session.ts';

/** Reads stored bars as they are. */
export type PlainRead = (
  request: HistoryRequest,
  columns: readonly StoredColumn[],
) => Promise<PartialStoredBars>;

/** True when `options` ask for anything but the stored bars themselves. */
export function isDerived(options: ReadOptions | undefined): options is ReadOptions {
  return options?.session !== undefined || options?.resample !== undefined;
}

/** Bars of a session and of a longer timeframe, made from plain reads. The last n bars are n bars of the session and of that length. */
export async function readDerived(
  read: PlainRead,
  series: SeriesKey,
  request: HistoryRequest,
  columns: readonly StoredColumn[],
  options: ReadOptions,
): Promise<PartialStoredBars> {
  if (options.resample) checkResampling(series.timeframe, options.resample);
  const inSession = options.session && sessionFilter(options.session);
  const needed = [...BAR_COLUMNS, ...EXTRA_COLUMNS.filter((column) => columns.includes(column))];
  const derive = (bars: StoredBars) => {
    const chosen = inSession ? gatherColumns(bars, rowsWhere(bars.timestamp, inSession)) : bars;
    return options.resample ? resample(chosen, options.resample) : chosen;
  };
  if (!('length' in request)) return pick(derive((await read(request, needed)) as StoredBars), columns);
  const length = Math.max(0, Math.floor(request.length));
  const factor =
    timeframeMilliseconds(options.resample ?? series.timeframe) / timeframeMilliseconds(series.timeframe);
  for (let asked = Math.ceil((length + 1) * factor); ; asked *= 4) {
    const bars = (await read({ length: asked, before: request.before }, needed)) as StoredBars;
    const derived = derive(bars);
    const rows = derived.timestamp.length;
    // The oldest row may lack bars that were not read; it counts only when there are none.
    if (rows > length || bars.timestamp.length < asked) {
      return pick(sliceColumns(derived, Math.max(0, rows - length), rows), columns);
    }
  }
}

function rowsWhere(timestamps: Float64Array, chosen: (time: number) => boolean): Uint32Array {
  const rows = new Uint32Array(timestamps.length);
  let count = 0;
  for (let row = 0; row < timestamps.length; row++) {
    if (chosen(timestamps[row] as number)) rows[count++] = row;
  }
  return rows.subarray(0, count);
}

function pick(bars: StoredBars, columns: readonly StoredColumn[]): PartialStoredBars {
  return Object.fromEntries(columns.map((column) => [column, (bars[column] as Float64Array).slice()]));
}
