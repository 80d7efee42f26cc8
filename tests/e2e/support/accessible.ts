import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { expect } from './test.ts';

interface Axe {
  readonly source: string;
  run(options: { readonly resultTypes: readonly ['violations'] }): Promise<{
    readonly violations: readonly {
      readonly id: string;
      readonly impact?: string | null;
      readonly nodes: readonly { readonly html: string }[];
    }[];
  }>;
}

const wrapper = createRequire(import.meta.url).resolve('@axe-core/playwright');
const { source } = createRequire(wrapper)('axe-core') as Axe;

/** Time without an animation after which a page counts as settled, milliseconds: what opens begins to move some frames later. */
const QUIET = 150;

/** Waits until nothing fades or slides any more: only then are colours and places those that stay. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async (quiet) => {
    const ends = ({ effect }: Animation) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY;
    for (let since = performance.now(); performance.now() - since < quiet; ) {
      const moving = document.getAnimations().filter(ends);
      if (moving.length > 0) {
        await Promise.allSettled(moving.map(({ finished }) => finished));
        since = performance.now();
      }
      await new Promise((frame) => requestAnimationFrame(frame));
    }
  }, QUIET);
}

/**
 * Fails when axe, with all its rules, finds something serious or critical in what the page shows now. axe runs in the page itself and hands over the
 * violations only: `AxeBuilder.analyze` carries every passed node over the debugging connection too, and takes eight times as long.
 */
export async function expectAccessible(page: Page, state: string): Promise<void> {
  await settle(page);
  // What is in a frame would go unseen.
  await expect(page.locator('iframe'), state).toHaveCount(0);
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  const serious = await page.evaluate(async () => {
    const { violations } = await (Reflect.get(globalThis, 'axe') as Axe).run({ resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  });
  expect(serious, state).toEqual([]);
}
