import { lowerBound } from '../core/bar.ts';
import { barCells, type EquityCells, type EquityRows, sumEquityRows } from './equity-cells.ts';
import type { EquitySource } from './run-store.ts';

/** Cells of a window from which on it is drawn from cells alone; below, from the bars themselves. */
const MANY_CELLS = 4_096;

/**
 * The equity of a run summed up for the rows of a chart, which open at `timestamp` (epoch ms, ascending) and end before `end`. A wide window is
 * summed up from cells: exact when its rows are whole cells, as those of a chart that wide are.
 */
export function equityWindow(source: EquitySource, timestamp: Float64Array, end: number): EquityRows {
  const cells = source.cells();
  const from = timestamp[0] ?? end;
  const first = Math.max(0, cellsBefore(cells, from + 1) - 1);
  if (cellsBefore(cells, end) - first > MANY_CELLS) return sumEquityRows(cells, timestamp, end);
  const start = cells.timestamp[first] ?? from;
  const { timestamp: times, equity } = source.equity({ from: start, to: end });
  return sumEquityRows(barCells(times, equity, peakBefore(cells, first)), timestamp, end);
}

/** Number of cells that begin before `time`. */
const cellsBefore = ({ timestamp }: EquityCells, time: number) => lowerBound(timestamp, time);

function peakBefore({ high }: EquityCells, cell: number): number {
  let peak = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < cell; index++) peak = Math.max(peak, high[index] as number);
  return peak;
}
