import type { Ambiguity, AmbiguityBand } from '../../worker/client/types.ts';
import { formatNumber } from '../formatting/numbers.ts';

/** What could not be told of a bar, by kind. */
export const DOUBTS: Readonly<Record<Ambiguity['kind'], string>> = {
  'stop-and-target': 'stop-loss and take-profit within the bar',
  'entry-and-exit': 'an entry and what guards it within the bar',
  'stop-limit': 'stop and limit of one order within the bar',
  'one-cancels-other': 'orders that cancel each other within the bar',
};

/** One line for each bar and doubt, the first of the run first. */
export function distinctDoubts(ambiguities: readonly Ambiguity[]): Ambiguity[] {
  const seen = new Map<string, Ambiguity>();
  for (const each of ambiguities) {
    const key = `${each.series}/${each.bar}/${each.kind}`;
    if (!seen.has(key)) seen.set(key, each);
  }
  return [...seen.values()];
}

/** How many bars are ambiguous, and what they may make of the final equity where the run has the band. */
export function ambiguityWords(ambiguities: readonly Ambiguity[], band: AmbiguityBand | undefined): string {
  const bars = new Set(ambiguities.map(({ series, bar }) => `${series}/${bar}`)).size;
  const count = bars === 1 ? '1 ambiguous bar' : `${formatNumber(bars)} ambiguous bars`;
  if (!band) return count;
  const money = (value: number) => formatNumber(value, 2);
  if (band.worst === band.best) return `${count}: final equity ${money(band.worst)} in any course`;
  return `${count}: final equity ${money(band.worst)} at worst, ${money(band.adaptive)} by the extreme nearer to the open, ${money(band.best)} at best`;
}
