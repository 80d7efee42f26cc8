import { type GoldenStrategy, goldenStrategy } from './golden-strategy.ts';

export const buyHold: GoldenStrategy = () =>
  goldenStrategy('golden-buy-hold', () => ({
    onTradingIteration(context) {
      if (context.getPosition().isFlat && context.pendingOrders === 0) {
        context.submitOrder({ type: 'market', side: 'buy' });
      }
    },
  }));
