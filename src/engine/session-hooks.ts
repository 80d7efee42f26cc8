import type { SessionCalendar } from '../core/trading-session.ts';
import type { BarClock } from './bar-clock.ts';
import type { Strategy } from './strategy.ts';

/** Methods of a strategy that follow the market's hours. */
export const SESSION_HOOKS = ['beforeMarketOpens', 'beforeMarketCloses', 'afterMarketCloses'] as const;

/** Name of one of them. */
export type SessionHook = (typeof SESSION_HOOKS)[number];

/** Whether a strategy has any of {@link SESSION_HOOKS}. */
export function followsSessions(strategy: Strategy): boolean {
  return SESSION_HOOKS.some((hook) => strategy[hook] !== undefined);
}

/**
 * Calls a strategy around the sessions of its market. Only what has closed is known: that a session has ended early shows when the next one
 * begins. With bars of a day or longer each tick is a session of its own.
 */
export class SessionHooks {
  readonly #calendar: SessionCalendar | undefined;
  /** Length of the shortest bar, ms. */
  readonly #barLength: number;
  readonly #clock: BarClock;
  readonly #call: (hook: SessionHook) => void;
  /** Opening moments of the sessions that are under way, about to close, and over. */
  #opened = Number.NaN;
  #closing = Number.NaN;
  #closed = Number.NaN;
  /** Closing moment of the session under way. */
  #closes = Number.NaN;

  /** Without a `calendar` bars are of a day or longer. */
  constructor(
    calendar: SessionCalendar | undefined,
    barLength: number,
    clock: BarClock,
    call: (hook: SessionHook) => void,
  ) {
    this.#calendar = calendar;
    this.#barLength = barLength;
    this.#clock = clock;
    this.#call = call;
  }

  /** Before the bars of a tick execute, the latest of which opens at `open`; `deciding` once the strategy has been asked. */
  before(open: number, deciding: boolean): void {
    const calendar = this.#calendar;
    if (!calendar) {
      if (deciding) this.#at('beforeMarketOpens', open);
      return;
    }
    if (!calendar.includes(open) || calendar.opens === this.#opened) return;
    if (deciding && this.#closed !== this.#opened) this.#at('afterMarketCloses', this.#closes);
    this.#opened = calendar.opens;
    this.#closes = calendar.closes;
    if (deciding) this.#at('beforeMarketOpens', calendar.opens);
  }

  /** After the iteration at the end of a tick. */
  after(): void {
    const calendar = this.#calendar;
    const { close } = this.#clock;
    if (!calendar) {
      this.#at('beforeMarketCloses', close);
      this.#at('afterMarketCloses', close);
      return;
    }
    if (close >= this.#closes) {
      if (this.#closed !== this.#opened) this.#at('afterMarketCloses', close);
      this.#closed = this.#opened;
    } else if (close + this.#barLength >= this.#closes && this.#closing !== this.#opened) {
      this.#closing = this.#opened;
      this.#at('beforeMarketCloses', close);
    }
  }

  /** The moment never goes back. */
  #at(hook: SessionHook, moment: number): void {
    const clock = this.#clock;
    if (moment > clock.close) clock.close = moment;
    clock.earliest = clock.close;
    this.#call(hook);
  }
}
