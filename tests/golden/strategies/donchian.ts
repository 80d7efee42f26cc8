import { type GoldenStrategy, goldenStrategy, need } from './golden-strategy.ts';

export const donchian: GoldenStrategy = (params) =>
  goldenStrategy('golden-donchian', ({ highest, lowest, warmUp }) => {
    const entry = need(params, 'ne');
    const exit = need(params, 'nx');
    const entryHigh = highest('high', entry);
    const entryLow = lowest('low', entry);
    const exitHigh = highest('high', exit);
    const exitLow = lowest('low', exit);
    warmUp(Math.max(entry, exit));
    return {
      onTradingIteration(context) {
        const close = context.getLastPrice();
        const { isFlat, isLong } = context.getPosition();
        if (isFlat) {
          if (close > entryHigh.previous) context.submitOrder({ type: 'market', side: 'buy' });
          else if (params.short && close < entryLow.previous) {
            context.submitOrder({ type: 'market', side: 'sell' });
          }
        } else if (isLong ? close < exitLow.previous : close > exitHigh.previous) context.closePosition();
      },
    };
  });
