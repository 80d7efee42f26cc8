import { type Timeframe, timeframeMilliseconds } from '../../core/timeframe.ts';
import type { StampSide } from './import-types.ts';
import { TimeZone } from './time-zone.ts';

const DAY = 86_400_000;

/** How stamps become open times. */
export interface BarOpenRule {
  /** IANA zone of stamps without an offset. */
  readonly timeZone: string;
  readonly stampSide: StampSide;
  readonly timeframe: Timeframe;
}

/**
 * Turns a source stamp into a bar's open time (epoch ms UTC).
 *
 * Bars of a day and longer carry a date, not a moment: a naive midnight stays 00:00 UTC of its date in every zone. A `close` stamp of such a bar
 * goes to the start of the day, week (Monday) or month that ends at or holds the stamp; a shorter bar's goes back by its length.
 */
export class BarOpen {
  readonly zone: TimeZone;
  readonly #timeframe: Timeframe;
  readonly #calendar: boolean;
  readonly #length: number;
  readonly #close: boolean;

  constructor(rule: BarOpenRule) {
    this.zone = new TimeZone(rule.timeZone);
    this.#timeframe = rule.timeframe;
    this.#length = timeframeMilliseconds(rule.timeframe);
    this.#calendar = this.#length >= DAY;
    this.#close = rule.stampSide === 'close';
  }

  /** `stamp` is epoch ms: UTC when `absolute`, else wall-clock time. NaN when the zone's clocks skip that time. */
  of(stamp: number, absolute: boolean): number {
    if (this.#calendar) {
      if (this.#close) return this.#periodStart(stamp - 1);
      return absolute || stamp % DAY === 0 ? stamp : this.zone.toUtc(stamp);
    }
    const moment = absolute ? stamp : this.zone.toUtc(stamp);
    return this.#close ? moment - this.#length : moment;
  }

  #periodStart(moment: number): number {
    const day = Math.floor(moment / DAY);
    if (this.#timeframe === '1d') return day * DAY;
    if (this.#timeframe === '1w') return (day - ((((day + 3) % 7) + 7) % 7)) * DAY;
    const date = new Date(moment);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  }
}
