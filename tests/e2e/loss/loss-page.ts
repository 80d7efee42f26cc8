import type { Page } from '@playwright/test';
import type { StartedHarness } from '../../harness/storage/start-harness.ts';
import { type BrowserProcess, createProfile, launchBrowser } from '../support/browser-process.ts';
import { startHarnessServer } from './harness-server.ts';

/** How a session ends: in good order, or by SIGKILL to every process of the browser. */
export type Ending = 'close' | 'kill';

/** Sessions of a real browser on one profile, and the bars that outlive them. */
export interface LossBench {
  /** A new browser on the same profile, with the database open. `work` runs in it, then the browser ends. */
  session<T>(ending: Ending, work: (page: Page) => Promise<T>): Promise<T>;
  end(): Promise<void>;
}

declare global {
  /** Set by tests/harness/storage/main.ts. */
  var started: Promise<StartedHarness>;
  /** Set by {@link openBench} in every session. */
  var bench: {
    store(symbol: string, first: number, rows: number): Promise<void>;
    holdUpCheckpoints(): Promise<void>;
    rows(): Promise<Record<string, number>>;
  };
}

/** Starts the harness server and a fresh profile. */
export async function openBench(port: number): Promise<LossBench> {
  const server = await startHarnessServer(port);
  const profile = createProfile();
  return {
    async session(ending, work) {
      const browser: BrowserProcess = await launchBrowser(profile.folder);
      try {
        await browser.page.goto(server.url);
        await browser.page.evaluate(openInPage);
        return await work(browser.page);
      } finally {
        await browser[ending]();
      }
    },
    async end() {
      await server.close();
      profile.remove();
    },
  };
}

/** Opens the database `loss.db` in a page of the harness and defines `bench` there. */
export async function openInPage(): Promise<void> {
  const { harness } = await globalThis.started;
  const storage = await harness.openStorage('loss.db');
  const key = (symbol: string) => ({
    symbol,
    assetType: 'stock' as const,
    exchange: '',
    quote: '',
    timeframe: '1m' as const,
    source: 'file',
  });
  const bars = (first: number, rows: number) => {
    const timestamp = Float64Array.from({ length: rows }, (_, row) => (first + row) * 60_000);
    const price = Float64Array.from({ length: rows }, (_, row) => 100 + ((first + row) % 991) / 100);
    return { timestamp, open: price, high: price, low: price, close: price, volume: price };
  };
  globalThis.bench = {
    async store(symbol, first, rows) {
      await storage.storeOhlcv(key(symbol), bars(first, rows));
    },
    async holdUpCheckpoints() {
      await storage.storeOhlcv(key('HELD'), bars(0, 10));
      await storage.openSnapshot([key('HELD')]);
      await storage.deleteSeries(key('HELD'));
    },
    async rows() {
      const found: Record<string, number> = {};
      for (const { symbol, rows } of await storage.listSeries()) {
        const read = await storage.getHistoricalPrices(
          key(symbol),
          { from: 0, to: Number.POSITIVE_INFINITY },
          ['close'],
        );
        const expected = bars(0, rows).close;
        const whole =
          read.close?.length === rows && read.close.every((close, row) => close === expected[row]);
        found[symbol] = whole ? rows : -1;
      }
      return found;
    },
  };
  Object.assign(globalThis, { storage, benchKey: key, benchBars: bars });
}
