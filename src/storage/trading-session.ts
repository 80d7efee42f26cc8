import { BacktabError } from '../core/error.ts';

const QUARTER_HOUR = 900_000;
const DAY_MINUTES = 1_440;

/** A daily window of local time: bars that open in [open, close) belong to it, on every day of the week. */
export interface TradingSession {
  /** IANA zone of the exchange, e.g. `America/New_York`. */
  readonly timeZone: string;
  /** Minutes after local midnight; `close` below `open` means a window across midnight. 9:30 is 570. */
  readonly open: number;
  readonly close: number;
}

/** Regular hours of the New York stock exchanges; half days are not known. */
export const NEW_YORK_REGULAR: TradingSession = { timeZone: 'America/New_York', open: 570, close: 960 };

/** Test for "opens inside the session" of epoch ms UTC. Error `bad-argument` for an unknown zone or minutes outside 0 to 1440. */
export function sessionFilter(session: TradingSession): (time: number) => boolean {
  const { open, close } = session;
  if (![open, close].every((minute) => minute >= 0 && minute <= DAY_MINUTES)) {
    throw new BacktabError(
      'bad-argument',
      `A session from minute "${open}" to "${close}" is not within a day. Pass minutes from 0 to 1440.`,
    );
  }
  const minuteOf = localMinutes(session.timeZone);
  return (time) => {
    const minute = minuteOf(time);
    return open <= close ? minute >= open && minute < close : minute >= open || minute < close;
  };
}

/** Minutes after local midnight, with fraction. `Intl` is asked once for each quarter of an hour: clocks change on those. */
function localMinutes(timeZone: string): (time: number) => number {
  const format = createFormat(timeZone);
  let quarter = Number.NaN;
  let minutes = 0;
  return (time) => {
    const current = Math.floor(time / QUARTER_HOUR);
    if (current !== quarter) {
      quarter = current;
      const [hour = 0, minute = 0] = format
        .format(quarter * QUARTER_HOUR)
        .split(':')
        .map(Number);
      minutes = hour * 60 + minute;
    }
    return minutes + (time - quarter * QUARTER_HOUR) / 60_000;
  };
}

function createFormat(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      hour: '2-digit',
      minute: '2-digit',
    });
  } catch (cause) {
    throw new BacktabError(
      'bad-argument',
      `Time zone "${timeZone}" is not known here: give an IANA name such as "Europe/Berlin" or "UTC"`,
      { cause },
    );
  }
}
