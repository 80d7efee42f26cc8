import { type GoldenStrategy, goldenStrategy, need } from './golden-strategy.ts';

export const rsiReversion: GoldenStrategy = (params) =>
  goldenStrategy('golden-rsi', ({ rsi }) => {
    const index = rsi('close', need(params, 'n'));
    const low = need(params, 'lo');
    const high = need(params, 'hi');
    return {
      onTradingIteration(context) {
        if (context.getPosition().isFlat) {
          if (index.value < low) context.submitOrder({ type: 'market', side: 'buy' });
        } else if (index.value > high) context.closePosition();
      },
    };
  });
