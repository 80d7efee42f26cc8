import { describe, expect, test } from 'vitest';
import { BarOpen } from './bar-open.ts';
import type { TimestampFormat } from './import-types.ts';
import { StampReader } from './stamp-reader.ts';
import { bytesOf } from './text-bytes.ts';
import { TimeZone } from './time-zone.ts';
import { isTimeOfDay, proposeFormat } from './timestamp-format.ts';

function read(text: string, format: TimestampFormat): string | undefined {
  const bytes = bytesOf(text);
  const reader = new StampReader(format);
  if (!reader.read(bytes, 0, bytes.length)) return undefined;
  const iso = new Date(reader.milliseconds).toISOString();
  return reader.absolute ? iso : iso.slice(0, -1);
}

describe('a stamp', () => {
  test.each<[TimestampFormat, string, string]>([
    ['iso', '2024-02-29', '2024-02-29T00:00:00.000'],
    ['iso', '2017-04-19 09:00:00', '2017-04-19T09:00:00.000'],
    ['iso', '2017-04-19T09:00', '2017-04-19T09:00:00.000'],
    ['iso', ' 2017-04-19T09:00:01.123456789Z ', '2017-04-19T09:00:01.123Z'],
    ['iso', '2017-04-19T09:00:00+02:00', '2017-04-19T07:00:00.000Z'],
    ['iso', '2017-04-19 09:00:00-0530', '2017-04-19T14:30:00.000Z'],
    ['iso', '2017-04-19 09:00:00 UTC', '2017-04-19T09:00:00.000Z'],
    ['iso', '2017-04-19 23:00:00-05', '2017-04-20T04:00:00.000Z'],
    ['day-month-year', '02.01.2020 13:30:00.000 GMT+0100', '2020-01-02T12:30:00.000Z'],
    ['epoch-seconds', '1577836800', '2020-01-01T00:00:00.000Z'],
    ['epoch-seconds', '1577836800.5', '2020-01-01T00:00:00.500Z'],
    ['epoch-milliseconds', '1577836800123', '2020-01-01T00:00:00.123Z'],
    ['epoch-microseconds', '1577836800123456', '2020-01-01T00:00:00.123Z'],
    ['epoch-nanoseconds', '1577836800123456789', '2020-01-01T00:00:00.123Z'],
    ['epoch-seconds', '-86400', '1969-12-31T00:00:00.000Z'],
    ['yyyymmdd', '20200131', '2020-01-31T00:00:00.000'],
    ['yyyymmdd', '20200131 170501', '2020-01-31T17:05:01.000'],
    ['yyyymmdd', '202001311705', '2020-01-31T17:05:00.000'],
    ['yyyymmdd', '20200131 17:05', '2020-01-31T17:05:00.000'],
    ['year-month-day', '2020.01.31 17:05', '2020-01-31T17:05:00.000'],
    ['year-month-day', '2020/1/3', '2020-01-03T00:00:00.000'],
    ['day-month-year', '31.01.2020 17:05:00.5', '2020-01-31T17:05:00.500'],
    ['month-day-year', '1/31/2020 4:05 PM', '2020-01-31T16:05:00.000'],
    ['month-day-year', '01/31/99 12:00 am', '1999-01-31T00:00:00.000'],
    ['month-name', 'Jan 2, 2020', '2020-01-02T00:00:00.000'],
    ['month-name', 'Jan 2 2020', '2020-01-02T00:00:00.000'],
    ['month-name', '02-Jan-2020', '2020-01-02T00:00:00.000'],
    ['month-name', '2-feb-20 09:30', '2020-02-02T09:30:00.000'],
    ['month-name', '29-Feb-96', '1996-02-29T00:00:00.000'],
    ['month-name', '2 January 2020 13:30', '2020-01-02T13:30:00.000'],
    ['month-name', 'Sept. 3, 2020, 4:05 PM', '2020-09-03T16:05:00.000'],
    ['month-name', 'Thu, 02 Jan 2020 13:30:00 GMT', '2020-01-02T13:30:00.000Z'],
    ['month-name', '2020-Dec-31T23:59:59.5', '2020-12-31T23:59:59.500'],
    ['month-name', '02JAN2020:13:30:00', '2020-01-02T13:30:00.000'],
  ])('%s reads "%s"', (format, text, expected) => {
    expect(read(text, format)).toBe(expected);
  });

  test.each<[TimestampFormat, string]>([
    ['iso', ''],
    ['iso', '2023-02-29'],
    ['iso', '2023-13-01'],
    ['iso', '2023-01-0x'],
    ['iso', '2023-01-02T25:00:00'],
    ['iso', '2023-01-02T10:60:00'],
    ['iso', '2023-01-02T10:00:00junk'],
    ['iso', '2023-01-02T10:00:00.'],
    ['iso', '2023-01-02 10'],
    ['iso', '12abc'],
    ['iso', '2023-01-02 10:00 GMTX'],
    ['iso', '2023-01-02 10:00 GMT+1x'],
    ['epoch-seconds', '12abc'],
    ['epoch-seconds', ''],
    ['epoch-nanoseconds', '1577836800.123456'],
    ['yyyymmdd', '2020013'],
    ['day-month-year', '13/13/2020'],
    ['month-day-year', '1/31/2020 13:05 PM'],
    ['month-name', '30-Feb-2020'],
    ['month-name', '2 Janvier 2020'],
    ['month-name', 'Jan 2020'],
    ['month-name', 'Monday'],
    ['month-name', 'May'],
    ['month-name', '2020-01-02'],
    ['month-name', 'Jan Feb 2020'],
    ['month-name', '02-Jan-020'],
    ['month-name', 'Jan 2, 2020 junk'],
  ])('%s refuses "%s"', (format, text) => {
    expect(read(text, format)).toBeUndefined();
  });

  test('is never read past the end of its field', () => {
    const bytes = bytesOf('2020-01-01 10:00:00');
    const reader = new StampReader('iso');
    for (const end of [9, 12, 13, 14, 15, 17, 18]) expect(reader.read(bytes, 0, end), `${end}`).toBe(false);
    expect(reader.read(bytes, 0, 16)).toBe(true);
  });

  test('in two columns is a date and a time of day', () => {
    const bytes = bytesOf('20060102,90500');
    const reader = new StampReader('yyyymmdd');
    expect(reader.readDateAndTime(bytes, 0, 8, 9, 14)).toBe(true);
    expect(new Date(reader.milliseconds).toISOString()).toBe('2006-01-02T09:05:00.000Z');
    expect(isTimeOfDay('09:05:00')).toBe(true);
    expect(isTimeOfDay('3578.73')).toBe(false);
  });
});

