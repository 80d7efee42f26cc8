import type { BarColumns } from '../../../src/core/bar.ts';
import { trueRange } from '../../../src/indicators/average-true-range.ts';
import { SimpleMovingAverage } from '../../../src/indicators/simple-moving-average.ts';
import { type GoldenStrategy, goldenStrategy, need } from './golden-strategy.ts';

/** Mean true range of `length` bars; the first bars are filled with the first value, which the original looks ahead for. */
function averageRanges({ high, low, close }: BarColumns, length: number): Float64Array {
  const ranges = high.map((value, i) => trueRange(value, low[i]!, close[i - 1] ?? Number.NaN));
  const averages = new Float64Array(ranges.length);
  new SimpleMovingAverage(length).compute(ranges.subarray(1), 0, ranges.length - 1, averages, 1);
  return averages.fill(averages[length] ?? Number.NaN, 0, length);
}

export const atrTrailing: GoldenStrategy = (params, bars) =>
  goldenStrategy('golden-atr-trailing', ({ sma }) => {
    const average = sma('close', need(params, 'n'));
    const range = averageRanges(bars, need(params, 'p_atr'));
    return {
      onTradingIteration(context) {
        const close = context.getLastPrice();
        const trades = context.getOpenTrades();
        for (const { id, stopLoss } of trades) {
          const stop = close - need(params, 'n_atr') * range[context.bar]!;
          context.setStopLoss(id, Math.max(stopLoss ?? Number.NEGATIVE_INFINITY, stop));
        }
        if (trades.length === 0 && close > average.value)
          context.submitOrder({ type: 'market', side: 'buy' });
      },
    };
  });
