import { type GoldenStrategy, goldenStrategy, need, sizeOf } from './golden-strategy.ts';

export const pyramid: GoldenStrategy = (params) =>
  goldenStrategy('golden-pyramid', ({ sma }) => {
    const fast = sma('close', need(params, 'n1'));
    const slow = sma('close', need(params, 'n2'));
    const size = sizeOf(params.size);
    return {
      onTradingIteration(context) {
        if (fast.crossedAbove(slow)) context.submitOrder({ type: 'market', side: 'buy', ...size });
        else if (fast.crossedBelow(slow)) context.submitOrder({ type: 'market', side: 'sell', ...size });
      },
    };
  });