describe('the format of a column', () => {
  test.each<[string, string[], TimestampFormat | undefined]>([
    ['a value above 12 in first place means day first', ['01/02/2020', '13/02/2020'], 'day-month-year'],
    ['a value above 12 in second place means month first', ['01/02/2020', '02/13/2020'], 'month-day-year'],
    ['epochs are told apart by size', ['1577836800', '1577836860'], 'epoch-seconds'],
    ['digits that spell dates are dates', ['202001020930', '202001020931'], 'yyyymmdd'],
    ['a row number is no stamp', ['0', '1', '2'], undefined],
    ['prices are no stamps', ['100.5', '101.25'], undefined],
    ['names are no stamps', ['Ann', 'Bob'], undefined],
    ['a month name needs no values above 12', ['Jan 2, 2020', 'Jan 3, 2020'], 'month-name'],
    ['month names alone are no stamps', ['May', 'June'], undefined],
  ])('%s', (_, values, format) => {
    expect(proposeFormat(values)?.format).toBe(format);
  });

  test('is noted when day and month cannot be told apart', () => {
    expect(proposeFormat(['01/02/2020'])?.note).toMatch(/day first or month first/);
    expect(proposeFormat(['01/02/03'])?.note).toMatch(/"01\/02\/03" can be read day first or month first/);
    expect(proposeFormat(['02-Jan-03'])?.note).toBeUndefined();
  });
});

describe('a naive stamp in a zone', () => {
  const at = (zone: TimeZone, local: string) => new Date(zone.toUtc(Date.parse(`${local}Z`)));
  test('moves by the offset of its date, summer and winter', () => {
    const zone = new TimeZone('America/New_York');
    expect(at(zone, '2024-01-02T09:30').toISOString()).toBe('2024-01-02T14:30:00.000Z');
    expect(at(zone, '2024-07-02T09:30').toISOString()).toBe('2024-07-02T13:30:00.000Z');
  });
  test('does not exist in the hour that the clocks skip', () => {
    const zone = new TimeZone('Europe/Berlin');
    expect(zone.toUtc(Date.parse('2024-03-31T02:30Z'))).toBeNaN();
    expect(at(zone, '2024-03-31T01:59').toISOString()).toBe('2024-03-31T00:59:00.000Z');
    expect(at(zone, '2024-03-31T03:00').toISOString()).toBe('2024-03-31T01:00:00.000Z');
  });
  test('is the earlier moment in the hour that comes twice, and is counted', () => {
    const zone = new TimeZone('Europe/Berlin');
    expect(at(zone, '2024-10-27T02:30').toISOString()).toBe('2024-10-27T00:30:00.000Z');
    expect(at(zone, '2024-10-27T03:00').toISOString()).toBe('2024-10-27T02:00:00.000Z');
    expect(zone.repeated).toBe(1);
  });
  test('needs a zone that exists', () => {
    expect(() => new TimeZone('Mars/Olympus')).toThrow(/Mars\/Olympus/);
  });
});

describe('the open time of a bar', () => {
  const open = (
    timeframe: '5m' | '1d' | '1w' | '1mo',
    stamp: string,
    timeZone = 'UTC',
    side: 'open' | 'close' = 'close',
  ) =>
    new Date(
      new BarOpen({ timeframe, timeZone, stampSide: side }).of(Date.parse(stamp), false),
    ).toISOString();
  test('is one length before the end stamp of an intraday bar', () => {
    expect(open('5m', '2006-01-02T09:05:00Z')).toBe('2006-01-02T09:00:00.000Z');
    expect(open('5m', '2006-01-02T09:05:00Z', 'Europe/Berlin')).toBe('2006-01-02T08:00:00.000Z');
  });
  test('is the first day of the month that an end stamp closes, also on the last trading day', () => {
    expect(open('1mo', '2012-01-31T00:00:00Z')).toBe('2012-01-01T00:00:00.000Z');
    expect(open('1mo', '2006-12-29T00:00:00Z')).toBe('2006-12-01T00:00:00.000Z');
    expect(open('1mo', '2012-02-01T00:00:00Z')).toBe('2012-01-01T00:00:00.000Z');
  });
  test('is the Monday of the week that an end stamp closes', () => {
    expect(open('1w', '2006-01-06T00:00:00Z')).toBe('2006-01-02T00:00:00.000Z');
    expect(open('1w', '2006-01-09T00:00:00Z')).toBe('2006-01-02T00:00:00.000Z');
  });
  test('is 00:00 UTC of a daily date in every zone', () => {
    expect(open('1d', '2004-08-19T00:00:00Z', 'America/New_York', 'open')).toBe('2004-08-19T00:00:00.000Z');
  });
});
