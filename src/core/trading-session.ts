import { BacktabError } from './error.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const DAY_MINUTES = 1_440;

/** A daily window of local time: bars that open in [open, close) belong to it, on every day of the week. */
export interface TradingSession {
  /** IANA zone of the exchange, e.g. `America/New_York`. */
  readonly timeZone: string;
  /** Minutes after local midnight; `close` below `open` means a window across midnight. 9:30 is 570. */
  readonly open: number;
  readonly close: number;
}

/** The whole UTC day. */
export const UTC_DAY: TradingSession = { timeZone: 'UTC', open: 0, close: DAY_MINUTES };

/** Throws BacktabError `bad-argument` unless the minutes lie within a day. */
export function checkSessionMinutes({ open, close }: TradingSession): void {
  if ([open, close].every((minute) => minute >= 0 && minute <= DAY_MINUTES)) return;
  throw new BacktabError(
    'bad-argument',
    `A session from minute "${open}" to "${close}" is not within a day. Pass minutes from 0 to 1440.`,
  );
}

/** `Intl` in `timeZone`. Error `bad-argument` for a zone that is not known. */
export function zonedFormat(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone, hourCycle: 'h23' });
  } catch (cause) {
    throw new BacktabError(
      'bad-argument',
      `Time zone "${timeZone}" is not known here: give an IANA name such as "Europe/Berlin" or "UTC"`,
      { cause },
    );
  }
}

/**
 * The sessions of a market one after the other, each as moments (epoch ms UTC). `Intl` is asked a few times a day and never for a bar; a
 * change of the clocks moves the moments of the days after it. Holidays are not known: a day without bars is never looked at.
 */
export class SessionCalendar {
  /** The session in hand: [opens, closes), and the moment at which the next one opens. NaN before the first call of {@link seek}. */
  opens = Number.NaN;
  closes = Number.NaN;
  nextOpens = Number.NaN;
  readonly #session: TradingSession;
  readonly #format: Intl.DateTimeFormat;

  /** Error `bad-argument` for minutes outside a day or a zone that is not known. */
  constructor(session: TradingSession) {
    checkSessionMinutes(session);
    this.#session = session;
    this.#format = zonedFormat(session.timeZone, {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  }

  /** Takes in hand the last session that opens at or before `time`. Whether it is another one than before. */
  seek(time: number): boolean {
    if (time >= this.opens && time < this.nextOpens) return false;
    const { open, close } = this.#session;
    const local = time + this.#offset(time);
    let day = Math.floor((local - open * MINUTE) / DAY) * DAY;
    if (this.#moment(day, open) > time) day -= DAY;
    else if (this.#moment(day + DAY, open) <= time) day += DAY;
    this.opens = this.#moment(day, open);
    this.closes = this.#moment(close <= open ? day + DAY : day, close);
    this.nextOpens = this.#moment(day + DAY, open);
    return true;
  }

  /** Whether a bar that opens at `time` belongs to a session. */
  includes(time: number): boolean {
    this.seek(time);
    return time < this.closes;
  }

  /** Moment of a minute of the local day `day` (its date as ms at UTC midnight). A minute that the clocks skip counts from before the change. */
  #moment(day: number, minute: number): number {
    const local = day + minute * MINUTE;
    const guess = local - this.#offset(local);
    return local - this.#offset(guess);
  }

  /** What local time is ahead of UTC at a moment, ms. */
  #offset(time: number): number {
    const second = Math.floor(time / 1_000) * 1_000;
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    for (const { type, value } of this.#format.formatToParts(second)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second: seconds = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, seconds) - second;
  }
}
