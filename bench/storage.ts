/**
 * The storage figures that must hold, in a real browser on OPFS, with the product's own classes. Run: `npm run bench:storage`, with
 * `-- --quick` for 1M rows only and `-- --large` for 50M as well. Writes bench/storage.md.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { createProfile, launchBrowser } from '../tests/e2e/support/browser-process.ts';
import { startBenchServer } from './storage/bench-server.ts';
import type { StorageBench } from './storage/bench-worker.ts';
import type { StartedBench } from './storage/page.ts';
import { peakMemory } from './storage/renderer-memory.ts';

declare global {
  /** Set by bench/storage/page.ts. */
  var startBench: () => Promise<StartedBench>;
}

const PORT = Number(process.env.PORT ?? 4314);
const MEGABYTE = 1_000_000;
const quick = process.argv.includes('--quick');
const large = process.argv.includes('--large');
const SIZES = quick ? [1_000_000] : [1_000_000, 10_000_000];

interface Line {
  readonly measure: string;
  readonly value: string;
  readonly target: string;
  readonly holds: boolean | undefined;
}

const lines: Line[] = [];
function report(measure: string, value: string, target = 'reported', holds?: boolean): void {
  lines.push({ measure, value, target, holds });
  console.log(`${holds === false ? 'NOT MET  ' : ''}${measure}: ${value} (${target})`);
}
const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
const mb = (value: number) => `${(value / MEGABYTE).toFixed(1)} MB`;
const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)}%`;

const load = () => loadavg()[0]?.toFixed(1) ?? '';
const loads = [load()];
const server = await startBenchServer(PORT);
const profile = createProfile();

/** A fresh browser on the same profile; what `work` passes to `call` runs on the bench in its worker. */
async function tab<T>(
  work: (
    call: <R>(method: keyof StorageBench, ...args: readonly unknown[]) => Promise<R>,
    start: (name: string, symbol?: string) => Promise<number>,
    peak: () => number,
  ) => Promise<T>,
): Promise<T> {
  const browser = await launchBrowser(profile.folder);
  try {
    await browser.page.goto(server.url);
    const start = (name: string, symbol?: string) =>
      browser.page.evaluate(
        async ([file, asked]) => {
          const began = await globalThis.startBench();
          Object.assign(globalThis, { bench: began.bench });
          await began.bench.open(file as string, asked);
          return performance.now() - began.startedAt;
        },
        [name, symbol] as const,
      );
    const call = <R>(method: string, ...args: readonly unknown[]) =>
      browser.page.evaluate(
        ([name, values]) => {
          const bench = Reflect.get(globalThis, 'bench') as Record<
            string,
            (...all: readonly unknown[]) => unknown
          >;
          return bench[name]?.(...values);
        },
        [method, args] as const,
      ) as Promise<R>;
    return await work(call, start, () => peakMemory(browser.pid));
  } finally {
    await browser.close();
  }
}

const empty = await tab(async (call, start, peak) => {
  await start('empty.db');
  return { memory: peak(), bytes: await call<number>('bytes') };
});

await tab(async (call, start) => {
  for (const [exact, name] of [
    [false, '2-decimal prices'],
    [true, '17-digit prices'],
  ] as const) {
    await start(exact ? 'exact.db' : 'size.db');
    await call('fill', 'S', 1_000_000, 0, exact);
    const file = await call<number>('bytes');
    const bytes = file - empty.bytes;
    const csv = await call<number>('csvBytes', 1_000_000, exact);
    report(
      `stored bytes, 1M rows, ${name}`,
      `${mb(bytes)} = ${percent(bytes, csv)} of the CSV (${mb(csv)}), ${percent(bytes, 48e6)} of Float64 arrays; the file is ${mb(file)} (${percent(file, csv)}), that of an empty database ${mb(empty.bytes)}`,
      exact ? 'reported' : 'at most 12% and 15%',
      exact ? undefined : bytes <= 0.12 * csv && bytes <= 0.15 * 48e6,
    );
  }
});

await tab(async (call, start) => {
  await start('overlap.db');
  const fresh: number[] = [];
  const overlap: number[] = [];
  for (let run = 0; run < 3; run++) {
    fresh.push(await call<number>('fill', 'O', 1_000_000));
    overlap.push(await call<number>('fill', 'O', 1_000_000, 500_000));
    await call('delete', 'O');
  }
  const [a, b] = [median(fresh), median(overlap)];
  report(
    'storing 1M bars, half of them stored already',
    `${ms(b)} against ${ms(a)} into an empty series = ${(b / a).toFixed(2)}x`,
    'at most 1x',
    b <= a,
  );
});

for (const rows of SIZES) {
  const name = `${rows / MEGABYTE}M`;
  const file = `b${name}.db`;
  await tab(async (call, start) => {
    await start(file);
    const spent = await call<number>('fill', 'B', rows);
    const [bytes, heap] = [await call<number>('bytes'), await call<number>('heap')];
    report(`storing ${name} bars in one write`, `${ms(spent)}, ${mb(bytes)} on disk, wasm heap ${mb(heap)}`);
  });
  const starts: { all: number; opened: number; queried: number }[] = [];
  for (let run = 0; run < 5; run++) {
    await tab(async (call, start) => {
      const all = await start(file, 'B');
      starts.push({ all, ...(await call<{ opened: number; queried: number }>('startParts')) });
    });
  }
  const middle = (part: keyof (typeof starts)[number]) => median(starts.map((each) => each[part]));
  report(
    `worker start to first query on ${name}`,
    `${ms(middle('all'))}, median of ${starts.length} fresh browsers (${ms(middle('opened'))} from the worker's first line to the open database, ${ms(middle('queried'))} the query)`,
    'at most 2,500 ms',
    middle('all') <= 2500,
  );
  await tab(async (call, start) => {
    await start(file, 'B');
    const { hit, control } = await call<{ hit: number; control: number }>('chunkHits', 'B');
    report(
      `1,440 bars out of ${name}, chunk hit`,
      `${hit.toFixed(2)} us (two binary searches and two views of plain arrays in the same run: ${control.toFixed(2)} us)`,
      'at most 2 us',
      hit <= 2,
    );
    type Spread = { median: number; p95: number };
    const two = await call<Spread>('windows', 'B', rows, ['timestamp', 'close'], 60);
    report(
      `1,440 bars out of ${name}, miss, close and time`,
      ms(two.median),
      'at most 20 ms',
      two.median <= 20,
    );
    const all = ['timestamp', 'open', 'high', 'low', 'close', 'volume'];
    const six = await call<Spread>('windows', 'B', rows, all, 60);
    report(`1,440 bars out of ${name}, miss, all columns`, ms(six.median), 'at most 45 ms', six.median <= 45);
    const chart = await call<Spread>('charts', 'B', rows, 200);
    report(
      `chart read, 2,000 rows over any window of ${name}`,
      `p95 ${ms(chart.p95)}, median ${ms(chart.median)}`,
      'p95 at most 30 ms',
      chart.p95 <= 30,
    );
    const legacy = await call<Spread>('legacyWindows', 'B', rows, 5);
    report(
      `1,440 bars out of ${name}, legacy scan`,
      `${ms(legacy.median)} = ${(legacy.median / two.median).toFixed(1)}x the miss`,
    );
  });
}

