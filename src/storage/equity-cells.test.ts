import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barCells, EquityCellBuilder, sumEquityRows } from './equity-cells.ts';
import { equityWindow } from './equity-window.ts';
import type { EquitySource } from './run-store.ts';

const WIDTH = 128;

function sourceOf(timestamp: Float64Array, equity: Float64Array, width = WIDTH): EquitySource {
  const builder = new EquityCellBuilder(width);
  builder.append(timestamp, equity);
  return {
    bars: equity.length,
    cells: () => builder.cells(),
    equity({ from, to }) {
      const inside = [...timestamp.keys()].filter((bar) => timestamp[bar]! >= from && timestamp[bar]! < to);
      return {
        timestamp: Float64Array.from(inside, (bar) => timestamp[bar]!),
        equity: Float64Array.from(inside, (bar) => equity[bar]!),
      };
    },
  };
}

describe('equity by chart row', () => {
  const timestamp = Float64Array.of(10, 11, 12, 13, 14);
  const equity = Float64Array.of(100, 140, 90, 120, 130);

  it('keeps the extremes, the last value and the deepest drawdown of each row', () => {
    const rows = sumEquityRows(barCells(timestamp, equity), Float64Array.of(8, 10, 13), 20);
    expect([...rows.last]).toEqual([Number.NaN, 90, 130]);
    expect([...rows.high]).toEqual([Number.NaN, 140, 130]);
    expect([...rows.low]).toEqual([Number.NaN, 90, 120]);
    expect([...rows.drawdown]).toEqual([Number.NaN, 1 - 90 / 140, 1 - 120 / 140]);
  });

  it('measures drawdowns from the peak of the whole run, also in a window that begins after it', () => {
    const rows = equityWindow(sourceOf(timestamp, equity, 1), Float64Array.of(13), 20);
    expect([...rows.drawdown]).toEqual([1 - 120 / 140]);
  });

  it('is the same from cells as from bars when its rows are whole cells, however the bars come in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.double({ min: 1, max: 1e6, noNaN: true })), {
          minLength: 1,
          maxLength: 300,
        }),
        fc.integer({ min: 1, max: 300 }),
        (steps, cut) => {
          let time = 0;
          const times = Float64Array.from(steps, ([step]) => (time += step));
          const money = Float64Array.from(steps, ([, value]) => value);
          const builder = new EquityCellBuilder(WIDTH);
          builder.append(times.subarray(0, cut), money.subarray(0, cut));
          builder.append(times.subarray(cut), money.subarray(cut));
          const rows = Float64Array.from(
            { length: Math.ceil(time / (3 * WIDTH)) },
            (_, row) => row * 3 * WIDTH,
          );
          expect(sumEquityRows(builder.cells(), rows, time + 1)).toEqual(
            sumEquityRows(barCells(times, money), rows, time + 1),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('agrees between a window out of bars and one out of cells', () => {
    const bars = 700_000;
    const times = Float64Array.from({ length: bars }, (_, bar) => bar);
    const money = Float64Array.from(
      { length: bars },
      (_, bar) => 1_000 + 300 * Math.sin(bar / 9_000) + (bar % 7),
    );
    const source = sourceOf(times, money);
    const rows = Float64Array.from({ length: 600 }, (_, row) => row * 1_024);
    const wide = equityWindow(source, rows, 600 * 1_024);
    expect(wide).toEqual(sumEquityRows(barCells(times, money), rows, 600 * 1_024));
    const narrow = equityWindow(source, rows.slice(300, 310), 310 * 1_024);
    expect([...narrow.drawdown]).toEqual([...wide.drawdown.slice(300, 310)]);
    expect([...narrow.last]).toEqual([...wide.last.slice(300, 310)]);
  });
});
