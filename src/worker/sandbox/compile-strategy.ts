import { BacktabError } from '../../core/error.ts';
import type { StrategyDefinition } from '../../engine/strategy.ts';
import { placeInStrategy, STRATEGY_FILE, STRATEGY_PREFACE } from '../../engine/strategy-place.ts';

/** Name under which strategy code requires the strategy kit. */
export const KIT_NAME = 'backtab';

/**
 * The strategy that `source` exports as `default`. The text is CommonJS, may require `backtab` and nothing else, and runs in strict mode.
 * Error `strategy-failed` when it does not compile, throws, or exports no strategy.
 */
export function compileStrategy(source: string, kit: object): StrategyDefinition {
  const module: { exports: { readonly default?: unknown } | null } = { exports: {} };
  const require = (name: string) => {
    if (name === KIT_NAME) return kit;
    throw new BacktabError(
      'strategy-failed',
      `A strategy can import "${KIT_NAME}" only, not "${name}": put what it needs into its own text`,
    );
  };
  try {
    const run = new Function(
      'module',
      'exports',
      'require',
      `${STRATEGY_PREFACE}${source}\n//# sourceURL=${STRATEGY_FILE}`,
    );
    run(module, module.exports, require);
  } catch (error) {
    if (error instanceof BacktabError) throw error;
    const place = error instanceof Error ? placeInStrategy(error.stack) : '';
    throw new BacktabError('strategy-failed', `The strategy does not load${place}: ${error}`, {
      cause: error,
    });
  }
  const definition = (module.exports?.default ?? module.exports) as Partial<StrategyDefinition>;
  if (typeof definition !== 'object' || definition === null || typeof definition.create !== 'function') {
    throw new BacktabError(
      'strategy-failed',
      'The strategy exports nothing that runs: end it with "export default defineStrategy({ ... })"',
    );
  }
  return definition as StrategyDefinition;
}
