import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tradeColumns } from '../core/trade-columns.ts';
import { computeStatistics, summarizeEquity } from './compute-statistics.ts';
import { EquityAccumulator } from './equity-accumulator.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MONDAY = Date.UTC(2020, 0, 6);

const curve = fc
  .record({
    gap: fc.constantFrom(HOUR, 7 * HOUR, DAY, 7 * DAY, 31 * DAY),
    steps: fc.array(fc.double({ min: -0.2, max: 0.22, noNaN: true }), { minLength: 1, maxLength: 300 }),
  })
  .map(({ gap, steps }) => {
    let value = 10_000;
    const equity = Float64Array.from(steps, (step) => {
      value *= 1 + step;
      return value;
    });
    return { equity, timestamp: Float64Array.from(steps, (_, i) => MONDAY + i * gap) };
  });

const none = { trades: tradeColumns([]), beta: null, riskFreeRate: 0 };

describe('equity accumulator', () => {
  it('gives the same bits however the bars are cut into blocks', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(curve, cuts, ({ timestamp, equity }, lengths) => {
        const accumulator = new EquityAccumulator();
        for (let from = 0, i = 0; from < equity.length; i++) {
          const to = Math.min(equity.length, from + lengths[i % lengths.length]!);
          accumulator.append(timestamp.slice(from, to), equity.slice(from, to), 0, to - from, {
            asset: equity.slice(from, to),
          });
          from = to;
        }
        const whole = summarizeEquity(timestamp, equity, undefined, { asset: equity });
        expect(accumulator.summarize()).toEqual(whole);
        expect(whole.days.asset).toEqual(whole.days.equity);
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps a value per UTC day: the last', () => {
    const timestamp = Float64Array.from({ length: 50 }, (_, i) => MONDAY + i * HOUR);
    const equity = Float64Array.from({ length: 50 }, (_, i) => 100 + i);
    const { days } = summarizeEquity(timestamp, equity);
    expect(days.time).toEqual([MONDAY + 23 * HOUR, MONDAY + 47 * HOUR, MONDAY + 49 * HOUR]);
    expect(days.equity).toEqual([123, 147, 149]);
  });

  it('leaves no figure in money when equity is scaled, only money itself', () => {
    fc.assert(
      fc.property(curve, ({ timestamp, equity }) => {
        const plain = computeStatistics({ timestamp, equity, ...none });
        const scaled = computeStatistics({ timestamp, equity: equity.map((value) => 4 * value), ...none });
        expect({ ...scaled, equityFinal: 0, equityPeak: 0 }).toEqual({
          ...plain,
          equityFinal: 0,
          equityPeak: 0,
        });
        expect(scaled.equityFinal).toBe(4 * plain.equityFinal);
      }),
    );
  });
});

describe('drawdown episodes', () => {
  it('have a peak, a trough and a recovery; one that lasts has none; the deepest comes first', () => {
    const timestamp = Float64Array.from({ length: 7 }, (_, i) => MONDAY + i * DAY);
    const { episodes } = summarizeEquity(timestamp, Float64Array.of(100, 90, 80, 100, 110, 55, 66));
    expect(episodes).toEqual([
      {
        start: timestamp[4],
        trough: timestamp[5],
        recovery: null,
        end: timestamp[6],
        depth: 0.5,
        bars: 2,
      },
      {
        start: timestamp[0],
        trough: timestamp[2],
        recovery: timestamp[3],
        end: timestamp[3],
        depth: expect.closeTo(0.2, 12),
        bars: 3,
      },
    ]);
  });
});

describe('returns net of deposits and withdrawals', () => {
  const timestamp = Float64Array.from({ length: 5 }, (_, i) => MONDAY + i * DAY);

  it('a deposit is no gain: r = E(b) / (E(b-1) + F) - 1', () => {
    const equity = Float64Array.of(100, 110, 231, 231, 115.5);
    const flows = { bar: [2, 4], amount: [100, -115.5] };
    const { days, finalIndex } = summarizeEquity(timestamp, equity, flows);
    [100, 110, 121, 121, 121].forEach((value, i) => {
      expect(days.index[i]).toBeCloseTo(value, 10);
    });
    const statistics = computeStatistics({ timestamp, equity, flows, ...none });
    expect(statistics.returnPct).toBeCloseTo(21, 10);
    expect(statistics.maxDrawdownPct).toBeCloseTo(0, 10);
    expect(statistics.equityFinal).toBe(115.5);
    expect(finalIndex).toBeCloseTo(121, 10);
  });

  it('an emptied account neither gains nor loses until money comes back', () => {
    const equity = Float64Array.of(100, 120, 0, 50, 55);
    const { days } = summarizeEquity(timestamp, equity, { bar: [2, 3], amount: [-120, 50] });
    [100, 120, 120, 120, 132].forEach((value, i) => {
      expect(days.index[i]).toBeCloseTo(value, 10);
    });
  });

  it('several flows at one bar are one flow of their sum', () => {
    const timestamp = Float64Array.from({ length: 4 }, (_, bar) => bar * 86_400_000);
    const equity = Float64Array.of(1_000, 1_100, 1_650, 1_650);
    const summed = summarizeEquity(timestamp, equity, { bar: [2], amount: [550] });
    expect(summarizeEquity(timestamp, equity, { bar: [2, 2], amount: [400, 150] })).toEqual(summed);
    expect(summed.finalIndex).toBeCloseTo(1_100, 9);
  });

  it('flows of zero change no bit', () => {
    fc.assert(
      fc.property(curve, fc.array(fc.integer({ min: 0, max: 299 }), { maxLength: 5 }), (bars, at) => {
        const bar = at.filter((one) => one < bars.equity.length).sort((a, b) => a - b);
        const flows = { bar, amount: bar.map(() => 0) };
        expect(summarizeEquity(bars.timestamp, bars.equity, flows)).toEqual(
          summarizeEquity(bars.timestamp, bars.equity),
        );
      }),
    );
  });

  it('what is paid in and out leaves the returns of the same strategy as they were', () => {
    const steps = fc.array(fc.double({ min: -0.2, max: 0.22, noNaN: true }), {
      minLength: 3,
      maxLength: 60,
    });
    const flow = fc.double({ min: 1, max: 5_000, noNaN: true });
    fc.assert(
      fc.property(steps, flow, (returns, amount) => {
        const time = Float64Array.from(returns, (_, i) => MONDAY + i * DAY);
        const grow = (paidIn: number) => {
          let value = 1_000;
          return Float64Array.from(returns, (step, i) => {
            if (i === 2) value += paidIn;
            value *= 1 + step;
            return value;
          });
        };
        const own = computeStatistics({ timestamp: time, equity: grow(0), ...none });
        const flows = { bar: [2], amount: [amount] };
        const net = computeStatistics({ timestamp: time, equity: grow(amount), flows, ...none });
        expect(net.returnPct).toBeCloseTo(own.returnPct, 8);
        expect(net.maxDrawdownPct ?? 0).toBeCloseTo(own.maxDrawdownPct ?? 0, 8);
        // A Sharpe ratio over a volatility of next to nothing is made of rounding errors.
        if ((own.volatilityAnnPct ?? 0) < 1e-3) return;
        expect((net.sharpeRatio ?? 0) / (own.sharpeRatio || 1)).toBeCloseTo(own.sharpeRatio ? 1 : 0, 6);
      }),
    );
  });
});
