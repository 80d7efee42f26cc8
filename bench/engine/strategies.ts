import { defineStrategy } from '../../src/engine/strategy.ts';

/** Lengths of the averages unless a case says otherwise: short ones, so that orders are many. */
export const FAST = 10;
/** See {@link FAST}. */
export const SLOW = 30;

/** The rule of `sma-cross` from closes alone, as the loop by hand has it: highs and lows are for the excursions of its trades. */
export const closeCross = defineStrategy({
  id: 'close-cross',
  name: 'Cross of closes',
  description: 'The rule of SMA cross without the excursions of its trades.',
  parameters: {
    fast: { type: 'integer', label: 'Fast average', default: FAST, min: 1, max: 5_000 },
    slow: { type: 'integer', label: 'Slow average', default: SLOW, min: 2, max: 5_000 },
  },
  columns: ['close'],
  create: ({ parameters, sma }) => {
    const fast = sma('close', parameters.fast);
    const slow = sma('close', parameters.slow);
    return {
      onTradingIteration(context) {
        if (fast.crossedAbove(slow)) {
          if (context.getPosition().isFlat) context.submitOrder({ type: 'market', side: 'buy' });
        } else if (fast.crossedBelow(slow)) context.closePosition();
      },
    };
  },
});

/** The rule of `sma-cross` from 30 bars of history each bar. */
export const windowCross = defineStrategy({
  id: 'window-cross',
  name: 'Cross from a window',
  description: 'The same rule from 30 bars of history each bar.',
  parameters: {},
  columns: ['close'],
  create: ({ warmUp, keepHistory }) => {
    warmUp(SLOW - 1);
    keepHistory(SLOW);
    let before = 0;
    return {
      onTradingIteration(context) {
        const { close } = context.getHistoricalPrices(0, SLOW);
        let early = 0;
        for (let i = 0; i < SLOW - FAST; i++) early += close[i]!;
        let fast = 0;
        for (let i = SLOW - FAST; i < SLOW; i++) fast += close[i]!;
        const gap = fast / FAST - (early + fast) / SLOW;
        if (before < 0 && gap > 0) {
          if (context.getPosition().isFlat) context.submitOrder({ type: 'market', side: 'buy' });
        } else if (before > 0 && gap < 0) context.closePosition();
        before = gap;
      },
    };
  },
});

/** Entries with a stop-loss and a take-profit where `sma-cross` buys. */
export const bracketCross = defineStrategy({
  id: 'bracket-cross',
  name: 'Cross with brackets',
  description: 'Buys with a stop-loss and a take-profit when the averages cross.',
  parameters: {},
  columns: ['high', 'low', 'close'],
  create: ({ sma }) => {
    const fast = sma('close', FAST);
    const slow = sma('close', SLOW);
    return {
      onTradingIteration(context) {
        if (!fast.crossedAbove(slow) || !context.getPosition().isFlat) return;
        const close = context.getLastPrice();
        context.submitOrder({
          type: 'market',
          side: 'buy',
          fraction: 0.5,
          stopLoss: close * 0.99,
          takeProfit: close * 1.02,
        });
      },
    };
  },
});
