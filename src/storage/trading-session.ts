import { checkSessionMinutes, type TradingSession, zonedFormat } from '../core/trading-session.ts';

const QUARTER_HOUR = 900_000;

/** Regular hours of the New York stock exchanges; half days are not known. */
export const NEW_YORK_REGULAR: TradingSession = { timeZone: 'America/New_York', open: 570, close: 960 };

/** Test for "opens inside the session" of epoch ms UTC. Error `bad-argument` for an unknown zone or minutes outside 0 to 1440. */
export function sessionFilter(session: TradingSession): (time: number) => boolean {
  const { open, close } = session;
  checkSessionMinutes(session);
  const minuteOf = localMinutes(session.timeZone);
  return (time) => {
    const minute = minuteOf(time);
    return open <= close ? minute >= open && minute < close : minute >= open || minute < close;
  };
}

/** Minutes after local midnight, with fraction. `Intl` is asked once for each quarter of an hour: clocks change on those. */
function localMinutes(timeZone: string): (time: number) => number {
  const format = zonedFormat(timeZone, { hour: '2-digit', minute: '2-digit' });
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
