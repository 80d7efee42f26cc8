import { readFileSync } from 'node:fs';
import { findStrategy } from '../../src/strategies/catalogue.ts';
import { expect, test } from './support/test.ts';
import { openWorkbench, sp500Csv } from './support/workbench.ts';

const DOCS = readFileSync(new URL('../../docs/scripting.md', import.meta.url), 'utf8');
const SNIPPETS = [...DOCS.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code as string);

test.describe('globalThis.backtab', () => {
  test('runs every snippet of docs/scripting.md as it stands', async ({ page }) => {
    await openWorkbench(page);
    expect(SNIPPETS.length).toBeGreaterThan(10);
    for (const snippet of SNIPPETS) {
      const logged: unknown[] = await page.evaluate(async (code) => {
        const said: unknown[] = [];
        const console = {
          log: (...values: unknown[]) => said.push(...values),
          table: (value: unknown) => said.push(value),
        };
        const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
        await new AsyncFunction('console', code)(console);
        return said;
      }, snippet);
      expect(logged, snippet).not.toContain(false);
      expect(logged, snippet).not.toContain(undefined);
    }
  });

  test('is documented method by method and statistic by statistic', async ({ page }) => {
    await openWorkbench(page);
    const { members, statistics } = await page.evaluate(async () => {
      await globalThis.backtab.importFile({
        name: 'A_1d.csv',
        text: 'Date,Open,High,Low,Close,Volume\n2020-01-01,1,1,1,1,1\n2020-01-02,1,1,1,1,1\n2020-01-03,2,2,2,2,1\n',
      });
      const run = await globalThis.backtab.run({ strategy: 'buy-hold', series: 'A' });
      const { groups, years, drawdowns: _, ...records } = run.performance!;
      const figures = [...Object.values(records), groups[0], years[0]].flatMap((one) =>
        Object.keys(one ?? {}),
      );
      const statistics = [...Object.keys(run.statistics), ...Object.keys(run.performance!), ...figures];
      return { members: Object.keys(globalThis.backtab), statistics };
    });
    expect(members.filter((name) => !new RegExp(`\`${name}[(\`]`).test(DOCS))).toEqual([]);
    expect(statistics.filter((name) => !new RegExp(`[\`{ ]${name}[\`, ]`).test(DOCS))).toEqual([]);
  });

  test('returns plain data only, equal on both storages and after a reload', async ({ page }) => {
    await openWorkbench(page);
    const before = await page.evaluate(async (text) => {
      await globalThis.backtab.importFile({ name: 'SP500_1d.csv', text });
      const run = await globalThis.backtab.compare({
        strategy: 'sma-cross',
        series: 'SP500',
        start: '2010-01-01',
      });
      return JSON.parse(JSON.stringify(run)) as typeof run;
    }, sp500Csv());
    expect(before.identical).toBe(true);
    expect(before.divergence).toBeNull();
    expect(before.runs.map(({ storage }) => storage)).toEqual(['duckdb', 'memory']);
    expect(before.time).toHaveLength(before.equity.length);
    expect(new Date(before.time[0] as number).getUTCFullYear()).toBe(2010);
    expect(before.equity.at(-1)).toBe(before.statistics.equityFinal);
    for (const { timings } of before.runs) {
      expect(timings.queries).toHaveLength(timings.feed.queries);
      expect(timings.total).toBeGreaterThan(timings.engine);
      expect(timings.load).toBeGreaterThan(0);
    }

    await page.reload();
    await openWorkbench(page);
    expect(await page.evaluate(() => globalThis.backtab.lastRun())).toEqual(before);
  });

  test('tells what is wrong with a call by code and by words', async ({ page }) => {
    await openWorkbench(page);
    const failure = (call: string) =>
      page.evaluate(async (code) => {
        try {
          await new Function(`return ${code}`)();
          return { code: 'none', message: '' };
        } catch (error) {
          const { code, message } = error as Error & { code: string };
          return { code, message };
        }
      }, call);
    expect(await failure("backtab.run({ strategy: 'sma-cross', series: 'NOPE' })")).toMatchObject({
      code: 'unknown-series',
      message: expect.stringContaining('NOPE'),
    });
    expect(await failure("backtab.run({ strategy: 'sma-cross', series: 'A', comission: 1 })")).toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining('"comission"'),
    });
    expect(await failure("backtab.run({ strategy: 'moon', series: 'A' })")).toMatchObject({
      code: 'unknown-strategy',
      message: expect.stringContaining(findStrategy('buy-hold').id),
    });
    expect(await failure("backtab.importFile(new Blob(['x']))")).toMatchObject({ code: 'bad-argument' });
    expect(await failure("backtab.query('CHECKPOINT')")).toMatchObject({ code: 'query-refused' });
    expect(await failure("backtab.query('SELECT 1; SELECT 2')")).toMatchObject({ code: 'query-refused' });
    const failed = await page.evaluate(async () =>
      (await globalThis.backtab.timings()).filter(({ error }) => error !== undefined),
    );
    expect(failed.map(({ operation }) => operation)).toEqual(
      expect.arrayContaining(['resolveSeries', 'query']),
    );
  });

  test('stops a run and an import on request, leaving nothing behind', async ({ page }) => {
    await openWorkbench(page);
    const outcome = await page.evaluate(async (text) => {
      const stopped = async (start: (signal: AbortSignal) => Promise<unknown>, after: number) => {
        const controller = new AbortController();
        const call = start(controller.signal);
        setTimeout(() => controller.abort(), after);
        return call.then(
          () => 'finished',
          (error: Error) => error.name,
        );
      };
      const big = text + text.slice(text.indexOf('\n') + 1).repeat(40);
      const import_ = await stopped(
        (signal) => globalThis.backtab.importFile({ name: 'BIG_1d.csv', text: big }, { signal }),
        30,
      );
      const series = (await globalThis.backtab.listSeries()).length;
      await globalThis.backtab.importFile({ name: 'SP500_1d.csv', text });
      const run = await stopped(
        (signal) =>
          globalThis.backtab.run({ strategy: 'buy-hold', series: 'SP500', storage: 'both' }, { signal }),
        5,
      );
      const runs = (await globalThis.backtab.listRuns()).length;
      return { import_, series, run, runs, frames: document.querySelectorAll('iframe').length };
    }, sp500Csv());
    expect(outcome).toEqual({ import_: 'AbortError', series: 0, run: 'AbortError', runs: 0, frames: 0 });
  });
});
