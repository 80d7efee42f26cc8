import { defineStrategy } from '../engine/strategy-kit.ts';

export default defineStrategy({
  id: 'equal-weight',
  name: 'Equal weight',
  description:
    'Holds all series of the run in equal shares of the equity and brings them back to those every so many bars.',
  parameters: {
    every: {
      type: 'integer',
      label: 'Rebalance every',
      default: 21,
      min: 1,
      max: 10_000,
      description: 'Bars',
    },
    tolerance: {
      type: 'number',
      label: 'Leave within',
      default: 0.5,
      min: 0,
      max: 50,
      step: 0.5,
      description: 'Percent points that a share may be away from its weight',
    },
  },
  columns: ['close'],
  create({ parameters, series }) {
    const shares = series.map(() => 1 / series.length);
    let next = 0;
    return {
      onTradingIteration(context) {
        if (context.bar < next) return;
        next = context.bar + parameters.every;
        context.rebalance(shares, { tolerance: parameters.tolerance });
      },
    };
  },
});
