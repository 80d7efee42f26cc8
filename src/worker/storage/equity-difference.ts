import type { EquitySource, RunEquity } from '../../storage/run-store.ts';
import type { EquityDifference } from '../storage-facade.ts';

/** Cells compared at a time. */
const CELLS_AT_ONCE = 512;

/** The first bar at which two curves differ in any bit; undefined when there is none. Holds some ten thousand bars in memory. */
export function equityDifference(a: EquitySource, b: EquitySource): EquityDifference | undefined {
  const starts = a.cells().timestamp;
  let bar = 0;
  for (let cell = 0; cell < starts.length; cell += CELLS_AT_ONCE) {
    const range = {
      from: cell === 0 ? Number.NEGATIVE_INFINITY : (starts[cell] as number),
      to: starts[cell + CELLS_AT_ONCE] ?? Number.POSITIVE_INFINITY,
    };
    const ofA = a.equity(range);
    const found = firstDifference(ofA, b.equity(range), bar);
    if (found) return found.column === 'length' ? { ...found, values: [a.bars, b.bars] } : found;
    bar += ofA.equity.length;
  }
  if (a.bars === b.bars) return undefined;
  return { bar, time: Number.NaN, column: 'length', values: [a.bars, b.bars] };
}

function firstDifference(a: RunEquity, b: RunEquity, first: number): EquityDifference | undefined {
  const bars = Math.min(a.equity.length, b.equity.length);
  for (let row = 0; row < bars; row++) {
    for (const column of ['timestamp', 'equity'] as const) {
      const values = [a[column][row] as number, b[column][row] as number] as const;
      if (Object.is(...values)) continue;
      return { bar: first + row, time: a.timestamp[row] as number, column, values };
    }
  }
  if (a.equity.length === b.equity.length) return undefined;
  const values = [first + a.equity.length, first + b.equity.length] as const;
  return { bar: first + bars, time: a.timestamp[bars] ?? Number.NaN, column: 'length', values };
}
