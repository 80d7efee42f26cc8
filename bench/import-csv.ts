/** Rows per second of the CSV import into a writer that drops its rows. Run: `npx tsx bench/import-csv.ts [rows]`. */
import { performance } from 'node:perf_hooks';
import type { BarStorage, BarWriter } from '../src/storage/bar-storage.ts';
import { importFile } from '../src/storage/import/import-file.ts';

const rows = Number(process.argv[2] ?? 1_000_000);
const START = Date.UTC(2020, 0, 1);

function csv(stamp: (time: number) => string): File {
  const parts = ['timestamp,open,high,low,close,volume\n'];
  let price = 10_000;
  for (let row = 0; row < rows; row++) {
    const open = price;
    price += ((row * 7919) % 21) - 10;
    const text = (cents: number) => (cents / 100).toFixed(2);
    const [high, low] = [Math.max(open, price) + 3, Math.min(open, price) - 3];
    parts.push(
      `${stamp(START + row * 60_000)},${text(open)},${text(high)},${text(low)},${text(price)},${(row * 31) % 9973}\n`,
    );
  }
  return new File([Buffer.from(parts.join(''))], 'BENCH_1m.csv');
}

function droppingStorage(): BarStorage {
  let taken = 0;
  const writer: BarWriter = {
    async append(bars) {
      taken += bars.timestamp.length;
    },
    async commit() {
      return { inserted: taken, updated: 0, skipped: 0 };
    },
    async rollback() {},
  };
  return { kind: 'memory', openWriter: async () => writer } as unknown as BarStorage;
}

async function measure(name: string, file: File, timeZone = 'UTC'): Promise<void> {
  const times: number[] = [];
  for (let run = 0; run < 5; run++) {
    const report = await importFile(file, { mapping: { timeZone } }, droppingStorage(), {
      signal: new AbortController().signal,
      onProgress: () => undefined,
      clock: () => performance.now(),
    });
    if (report.rowsIn !== rows) throw new Error(`${report.rowsIn} of ${rows} rows`);
    times.push(report.milliseconds);
  }
  times.sort((a, b) => a - b);
  const median = times[2] as number;
  const speed = `${(rows / median / 1_000).toFixed(2)} M rows/s, ${(file.size / median / 1_000).toFixed(0)} MB/s`;
  console.log(`${name}: ${median.toFixed(0)} ms, ${speed} (${times.map((t) => t.toFixed(0)).join(', ')})`);
}

const iso = csv((time) => new Date(time).toISOString().replace('.000', ''));
await measure('ISO with Z', iso);
await measure(
  'ISO naive, America/New_York',
  csv((time) => new Date(time).toISOString().slice(0, 19).replace('T', ' ')),
  'America/New_York',
);
await measure('epoch ms', csv(String));
const packed = await new Response(iso.stream().pipeThrough(new CompressionStream('gzip'))).blob();
await measure('ISO with Z, gzip', new File([packed], 'BENCH_1m.csv.gz'));
