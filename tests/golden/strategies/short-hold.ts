import { type GoldenStrategy, goldenStrategy } from './golden-strategy.ts';

export const shortHold: GoldenStrategy = () =>
  goldenStrategy('golden-short-hold', () => ({
    initialize(context) {
      context.submitOrder({ type: 'market', side: 'sell' });
    },
    onTradingIteration() {},
  }));
