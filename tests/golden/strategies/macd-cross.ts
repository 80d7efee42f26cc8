import { type GoldenStrategy, goldenStrategy, need } from './golden-strategy.ts';

export const macdCross: GoldenStrategy = (params) =>
  goldenStrategy('golden-macd', ({ macd }) => {
    const { line, signal } = macd('close', need(params, 'f'), need(params, 's'), need(params, 'g'));
    return {
      onTradingIteration(context) {
        const { isFlat } = context.getPosition();
        if (line.crossedAbove(signal)) {
          if (isFlat) context.submitOrder({ type: 'market', side: 'buy' });
        } else if (line.crossedBelow(signal) && !isFlat) context.closePosition();
      },
    };
  });
