import { describe, expect, it } from 'vitest';
import { STRATEGY_FILE } from './strategy-place.ts';
import { SubmissionSites } from './submission-sites.ts';

/** Sends orders from the second line of a strategy's text. */
const send = (sites: SubmissionSites, ids: readonly number[]) => {
  const body = `\n for (const id of ids) if (sites.left > 0) sites.note(id);\n//# sourceURL=${STRATEGY_FILE}`;
  new Function('sites', 'ids', body)(sites, ids);
};
const upTo = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

describe('where orders were sent', () => {
  it('is known of the first 64 only, and the first rejection of them ends the search', () => {
    const sites = new SubmissionSites();
    send(sites, upTo(0, 100));
    expect(sites.left).toBe(0);
    sites.rejected(63);
    expect(sites.found).toMatchObject({ orderId: 63, place: expect.stringMatching(/^, line 2, column/) });
    sites.rejected(1);
    expect(sites.found?.orderId).toBe(63);
    expect(sites.left).toBe(0);
  });

  it('is remembered anew after the rejection of an order of which it is not known, sixteen rounds at most', () => {
    const sites = new SubmissionSites();
    let noted = 0;
    for (let round = 0; round < 40; round++) {
      noted += sites.left;
      send(sites, upTo(round * 200, round * 200 + 100));
      sites.rejected(round * 200 + 99);
    }
    expect(noted).toBe(16 * 64);
    expect(sites.found).toBeNull();
    // One of the first round may have waited all that time.
    sites.rejected(5);
    expect(sites.found).toMatchObject({ orderId: 5 });
  });
});