type Run = { load: number; run: number; hash: string; bars: number; heap: number };
for (const rows of [...SIZES, ...(large ? [50_000_000] : [])]) {
  const name = `${rows / MEGABYTE}M`;
  const file = `b${name}.db`;
  if (!SIZES.includes(rows)) {
    await tab(async (call, start) => {
      await start(file);
      report(`storing ${name} bars in one write`, ms(await call<number>('fill', 'B', rows)));
    });
  }
  const measure = (kind: 'duckdb' | 'memory') =>
    tab(async (call, start, peak) => {
      await start(file);
      const run = await call<Run>('runStrategy', 'B', kind);
      return { ...run, total: run.load + run.run, memory: peak() - empty.memory };
    });
  const duckdb = await measure('duckdb');
  report(
    `SMA cross over ${name} on DuckDB, fresh tab`,
    `${ms(duckdb.total)}, memory of the tab at its peak +${mb(duckdb.memory)}, wasm heap ${mb(duckdb.heap)}`,
  );
  if (rows > 10_000_000) continue;
  const memory = await measure('memory');
  if (memory.hash !== duckdb.hash) throw new Error('The two storages gave different results');
  report(
    `SMA cross over ${name} on memory, fresh tab`,
    `${ms(memory.run)} (and ${ms(memory.load)} to load it), memory of the tab at its peak +${mb(memory.memory)}`,
  );
  const [time, space] = [duckdb.total / memory.run, duckdb.memory / memory.memory];
  report(
    `SMA cross over ${name}, DuckDB against memory`,
    `${time.toFixed(2)}x the time (${(duckdb.total / memory.total).toFixed(2)}x with loading), ${(100 * space).toFixed(0)}% of the memory`,
    'at most 3x and 25%',
    rows === 10_000_000 ? time <= 3 && space <= 0.25 : undefined,
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

await server.close();
profile.remove();
const table = [
  '| measure | value | target | holds |',
  '|---|---|---|---|',
  ...lines.map(
    ({ measure, value, target, holds }) =>
      `| ${measure} | ${value} | ${target} | ${holds === undefined ? '' : holds ? 'yes' : 'NO'} |`,
  ),
];
loads.push(load());
const intro = [
  '# Storage figures',
  '',
  'Written by `npm run bench:storage` (see bench/storage.ts): headless Chromium, OPFS, one-minute bars of a random walk with two decimals. Memory is the',
  'peak resident size of the tab with all its workers, less that of a tab with an empty database open; it holds everything the garbage collector left behind.',
  'Stored bytes are those of the file with the rows, less those of the file of an empty database.',
  `Load average of the machine (${cpus().length} processors) before and after: ${loads.join(', ')}; about 1 is the bench alone.`,
  '',
];
writeFileSync(new URL('./storage.md', import.meta.url), [...intro, ...table, ''].join('\n'));
process.exit(0);
