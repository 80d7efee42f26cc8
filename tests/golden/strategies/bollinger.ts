import { type GoldenStrategy, goldenStrategy, need } from './golden-strategy.ts';

export const bollingerReversion: GoldenStrategy = (params) =>
  goldenStrategy('golden-bollinger', ({ bollinger }) => {
    const { lower, middle, upper } = bollinger('close', need(params, 'n'), need(params, 'k'));
    return {
      onTradingIteration(context) {
        const close = context.getLastPrice();
        const { isFlat, isLong } = context.getPosition();
        if (isFlat) {
          if (close < lower.value) context.submitOrder({ type: 'market', side: 'buy' });
          else if (params.short && close > upper.value) context.submitOrder({ type: 'market', side: 'sell' });
        } else if (isLong ? close > middle.value : close < middle.value) context.closePosition();
      },
    };
  });
