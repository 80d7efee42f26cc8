import type { BacktestSpecification } from '../../worker/client/types.ts';

/** Hours of a run's market; null = all hours. */
export type MarketSession = NonNullable<BacktestSpecification['session']> | null;

/** Hours that the form offers, regular ones only; half days and holidays are not known. */
export const MARKET_HOURS: readonly { readonly label: string; readonly session: MarketSession }[] = [
  { label: 'all', session: null },
  { label: 'New York 9:30–16:00', session: { timeZone: 'America/New_York', open: 570, close: 960 } },
  { label: 'London 8:00–16:30', session: { timeZone: 'Europe/London', open: 480, close: 990 } },
  { label: 'Frankfurt 9:00–17:30', session: { timeZone: 'Europe/Berlin', open: 540, close: 1_050 } },
  { label: 'Tokyo 9:00–15:30', session: { timeZone: 'Asia/Tokyo', open: 540, close: 930 } },
];

/** The offered hours, and `session` itself where it is none of them (a run that came from a script). */
export function hoursWith(session: MarketSession): typeof MARKET_HOURS {
  if (MARKET_HOURS.some((offered) => sameSession(offered.session, session))) return MARKET_HOURS;
  return [...MARKET_HOURS, { label: sessionLabel(session), session }];
}

/** Whether two sessions are the same hours. */
export function sameSession(a: MarketSession, b: MarketSession): boolean {
  if (!a || !b) return a === b;
  return (
    a.timeZone === b.timeZone &&
    a.open === b.open &&
    a.close === b.close &&
    (a.hours ?? 'regular') === (b.hours ?? 'regular')
  );
}

function sessionLabel(session: MarketSession): string {
  if (!session) return 'all';
  const clock = (minutes: number) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
  const text = `${session.timeZone} ${clock(session.open)}–${clock(session.close)}`;
  return session.hours === 'extended' ? `${text}, extended` : text;
}
