import { type GoldenStrategy, goldenStrategy, need } from './golden-strategy.ts';

export const limitEntry: GoldenStrategy = (params) =>
  goldenStrategy('golden-limit', ({ sma }) => {
    const average = sma('close', need(params, 'n'));
    let placed = 0;
    return {
      onTradingIteration(context) {
        const [trade] = context.getOpenTrades();
        const close = context.getLastPrice();
        if (trade) {
          if (context.bar - trade.entryBar >= need(params, 'hold')) context.closePosition();
        } else if (context.pendingOrders > 0) {
          if (context.bar - placed >= need(params, 'wait')) context.cancelOrders();
        } else if (close > average.value) {
          context.submitOrder({ type: 'limit', side: 'buy', limit: close * (1 - need(params, 'pct')) });
          placed = context.bar;
        }
      },
    };
  });
