import { type GoldenStrategy, goldenStrategy, need, sizeOf } from './golden-strategy.ts';
import { WindowMean } from './window-mean.ts';

export const pyramid: GoldenStrategy = (params) =>
  goldenStrategy('golden-pyramid', ({ indicator }) => {
    const fast = indicator('close', new WindowMean(need(params, 'n1')));
    const slow = indicator('close', new WindowMean(need(params, 'n2')));
    const size = sizeOf(params.size);
    return {
      onTradingIteration(context) {
        if (fast.crossedAbove(slow)) context.submitOrder({ type: 'market', side: 'buy', ...size });
        else if (fast.crossedBelow(slow)) context.submitOrder({ type: 'market', side: 'sell', ...size });
      },
    };
  });
