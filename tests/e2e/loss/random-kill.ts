import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { type BrowserProcess, createProfile, launchBrowser } from '../support/browser-process.ts';
import { killRenderer, rendererPid } from '../support/renderer-process.ts';
import { startHarnessServer } from './harness-server.ts';
import { openInPage } from './loss-page.ts';

/** What many rounds of killing came to. */
export interface KillTally {
  readonly rounds: number;
  /** Operations that were acknowledged, and those under way when the browser was killed: of these, how many turned out done. */
  readonly acknowledged: number;
  readonly interrupted: number;
  readonly interruptedDone: number;
  readonly killedWhileOpening: number;
  /** Rounds that ended with SIGKILL to the browser and all its processes, and to the process of the tab alone. */
  readonly browsersKilled: number;
  readonly renderersKilled: number;
  /** Rounds after which the database was neither what was acknowledged nor that and the operation under way. */
  readonly wrong: readonly string[];
}

/** Rows by symbol. */
type Rows = Readonly<Record<string, number>>;

type Operation =
  | {
      readonly kind: 'store' | 'import';
      readonly symbol: string;
      readonly first: number;
      readonly rows: number;
    }
  | { readonly kind: 'delete'; readonly symbol: string }
  | { readonly kind: 'revert-schema' };

const SYMBOLS = ['A', 'B', 'C'];

/**
 * Kills a browser (SIGKILL to all its processes, or to the renderer of the tab alone, by turns of the dice) at random moments of opening, importing, storing, deleting and migrating, `rounds` times on one
 * profile, and compares what the next one finds. `seed` decides the operations; the moments depend on the machine too.
 */
export async function killAtRandom(port: number, rounds: number, seed: number): Promise<KillTally> {
  const random = randomSource(seed);
  const server = await startHarnessServer(port);
  const profile = createProfile();
  const tally = {
    acknowledged: 0,
    interrupted: 0,
    interruptedDone: 0,
    killedWhileOpening: 0,
    browsersKilled: 0,
    renderersKilled: 0,
  };
  const wrong: string[] = [];
  let browser: BrowserProcess | undefined;
  let expected: Rows = {};
  let pending: Operation | undefined;
  try {
    for (let round = 0; round < rounds; round++) {
      browser ??= await launchBrowser(profile.folder);
      const page = await browser.newPage();
      // tsx, which runs the soak, wraps named functions in a helper that the page does not have.
      await page.addInitScript('globalThis.__name = (f) => f');
      await page.goto(server.url);
      const renderer = random() < 0.6 ? await rendererPid(page) : undefined;
      const kill = async (victim: BrowserProcess) => {
        if (renderer !== undefined) {
          tally.renderersKilled++;
          await killRenderer(page, renderer);
          await page.close();
          return victim;
        }
        tally.browsersKilled++;
        await victim.kill();
        return undefined;
      };
      if (random() < 0.2) {
        const opening = page.evaluate(openInPage).catch(() => {});
        await sleep(200 + 800 * random());
        browser = await kill(browser);
        await opening;
        tally.killedWhileOpening++;
        continue;
      }
      await page.evaluate(openInPage);
      const found = await state(page);
      const after = pending && apply(expected, pending);
      if (pending) tally.interrupted++;
      if (after && same(found, after)) tally.interruptedDone++;
      else if (!same(found, expected)) {
        wrong.push(`round ${round}: ${JSON.stringify({ found, expected, pending })}`);
      }
      expected = found;
      pending = undefined;
      const moment = sleep(30 + 1200 * random() ** 2);
      const work = async () => {
        for (;;) {
          pending = choose(expected, random);
          await perform(page, pending);
          expected = apply(expected, pending);
          pending = undefined;
          tally.acknowledged++;
        }
      };
      const working = work().catch((error: unknown) => {
        if (!/closed|crash|detached|destroyed/i.test(String(error))) wrong.push(`round ${round}: ${error}`);
      });
      await moment;
      browser = await kill(browser);
      await working;
    }
  } finally {
    await browser?.kill();
    await server.close();
    profile.remove();
  }
  return { rounds, ...tally, wrong };
}

/** Rows by symbol, each -1 when its bars are not the right ones; `levels` is 0 when every level sums up every bar. */
async function state(page: Page): Promise<Rows> {
  return page.evaluate(async () => {
    const rows = await globalThis.bench.rows();
    const { harness } = await globalThis.started;
    const { rows: off } = await harness.userQuery(
      `SELECT level FROM bar_levels GROUP BY level HAVING sum(rows) <> (SELECT count(*) FROM bars)`,
    );
    return { ...rows, levels: off.length };
  });
}

function choose(rows: Rows, random: () => number): Operation {
  const symbol = SYMBOLS[Math.floor(random() * SYMBOLS.length)] as string;
  const first = rows[symbol] ?? 0;
  const dice = random();
  if (dice < 0.45) return { kind: 'store', symbol, first, rows: 1 + Math.floor(random() * 20_000) };
  if (dice < 0.75 && first < 2_000_000)
    return { kind: 'import', symbol, first, rows: 100_000 + Math.floor(random() * 300_000) };
  return dice < 0.95 ? { kind: 'delete', symbol } : { kind: 'revert-schema' };
}

function apply(rows: Rows, operation: Operation): Rows {
  if (operation.kind === 'revert-schema') return rows;
  const { [operation.symbol]: before = 0, ...others } = rows;
  return operation.kind === 'delete' ? others : { ...others, [operation.symbol]: before + operation.rows };
}

function same(a: Rows, b: Rows): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)].filter((name) => name !== 'levels'));
  return (a.levels ?? 0) === 0 && [...names].every((name) => a[name] === b[name]);
}

async function perform(page: Page, operation: Operation): Promise<void> {
  await page.evaluate(async (task) => {
    const { harness } = await globalThis.started;
    type Storage = Awaited<ReturnType<typeof harness.openStorage>>;
    const storage = Reflect.get(globalThis, 'storage') as Storage;
    const key = Reflect.get(globalThis, 'benchKey') as (
      symbol: string,
    ) => Parameters<Storage['openWriter']>[0];
    const bars = Reflect.get(globalThis, 'benchBars') as (first: number, rows: number) => never;
    if (task.kind === 'store') await globalThis.bench.store(task.symbol, task.first, task.rows);
    else if (task.kind === 'delete') await storage.deleteSeries(key(task.symbol));
    else if (task.kind === 'revert-schema') {
      // What a database of an earlier version looks like: the next opening migrates it.
      await harness.revertSchema(3);
      await storage.close();
    } else {
      const writer = await storage.openWriter(key(task.symbol));
      for (let done = 0; done < task.rows; done += 50_000) {
        await writer.append(bars(task.first + done, Math.min(50_000, task.rows - done)));
      }
      await writer.commit();
    }
  }, operation);
  if (operation.kind === 'revert-schema') await page.evaluate(openInPage);
}

function randomSource(seed: number): () => number {
  let current = seed | 0 || 1;
  return () => {
    current ^= current << 13;
    current ^= current >>> 17;
    current ^= current << 5;
    return (current >>> 0) / 4_294_967_296;
  };
}
