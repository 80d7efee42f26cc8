import type { Page } from '@playwright/test';

/** Minute bars that a page makes up by itself, so that a large file need not cross the debugging connection. */
export interface GeneratedFile {
  readonly name: string;
  readonly rows: number;
}

/** Puts `globalThis.makeCsv(rows)` on every page opened from now on: CSV text of a random walk of minute bars from 2020-01-01, as a Blob. */
export async function installCsvMaker(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const makeCsv = (rows: number): Blob => {
      const parts: string[] = ['timestamp,open,high,low,close,volume\n'];
      let state = 7;
      let price = 10_000;
      let lines: string[] = [];
      for (let row = 0; row < rows; row++) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        const open = price;
        price = Math.max(100, price + ((state >>> 20) % 21) - 10);
        const high = Math.max(open, price) + 3;
        const low = Math.min(open, price) - 3;
        const time = 1577836800000 + row * 60000;
        lines.push(`${time},${open / 100},${high / 100},${low / 100},${price / 100},${state % 1000}`);
        if (lines.length === 50_000) {
          parts.push(`${lines.join('\n')}\n`);
          lines = [];
        }
      }
      parts.push(`${lines.join('\n')}\n`);
      return new Blob(parts);
    };
    Object.assign(globalThis, { makeCsv });
  });
}

declare global {
  var makeCsv: (rows: number) => Blob;
}
