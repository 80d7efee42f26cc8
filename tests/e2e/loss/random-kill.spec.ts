import { expect, test } from '@playwright/test';
import { HARNESS_PORT } from './harness-server.ts';
import { killAtRandom } from './random-kill.ts';

const ROUNDS = 20;

test(`a browser or its renderer killed ${ROUNDS} times at random moments loses no acknowledged bar and shows no half of an import`, async () => {
  test.setTimeout(240_000);
  const tally = await killAtRandom(HARNESS_PORT, ROUNDS, 20_261_122);
  expect(tally.wrong).toEqual([]);
  expect(tally.acknowledged).toBeGreaterThan(0);
  expect(tally.interrupted).toBeGreaterThan(0);
  expect(tally.browsersKilled).toBeGreaterThan(0);
  expect(tally.renderersKilled).toBeGreaterThan(0);
});
