import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, chromium, type Page } from '@playwright/test';
import { findBrowser } from '../../../scripts/browser/find-browser.ts';
import { launchArguments } from '../../../scripts/browser/launch-arguments.ts';

/** A folder for a browser profile that outlives the browser; `remove` deletes it. */
export function createProfile(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'backtab-profile-'));
  return {
    folder,
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
  };
}

/** A browser in a process group of its own, which can be closed in good order or killed like a crash. */
export interface BrowserProcess {
  readonly page: Page;
  /** Process id of the browser; its tabs are processes below it. */
  readonly pid: number;
  newPage(): Promise<Page>;
  /** Ends the browser in good order and waits for it. */
  close(): Promise<void>;
  /** SIGKILL to the browser and all its renderers. */
  kill(): Promise<void>;
}

async function readPort(folder: string, child: ChildProcess): Promise<number> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) throw new Error(`The browser ended with code ${child.exitCode}`);
    try {
      const port = Number(readFileSync(join(folder, 'DevToolsActivePort'), 'utf8').split('\n')[0]);
      if (port > 0) return port;
    } catch {
      // The file appears once the browser listens.
    }
    await sleep(50);
  }
  throw new Error('The browser did not open its debugging port within 15 s');
}

/** Starts a headless browser on the profile in `folder`. */
export async function launchBrowser(folder: string): Promise<BrowserProcess> {
  const program = findBrowser();
  if (!program) throw new Error('No browser found');
  rmSync(join(folder, 'DevToolsActivePort'), { force: true });
  const child = spawn(
    program,
    [
      '--headless=new',
      '--remote-debugging-port=0',
      `--user-data-dir=${folder}`,
      ...launchArguments(),
      'about:blank',
    ],
    { detached: true, stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const browser: Browser = await chromium.connectOverCDP(`http://127.0.0.1:${await readPort(folder, child)}`);
  const context = browser.contexts()[0];
  if (!context) throw new Error('The browser has no default context');
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    page,
    pid: child.pid as number,
    newPage: () => context.newPage(),
    async close() {
      const session = await browser.newBrowserCDPSession();
      await session.send('Browser.close').catch(() => {});
      await ended;
    },
    async kill() {
      process.kill(-(child.pid as number), 'SIGKILL');
      await ended;
      await browser.close().catch(() => {});
    },
  };
}
