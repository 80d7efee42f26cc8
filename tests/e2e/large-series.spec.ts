import { installCsvMaker } from './support/series-source.ts';
import { expect, test } from './support/test.ts';
import { openWorkbench } from './support/workbench.ts';

const BARS = 500_000;
const LONGEST_TASK = 200;

test(`a series of ${BARS} bars opens, zooms and runs with no main-thread task over ${LONGEST_TASK} ms`, async ({
  page,
}) => {
  test.setTimeout(120_000);
  await installCsvMaker(page);
  await openWorkbench(page);
  await page.evaluate(async (rows) => {
    await backtab.importFile(makeCsv(rows), { name: 'LARGE_1m.csv' });
  }, BARS);

  await page.reload();
  await openWorkbench(page);
  await page.evaluate(() => {
    const tasks: number[] = [];
    new PerformanceObserver((list) =>
      tasks.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({
      type: 'longtask',
      buffered: false,
    });
    Object.assign(globalThis, { longTasks: tasks });
  });
  await page.getByTestId('series-row').first().click();
  await expect(page.getByTestId('chart')).toBeVisible();
  await expect(page.getByTestId('aggregation')).toBeVisible();
  const chart = await page.getByTestId('chart').boundingBox();
  if (!chart) throw new Error('The chart has no place on the page');
  await page.mouse.move(chart.x + chart.width / 2, chart.y + chart.height / 3);
  for (let turn = 0; turn < 6; turn++) {
    await page.mouse.wheel(0, -400);
    await page.waitForTimeout(150);
  }
  await page.getByTestId('run-button').click();
  await expect(page.getByTestId('kpi-equityFinal')).toBeVisible({ timeout: 30_000 });
  await page.waitForTimeout(1_000);

  const tasks = await page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks);
  console.log(`long tasks (ms): ${tasks.map(Math.round).join(', ') || 'none'}`);
  expect(Math.max(0, ...tasks)).toBeLessThanOrEqual(LONGEST_TASK);
});
