import type { Broker } from './broker.ts';
import type { SessionHook } from './session-hooks.ts';
import { atBar, refusePromise, reportSettled, strategyError } from './strategy-call.ts';
import type { PreparedStrategy } from './strategy-preparation.ts';
import type { TradingContext } from './trading-context.ts';

/** Calls a strategy: once to begin with, then at every decision, and says where it was when it fails. */
export class StrategyDesk {
  readonly #prepared: PreparedStrategy;
  readonly #broker: Broker;
  readonly #context: TradingContext;
  #begun = false;
  #calling = false;

  constructor(prepared: PreparedStrategy, broker: Broker, context: TradingContext) {
    this.#prepared = prepared;
    this.#broker = broker;
    this.#context = context;
  }

  /** Whether the strategy has been asked. */
  get hasBegun(): boolean {
    return this.#begun;
  }

  /** Reports settled orders and asks the strategy. */
  decide(): void {
    const { strategy } = this.#prepared;
    this.#calling = true;
    if (!this.#begun) {
      this.#begun = true;
      strategy.initialize?.(this.#context);
    }
    const { book } = this.#broker;
    if (book.settled.length > 0) reportSettled(strategy, this.#context, book);
    const returned: unknown = strategy.onTradingIteration(this.#context);
    if (returned !== undefined) refusePromise(returned, 'onTradingIteration');
    this.#calling = false;
  }

  /** Calls one of the methods that follow the market's hours. */
  call(hook: SessionHook): void {
    this.#calling = true;
    const returned: unknown = this.#prepared.strategy[hook]?.(this.#context);
    if (returned !== undefined) refusePromise(returned, hook);
    this.#calling = false;
  }

  /** What to throw for `thrown` at a bar: an error of the strategy's when it was at work. */
  failure(thrown: unknown, bar: number, time: number): unknown {
    return this.#calling ? strategyError(thrown, this.#prepared.id, atBar(bar, time)) : thrown;
  }
}
