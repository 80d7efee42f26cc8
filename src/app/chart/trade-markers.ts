import { lowerBound } from '../../core/bar.ts';
import type { TradeColumns } from '../../core/trade-columns.ts';

/** Executions of a run's trades in ascending time. */
export interface TradeEvents {
  readonly time: Float64Array;
  /** +1 bought, -1 sold. */
  readonly side: Int8Array;
}

/** Executions of one side that share a row, or a few neighbouring rows when there are too many. */
export interface TradeMarker {
  /** Row of the chart. */
  readonly row: number;
  readonly side: 1 | -1;
  readonly count: number;
}

/** Markers drawn singly up to this number; more are put together. */
const SINGLE_MARKERS = 160;

/** Buckets across the screen when they are put together: a three-digit count fits beside the next one. */
const BUCKETS = 40;

/** Entries and exits of those `trades` that are of one series of the run, sorted by time; a reversal (an exit and an entry of one side in one bar) is one execution. */
export function tradeEvents(trades: TradeColumns, series = 0): TradeEvents {
  const events: { time: number; side: number }[] = [];
  for (let row = 0; row < trades.length; row++) {
    if (trades.series[row] !== series) continue;
    const side = (trades.size[row] as number) > 0 ? 1 : -1;
    const exit = trades.exitTime[row] as number;
    events.push({ time: trades.entryTime[row] as number, side });
    if (!Number.isNaN(exit)) events.push({ time: exit, side: -side });
  }
  events.sort((a, b) => a.time - b.time || a.side - b.side);
  const distinct = events.filter(
    ({ time, side }, i) => events[i - 1]?.time !== time || events[i - 1]?.side !== side,
  );
  return {
    time: Float64Array.from(distinct, (event) => event.time),
    side: Int8Array.from(distinct, (event) => event.side),
  };
}

/** Markers for rows [fromRow, toRow] that open at `timestamp`, one per row and side, or per bucket of rows when there would be more than a screen can show. */
export function tradeMarkers(
  events: TradeEvents,
  timestamp: Float64Array,
  fromRow: number,
  toRow: number,
  end: number,
): readonly TradeMarker[] {
  const first = Math.max(0, Math.floor(fromRow));
  const last = Math.min(timestamp.length - 1, Math.ceil(toRow));
  if (last < first) return [];
  const start = lowerBound(events.time, timestamp[first] as number);
  const stop = lowerBound(events.time, last + 1 < timestamp.length ? (timestamp[last + 1] as number) : end);
  const bucket = stop - start > SINGLE_MARKERS ? Math.max(1, Math.ceil((last - first + 1) / BUCKETS)) : 1;
  const buys = new Map<number, number>();
  const sells = new Map<number, number>();
  for (let event = start; event < stop; event++) {
    const time = events.time[event] as number;
    const found = lowerBound(timestamp, time);
    const row = found < timestamp.length && timestamp[found] === time ? found : found - 1;
    const key = Math.min(last, Math.floor(row / bucket) * bucket + (bucket >> 1));
    const side = (events.side[event] as number) > 0 ? buys : sells;
    side.set(key, (side.get(key) ?? 0) + 1);
  }
  const markers: TradeMarker[] = [];
  for (const [row, count] of buys) markers.push({ row, side: 1, count });
  for (const [row, count] of sells) markers.push({ row, side: -1, count });
  return markers.sort((a, b) => a.row - b.row);
}
