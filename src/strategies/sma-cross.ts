import { defineStrategy } from '../engine/strategy-kit.ts';

export default defineStrategy({
  id: 'sma-cross',
  name: 'SMA cross',
  description:
    'Buys when the fast average of closes crosses above the slow one. When it crosses below, sells short, or just leaves.',
  parameters: {
    fast: { type: 'integer', label: 'Fast average', default: 10, min: 1, max: 5_000, description: 'Bars' },
    slow: { type: 'integer', label: 'Slow average', default: 30, min: 2, max: 10_000, description: 'Bars' },
    short: { type: 'boolean', label: 'Sell short on a cross below', default: false },
  },
  columns: ['high', 'low', 'close'],
  validate: ({ fast, slow }) =>
    fast < slow ? undefined : `fast (${fast}) must be less than slow (${slow}): lower one or raise the other`,
  create({ parameters, sma }) {
    const fast = sma('close', parameters.fast);
    const slow = sma('close', parameters.slow);
    return {
      onTradingIteration(context) {
        if (fast.crossedAbove(slow)) {
          if (parameters.short || context.getPosition().isFlat)
            context.submitOrder({ type: 'market', side: 'buy' });
        } else if (fast.crossedBelow(slow)) {
          if (parameters.short) context.submitOrder({ type: 'market', side: 'sell' });
          else context.closePosition();
        }
      },
    };
  },
});
