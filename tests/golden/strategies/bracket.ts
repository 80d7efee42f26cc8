import { type GoldenStrategy, goldenStrategy, need } from './golden-strategy.ts';
import { WindowMean } from './window-mean.ts';

export const bracket: GoldenStrategy = (params) =>
  goldenStrategy('golden-bracket', ({ indicator }) => {
    const fast = indicator('close', new WindowMean(need(params, 'n1')));
    const slow = indicator('close', new WindowMean(need(params, 'n2')));
    const loss = need(params, 'sl');
    const gain = need(params, 'tp');
    return {
      onTradingIteration(context) {
        if (!context.getPosition().isFlat || context.pendingOrders > 0) return;
        const close = context.getLastPrice();
        if (fast.crossedAbove(slow)) {
          context.submitOrder({
            type: 'market',
            side: 'buy',
            stopLoss: close * (1 - loss),
            takeProfit: close * (1 + gain),
          });
        } else if (params.short && fast.crossedBelow(slow)) {
          context.submitOrder({
            type: 'market',
            side: 'sell',
            stopLoss: close * (1 + loss),
            takeProfit: close * (1 - gain),
          });
        }
      },
    };
  });
