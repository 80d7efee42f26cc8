import { zonedFormat } from '../../core/trading-session.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const QUARTER_HOUR = 900_000;
const OPTIONS = {
  era: 'short',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const;

/**
 * Wall-clock time of an IANA zone to UTC. Asks `Intl` once for a day, and per quarter of an hour only around a change of the clocks.
 * Error `bad-argument` for an unknown zone.
 */
export class TimeZone {
  /** How often {@link toUtc} met a time that the clocks show twice; the earlier moment was taken. */
  repeated = 0;
  readonly #format: Intl.DateTimeFormat | undefined;
  readonly #quarters = new Map<number, number>();
  #day = Number.NaN;
  #dayOffset = 0;

  constructor(name: string) {
    const format = name === 'UTC' ? undefined : zonedFormat(name, OPTIONS);
    this.#format = format?.resolvedOptions().timeZone === 'UTC' ? undefined : format;
  }

  /** Epoch ms UTC of the local time `local` (epoch ms as if it were UTC); NaN when the clocks skip it. */
  toUtc(local: number): number {
    if (!this.#format) return local;
    const day = Math.floor(local / DAY);
    if (day !== this.#day) {
      const before = this.#offsetAt(day * DAY - 14 * HOUR);
      const after = this.#offsetAt(day * DAY + 36 * HOUR);
      this.#dayOffset = before === after ? before : Number.NaN;
      this.#day = day;
    }
    return Number.isNaN(this.#dayOffset) ? this.#aroundChange(local) : local - this.#dayOffset;
  }

  #aroundChange(local: number): number {
    const day = this.#day * DAY;
    const before = this.#offsetAt(day - 14 * HOUR);
    const after = this.#offsetAt(day + 36 * HOUR);
    const early = this.#offsetAt(local - before) === before;
    const late = this.#offsetAt(local - after) === after;
    if (early && late && before !== after) this.repeated++;
    if (early) return local - before;
    return late ? local - after : Number.NaN;
  }

  #offsetAt(utc: number): number {
    const quarter = Math.floor(utc / QUARTER_HOUR);
    const known = this.#quarters.get(quarter);
    if (known !== undefined) return known;
    const moment = quarter * QUARTER_HOUR;
    const part: Record<string, string> = {};
    for (const { type, value } of (this.#format as Intl.DateTimeFormat).formatToParts(moment))
      part[type] = value;
    const number = (type: string) => Number(part[type]);
    const year = part.era === 'BC' ? 1 - number('year') : number('year');
    const wall = Date.UTC(
      year,
      number('month') - 1,
      number('day'),
      number('hour'),
      number('minute'),
      number('second'),
    );
    this.#quarters.set(quarter, wall - moment);
    return wall - moment;
  }
}
