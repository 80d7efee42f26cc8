import { type GoldenStrategy, goldenStrategy, need } from './golden-strategy.ts';

export const bracket: GoldenStrategy = (params) =>
  goldenStrategy('golden-bracket', ({ sma }) => {
    const fast = sma('close', need(params, 'n1'));
    const slow = sma('close', need(params, 'n2'));
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
