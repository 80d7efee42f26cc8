import { type GoldenStrategy, goldenStrategy, need } from './golden-strategy.ts';

export const partialClose: GoldenStrategy = (params) =>
  goldenStrategy('golden-partial-close', ({ sma }) => {
    const fast = sma('close', need(params, 'n1'));
    const slow = sma('close', need(params, 'n2'));
    let half = false;
    return {
      onTradingIteration(context) {
        const trades = context.getOpenTrades();
        if (trades.length === 0) {
          half = false;
          if (fast.crossedAbove(slow)) context.submitOrder({ type: 'market', side: 'buy' });
        } else if (fast.crossedBelow(slow)) context.closePosition();
        else if (!half) {
          const cost = trades.reduce((sum, { size, entryPrice }) => sum + Math.abs(size) * entryPrice, 0);
          if ((100 * context.getPosition().profit) / cost > need(params, 'take')) {
            for (const { id } of trades) context.closeTrade(id, 0.5);
            half = true;
          }
        }
      },
    };
  });
