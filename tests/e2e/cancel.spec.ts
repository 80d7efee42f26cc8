import type { Page } from '@playwright/test';
import { installCsvMaker } from './support/series-source.ts';
import { expect, test } from './support/test.ts';
import { openWorkbench } from './support/workbench.ts';

/** Longest time from a cancel to its answer, milliseconds. */
const CANCEL = 300;

interface Cancelled {
  readonly after: number;
  readonly outcome: string;
  readonly milliseconds: number;
}

/** Begins `operation` once for each moment, cancels it that many milliseconds after its first progress, and measures the answer. */
const cancelAt = (page: Page, operation: 'import' | 'sample' | 'run', moments: readonly number[]) =>
  page.evaluate(
    async ({ operation, moments }) => {
      const operations = {
        import: (options: object) => backtab.importFile(makeCsv(400_000), { name: 'CUT_1m.csv', ...options }),
        sample: (options: object) => backtab.loadSampleData(options),
        run: (options: object) =>
          backtab.run({ strategy: 'sma-cross', series: 'LONG', storage: 'memory' }, options),
      };
      const measured: Cancelled[] = [];
      for (const after of moments) {
        const controller = new AbortController();
        let begin = () => {};
        const begun = new Promise<void>((resolve) => {
          begin = resolve;
        });
        const ended = operations[operation]({ signal: controller.signal, onProgress: () => begin() }).then(
          () => 'done',
          (error: Error) => error.name,
        );
        await Promise.race([begun, ended]);
        await new Promise((resolve) => setTimeout(resolve, after));
        const cancelled = performance.now();
        controller.abort();
        const outcome = await ended;
        measured.push({ after, outcome, milliseconds: performance.now() - cancelled });
      }
      return measured;
    },
    { operation, moments },
  );

test('an import, the sample data and the loading of a run are cancelled within 300 ms and leave no trace, in both tabs', async ({
  page,
  context,
}) => {
  await installCsvMaker(page);
  await openWorkbench(page);
  await page.evaluate(async () => void (await backtab.importFile(makeCsv(500_000), { name: 'LONG_1m.csv' })));
  const second = await context.newPage();
  await installCsvMaker(second);
  await openWorkbench(second);
  for (const [name, tab] of Object.entries({ leader: page, follower: second })) {
    const measured = {
      import: await cancelAt(tab, 'import', [0, 60, 200, 400]),
      sample: await cancelAt(tab, 'sample', [0, 40]),
      run: await cancelAt(tab, 'run', [0, 20, 60]),
    };
    for (const [operation, times] of Object.entries(measured)) {
      const words = times.map(
        ({ after, outcome, milliseconds }) => `${outcome}@${after}: ${milliseconds.toFixed(0)}`,
      );
      console.log(`${name} ${operation}, ms: ${words.join(', ')}`);
      expect(times[0]?.outcome, operation).toBe('AbortError');
      for (const { milliseconds } of times) expect(milliseconds, operation).toBeLessThan(CANCEL);
    }
    const done = measured.import.some(({ outcome }) => outcome === 'done') ? ['CUT 400000'] : [];
    const left = await tab.evaluate(async () =>
      (await backtab.listSeries())
        .filter(({ symbol }) => symbol === 'CUT' || symbol === 'LONG')
        .map(({ symbol, rows }) => `${symbol} ${rows}`)
        .sort(),
    );
    expect(left).toEqual([...done, 'LONG 500000']);
    if (done.length > 0) await tab.evaluate(() => backtab.deleteSeries('CUT'));
  }
});
