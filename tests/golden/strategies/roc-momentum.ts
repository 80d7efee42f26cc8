import { type GoldenStrategy, goldenStrategy, need } from './golden-strategy.ts';

export const rocMomentum: GoldenStrategy = (params) =>
  goldenStrategy('golden-roc', ({ roc }) => {
    const change = roc('close', need(params, 'n'));
    return {
      onTradingIteration(context) {
        if (context.getPosition().isFlat) {
          if (change.value > 0) context.submitOrder({ type: 'market', side: 'buy' });
        } else if (change.value < 0) context.closePosition();
      },
    };
  });
