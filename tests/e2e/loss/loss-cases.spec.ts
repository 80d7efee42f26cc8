import { expect, test } from '@playwright/test';
import { HARNESS_PORT } from './harness-server.ts';
import { type Ending, type LossBench, openBench } from './loss-page.ts';

// Cases A, B and C of docs/adr/0002-wal-truncation.md: what DuckDB-WASM loses when its log is not truncated.

const ENDINGS: readonly Ending[] = ['close', 'kill'];

let bench: LossBench;
test.setTimeout(180_000);
test.beforeEach(async () => {
  bench = await openBench(HARNESS_PORT);
});
test.afterEach(async () => {
  await bench.end();
});

const rowsFound = () => bench.session('kill', (page) => page.evaluate(() => globalThis.bench.rows()));

for (const ending of ENDINGS) {
  test(`A: bars stored after a checkpoint are there after ${ending}`, async () => {
    await bench.session(ending, (page) =>
      page.evaluate(async () => {
        await globalThis.bench.store('BIG', 0, 100_000);
        await globalThis.bench.holdUpCheckpoints();
        await globalThis.bench.store('BIG', 100_000, 1000);
      }),
    );
    expect(await rowsFound()).toEqual({ BIG: 101_000 });
    expect(await rowsFound()).toEqual({ BIG: 101_000 });
  });

  test(`B: bars that three sessions left in the log are there after ${ending}`, async () => {
    for (let session = 0; session < 3; session++) {
      await bench.session(ending, (page) =>
        page.evaluate(async (first) => {
          await globalThis.bench.holdUpCheckpoints();
          await globalThis.bench.store('LOG', first, 1000);
        }, session * 1000),
      );
    }
    expect(await rowsFound()).toEqual({ LOG: 3000 });
  });

  test(`C: small writes after large ones are there after ${ending}`, async () => {
    await bench.session(ending, (page) =>
      page.evaluate(async () => {
        await globalThis.bench.store('LARGE', 0, 300_000);
        await globalThis.bench.store('LARGE', 300_000, 5000);
        await globalThis.bench.holdUpCheckpoints();
        await globalThis.bench.store('LARGE', 305_000, 200_000);
        for (let part = 0; part < 10; part++) await globalThis.bench.store('SMALL', part * 100, 100);
      }),
    );
    expect(await rowsFound()).toEqual({ LARGE: 505_000, SMALL: 1000 });
    await bench.session(ending, (page) => page.evaluate(() => globalThis.bench.store('SMALL', 1000, 100)));
    expect(await rowsFound()).toEqual({ LARGE: 505_000, SMALL: 1100 });
  });
}
