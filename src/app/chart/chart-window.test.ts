import { describe, expect, it } from 'vitest';
import { rowAtTime, timeAtRow, wantedRange } from './chart-window.ts';

const timestamp = Float64Array.from({ length: 3000 }, (_, i) => 1_000 * i + (i > 1500 ? 50_000 : 0));
const extent = { first: -5_000_000, last: 9_000_000 };
const loaded = { timestamp, factor: 1, range: { from: 0, to: 3_050_000 } };

describe('rows and times', () => {
  it('are inverse to each other, across a gap and beyond the data', () => {
    for (const row of [-40.5, 0, 12.25, 1500.5, 2999, 3100.5]) {
      expect(rowAtTime(timestamp, timeAtRow(timestamp, row))).toBeCloseTo(row, 6);
    }
  });
});

describe('the window', () => {
  it('is kept while the visible rows have margin on both sides', () => {
    expect(wantedRange(loaded, { from: 1000, to: 2000 }, extent)).toBeNull();
  });
  it('moves when panning comes near an edge behind which more is stored', () => {
    const range = wantedRange(loaded, { from: 100, to: 1100 }, extent);
    expect(range?.from).toBeLessThan(0);
    expect(range?.to).toBeGreaterThan(timestamp[1100] as number);
  });
  it('stays when nothing more is stored behind the edge', () => {
    expect(wantedRange(loaded, { from: 0, to: 1000 }, { first: 0, last: 9_000_000 })).toBeNull();
  });
  it('gets finer when few of the aggregated rows are visible', () => {
    expect(wantedRange({ ...loaded, factor: 16 }, { from: 1000, to: 1200 }, extent)).toEqual({
      from: timestamp[800],
      to: timestamp[1400],
    });
  });
  it('never asks beyond what is stored', () => {
    const range = wantedRange(loaded, { from: -9000, to: 12_000 }, extent);
    expect(range).toEqual({ from: extent.first, to: extent.last + 1 });
  });
});
