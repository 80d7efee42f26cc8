import { describe, expect, it } from 'vitest';
import type { Ambiguity } from '../../worker/client/types.ts';
import { ambiguityWords, distinctDoubts } from './ambiguity-words.ts';

const doubt = (bar: number, orderId: number, kind: Ambiguity['kind'] = 'stop-and-target'): Ambiguity => ({
  bar,
  time: bar * 86_400_000,
  series: 0,
  orderId,
  kind,
});
const doubts = [doubt(3, 1), doubt(3, 2), doubt(3, 2, 'stop-limit'), doubt(1_500, 9)];

describe('ambiguous bars in words', () => {
  it('are counted once a bar, and told once a bar and kind', () => {
    expect(ambiguityWords(doubts, undefined)).toBe('2 ambiguous bars');
    expect(distinctDoubts(doubts)).toHaveLength(3);
  });

  it('come with the band of the final equity where the run has it', () => {
    expect(ambiguityWords(doubts, { worst: 9_995, adaptive: 10_000.5, best: 12_345.678 })).toBe(
      '2 ambiguous bars: final equity 9,995.00 at worst, 10,000.50 by the extreme nearer to the open, 12,345.68 at best',
    );
    expect(ambiguityWords([doubt(3, 1)], { worst: 5, adaptive: 5, best: 5 })).toBe(
      '1 ambiguous bar: final equity 5.00 in any course',
    );
    expect(ambiguityWords([], { worst: 5, adaptive: 5, best: 5 })).toBe(
      '0 ambiguous bars: final equity 5.00 in any course',
    );
  });
});
