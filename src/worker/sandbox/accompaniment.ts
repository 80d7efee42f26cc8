import type { Clock } from '../../core/clock.ts';
import type { StrategyDefinition } from '../../engine/strategy.ts';
import type { TradingContext } from '../../engine/trading-context.ts';

/** What goes on beside a strategy while it runs. */
export interface Company {
  /** Real milliseconds. */
  readonly clock: Clock;
  /** Called about once in {@link BEAT_INTERVAL}, or after each iteration when those take longer. */
  readonly beat: () => void;
  /** Given, before the first iteration, the function that tells the time of the run (epoch ms UTC). */
  readonly tellTime: (now: () => number) => void;
}

/** Milliseconds between two beats, about. */
export const BEAT_INTERVAL = 500;

/** Iterations between two looks at the clock, at most. */
const MAX_STRIDE = 1_024;
/** Milliseconds that should pass between two looks. */
const LOOK_INTERVAL = 50;

/**
 * The same strategy with company: one that is slow, but gets on, must not count as hanging. Looking at the clock in every iteration would cost
 * more than a fast strategy does, so the looks are spaced by how long iterations take.
 */
export function accompany(definition: StrategyDefinition, company: Company): StrategyDefinition {
  return {
    ...definition,
    create(setup) {
      const strategy = definition.create(setup);
      const { initialize, onTradingIteration } = strategy;
      const look = spacedLooks(company);
      let untilLook = 1;
      Object.defineProperties(strategy, {
        initialize: {
          value(context: TradingContext) {
            company.tellTime(() => context.getDatetime());
            initialize?.call(strategy, context);
          },
        },
        onTradingIteration: {
          value(context: TradingContext) {
            if (--untilLook <= 0) untilLook = look();
            return onTradingIteration.call(strategy, context);
          },
        },
      });
      return strategy;
    },
  };
}

/** Looks at the clock, beats when it is time, and returns after how many iterations to look again. */
function spacedLooks({ clock, beat }: Company): () => number {
  let stride = 1;
  let lookedAt = clock();
  let beatAt = lookedAt;
  return () => {
    const now = clock();
    stride = now - lookedAt > LOOK_INTERVAL ? 1 : Math.min(MAX_STRIDE, stride * 2);
    lookedAt = now;
    if (now - beatAt >= BEAT_INTERVAL) {
      beatAt = now;
      beat();
    }
    return stride;
  };
}
