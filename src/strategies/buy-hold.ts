import { defineStrategy } from '../engine/strategy-kit.ts';

export default defineStrategy({
  id: 'buy-hold',
  name: 'Buy and hold',
  description: 'Buys with all available equity at the first opportunity and never sells.',
  parameters: {},
  columns: ['close'],
  create() {
    let tried = false;
    return {
      onTradingIteration(context) {
        if (context.pendingOrders > 0 || !context.getPosition().isFlat) return;
        // After a refusal, ask again only when one unit is within reach: not a rejected order a bar.
        if (tried && context.getLastPrice() > context.portfolioValue) return;
        tried = true;
        context.submitOrder({ type: 'market', side: 'buy' });
      },
    };
  },
});
