import { defineStrategy } from '../engine/strategy-kit.ts';

export default defineStrategy({
  id: 'momentum-rotation',
  name: 'Momentum rotation',
  description:
    'Every so many bars, holds those series of the run that have risen most, in equal shares; what has not risen is not held.',
  parameters: {
    lookback: { type: 'integer', label: 'Look back', default: 126, min: 1, max: 10_000, description: 'Bars' },
    hold: { type: 'integer', label: 'Hold the best', default: 1, min: 1, max: 50, description: 'Series' },
    every: { type: 'integer', label: 'Choose every', default: 21, min: 1, max: 10_000, description: 'Bars' },
  },
  columns: ['close'],
  create({ parameters, series, roc }) {
    const changes = series.map((_, index) => roc('close', parameters.lookback, { series: index }));
    const places = Math.min(parameters.hold, series.length);
    let next = 0;
    return {
      onTradingIteration(context) {
        if (context.bar < next) return;
        next = context.bar + parameters.every;
        const best = changes
          .map(({ value }, index) => ({ value, index }))
          .filter(({ value }) => value > 0)
          .sort((a, b) => b.value - a.value || a.index - b.index)
          .slice(0, places)
          .map(({ index }) => index);
        context.rebalance(series.map((_, index) => (best.includes(index) ? 1 / places : 0)));
      },
    };
  },
});
