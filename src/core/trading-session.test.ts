import { describe, expect, it } from 'vitest';
import { SessionCalendar } from './trading-session.ts';

const NEW_YORK = { timeZone: 'America/New_York', open: 570, close: 960 };

describe('SessionCalendar', () => {
  it('moves a session by an hour in UTC when the clocks of its zone change', () => {
    const calendar = new SessionCalendar(NEW_YORK);
    calendar.seek(Date.UTC(2024, 2, 8, 15));
    expect([calendar.opens, calendar.closes]).toEqual([
      Date.UTC(2024, 2, 8, 14, 30),
      Date.UTC(2024, 2, 8, 21),
    ]);
    calendar.seek(Date.UTC(2024, 2, 11, 15));
    expect([calendar.opens, calendar.closes]).toEqual([
      Date.UTC(2024, 2, 11, 13, 30),
      Date.UTC(2024, 2, 11, 20),
    ]);
    calendar.seek(Date.UTC(2024, 10, 4, 15));
    expect(calendar.opens).toBe(Date.UTC(2024, 10, 4, 14, 30));
  });

  it('takes what comes before the open of a day for the session of the day before', () => {
    const calendar = new SessionCalendar(NEW_YORK);
    expect(calendar.includes(Date.UTC(2024, 2, 8, 14, 29))).toBe(false);
    expect(calendar.opens).toBe(Date.UTC(2024, 2, 7, 14, 30));
    expect(calendar.includes(Date.UTC(2024, 2, 8, 14, 30))).toBe(true);
    expect(calendar.includes(Date.UTC(2024, 2, 8, 20, 59))).toBe(true);
    expect(calendar.includes(Date.UTC(2024, 2, 8, 21))).toBe(false);
  });

  it('knows a session across midnight, and one of the whole day', () => {
    const globex = new SessionCalendar({ timeZone: 'America/Chicago', open: 1_020, close: 960 });
    expect(globex.includes(Date.UTC(2024, 0, 9, 23))).toBe(true);
    expect(globex.includes(Date.UTC(2024, 0, 10, 3))).toBe(true);
    expect(globex.opens).toBe(Date.UTC(2024, 0, 9, 23));
    expect(globex.includes(Date.UTC(2024, 0, 10, 22, 30))).toBe(false);
    const day = new SessionCalendar({ timeZone: 'UTC', open: 0, close: 1_440 });
    expect(day.includes(Date.UTC(2024, 0, 10, 23, 59))).toBe(true);
    expect(day.closes).toBe(day.nextOpens);
  });

  it('agrees with the local clock minute by minute through the days of a change', () => {
    const zone = { timeZone: 'Europe/Berlin', open: 480, close: 1_200 };
    const clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone.timeZone,
      hourCycle: 'h23',
      hour: '2-digit',
      minute: '2-digit',
    });
    const calendar = new SessionCalendar(zone);
    for (const from of [Date.UTC(2024, 2, 30), Date.UTC(2024, 9, 26)]) {
      for (let time = from; time < from + 3 * 86_400_000; time += 900_000) {
        const [hour = 0, minute = 0] = clock.format(time).split(':').map(Number);
        const local = hour * 60 + minute;
        expect(calendar.includes(time)).toBe(local >= zone.open && local < zone.close);
      }
    }
  });

  it('refuses a zone and minutes that do not exist', () => {
    expect(() => new SessionCalendar({ ...NEW_YORK, timeZone: 'Mars/Olympus' })).toThrow(/"Mars\/Olympus"/);
    expect(() => new SessionCalendar({ ...NEW_YORK, close: 1_500 })).toThrow(/"1500"/);
  });
});
