import { type GoldenStrategy, goldenStrategy, need, sizeOf } from './golden-strategy.ts';

export const smaCross: GoldenStrategy = (params) =>
  goldenStrategy('golden-sma-cross', ({ sma }) => {
    const fast = sma('close', need(params, 'n1'));
    const slow = sma('close', need(params, 'n2'));
    const size = sizeOf(params.size);
    return {
      onTradingIteration(context) {
        if (fast.crossedAbove(slow)) {
          if (params.short || context.getPosition().isFlat) {
            context.submitOrder({ type: 'market', side: 'buy', ...size });
          }
        } else if (fast.crossedBelow(slow)) {
          if (params.short) context.submitOrder({ type: 'market', side: 'sell', ...size });
          else context.closePosition();
        }
      },
    };
  });
