import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

/** Environment variable that names the browser to test with. */
export const BROWSER_VARIABLE = 'BACKTAB_BROWSER';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

const FIXED_PATHS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Path of the Chromium or Chrome to test with: `BACKTAB_BROWSER`, else the one Playwright installed, else one on the PATH, else one in the place
 * where installers put it. `undefined` when there is none; an error when `BACKTAB_BROWSER` names a file that does not exist.
 */
export function findBrowser(): string | undefined {
  const named = process.env[BROWSER_VARIABLE];
  if (named) {
    if (!existsSync(named))
      throw new Error(
        `${BROWSER_VARIABLE} is "${named}", which does not exist: name an executable, or unset it`,
      );
    return named;
  }
  const own = chromium.executablePath();
  if (existsSync(own)) return own;
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const onPath = PROGRAMS.flatMap((program) => folders.map((folder) => join(folder, program)));
  return [...onPath, ...FIXED_PATHS].find((path) => existsSync(path));
}
