import { TIMEFRAMES, type Timeframe, timeframeMilliseconds } from '../../core/timeframe.ts';
import type { StampSide } from './import-types.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** The most frequent gap between neighbouring stamps (any order, epoch ms), or undefined for fewer than two different ones. */
export function commonGap(stamps: readonly number[]): number | undefined {
  const sorted = Float64Array.from(stamps).sort();
  const counts = new Map<number, number>();
  for (let index = 1; index < sorted.length; index++) {
    const gap = (sorted[index] as number) - (sorted[index - 1] as number);
    if (gap > 0) counts.set(gap, (counts.get(gap) ?? 0) + 1);
  }
  let best: number | undefined;
  for (const [gap, count] of counts) {
    const bestCount = best === undefined ? 0 : (counts.get(best) as number);
    if (count > bestCount || (count === bestCount && gap < (best as number))) best = gap;
  }
  return best;
}

/** The supported length nearest to a gap (by ratio), and whether the gap is that length exactly. */
export function nearestTimeframe(gap: number): { readonly timeframe: Timeframe; readonly exact: boolean } {
  if (gap >= 28 * DAY && gap <= 31 * DAY) return { timeframe: '1mo', exact: true };
  let best: Timeframe = '1d';
  let distance = Number.POSITIVE_INFINITY;
  for (const timeframe of TIMEFRAMES) {
    const off = Math.abs(Math.log(gap / timeframeMilliseconds(timeframe)));
    if (off < distance) {
      best = timeframe;
      distance = off;
    }
  }
  return { timeframe: best, exact: distance < 1e-9 || (best === '1d' && Math.abs(gap - DAY) <= HOUR) };
}

/** Which side of its bar a stamp marks, as far as the stamps tell. */
export interface SideProposal {
  readonly side: StampSide;
  readonly note?: string;
}

function clock(moment: number): string {
  return new Date(moment).toISOString().slice(11, 16);
}

function sessionSide(stamps: readonly number[], length: number): SideProposal {
  const sorted = [...stamps].sort((a, b) => a - b);
  const firsts: number[] = [];
  for (let index = 0; index < sorted.length; index++) {
    const stamp = sorted[index] as number;
    if (index === 0 || stamp - (sorted[index - 1] as number) >= 4 * HOUR) firsts.push(stamp);
  }
  const shifted = firsts.filter((stamp) => stamp % (30 * 60_000) === length && length < 30 * 60_000);
  const first = firsts[0];
  if (first === undefined || shifted.length < Math.max(1, firsts.length / 2)) return { side: 'open' };
  return {
    side: 'open',
    note: `Sessions begin at ${clock(shifted[0] as number)}, one bar after ${clock((shifted[0] as number) - length)}: the stamps may mark the END of the bar. If so, set the stamp side to close.`,
  };
}

/** Proposes the stamp side from sampled stamps (wall-clock ms): month ends and 23:59 are evidence for `close`, session starts only a hint. */
export function proposeStampSide(stamps: readonly number[], timeframe: Timeframe): SideProposal {
  if (stamps.length < 2) return { side: 'open' };
  const dates = stamps.map((stamp) => new Date(stamp));
  if (timeframe === '1mo') {
    if (dates.every((date) => date.getUTCDate() >= 26))
      return {
        side: 'close',
        note: 'The stamps are month ends: bars are stored at the first day of their month.',
      };
    return { side: 'open' };
  }
  if (timeframe === '1w')
    return dates.every((date) => date.getUTCDay() === 5)
      ? {
          side: 'close',
          note: 'The stamps are Fridays, the ends of their weeks: bars are stored at the Monday of their week.',
        }
      : { side: 'open' };
  const length = timeframeMilliseconds(timeframe);
  if (timeframe === '1d' || dates.every((date) => date.getUTCSeconds() === 59))
    return dates.every((date) => date.getUTCSeconds() === 59 && date.getUTCMinutes() === 59) &&
      timeframe === '1d'
      ? { side: 'close', note: 'The stamps are ends of days: bars are stored at the start of their day.' }
      : { side: 'open' };
  return sessionSide(stamps, length);
}
