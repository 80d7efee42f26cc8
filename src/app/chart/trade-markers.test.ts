import { describe, expect, it } from 'vitest';
import type { Trade } from '../../core/trade.ts';
import { tradeColumns } from '../../core/trade-columns.ts';
import { tradeEvents, tradeMarkers } from './trade-markers.ts';

function trade(entryTime: number, exitTime: number | null, size = 1): Trade {
  return {
    series: 0,
    size,
    entryBar: 0,
    exitBar: exitTime === null ? null : 1,
    entryTime,
    exitTime,
    entryPrice: 1,
    exitPrice: 1,
    commission: 0,
    pnl: 0,
    returnRatio: 0,
    barsHeld: 1,
    mae: null,
    mfe: null,
    r: null,
    entryOrder: 0,
    exitOrder: exitTime === null ? null : 1,
    open: exitTime === null,
    entryReason: '',
    exitReason: '',
  };
}

const eventsOf = (...trades: readonly Trade[]) => tradeEvents(tradeColumns(trades));

describe('trade markers', () => {
  const timestamp = Float64Array.from({ length: 1000 }, (_, i) => i * 10);
  it('stand at the row that holds the execution, an exit on the other side', () => {
    const events = eventsOf(trade(105, 200), trade(300, null, -1));
    expect(tradeMarkers(events, timestamp, 0, 999, 10_000)).toEqual([
      { row: 10, side: 1, count: 1 },
      { row: 20, side: -1, count: 1 },
      { row: 30, side: -1, count: 1 },
    ]);
  });
  it('count a reversal once', () => {
    const events = eventsOf(trade(100, 200), trade(200, 300, -1), trade(300, null));
    const markers = tradeMarkers(events, timestamp, 0, 999, 10_000);
    expect(markers.map(({ side, count }) => [side, count])).toEqual([
      [1, 1],
      [-1, 1],
      [1, 1],
    ]);
  });
  it('leave out what is not visible', () => {
    const events = eventsOf(trade(100, 200), trade(5000, 6000));
    expect(tradeMarkers(events, timestamp, 400, 700, 10_000).map((marker) => marker.row)).toEqual([500, 600]);
  });
  it('are put together when there are too many, and none is lost', () => {
    const events = eventsOf(...Array.from({ length: 900 }, (_, i) => trade(i * 10, i * 10 + 5)));
    const markers = tradeMarkers(events, timestamp, 0, 999, 10_000);
    expect(markers.length).toBeLessThan(200);
    expect(markers.reduce((sum, marker) => sum + marker.count, 0)).toBe(1800);
  });
});
