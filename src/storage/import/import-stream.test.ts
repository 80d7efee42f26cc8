import { gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import type { BarColumns } from '../../core/bar.ts';
import type { BarStorage, BarWriter } from '../bar-storage.ts';
import type { ImportFile } from './byte-source.ts';
import { importFile } from './import-file.ts';
import type { ImportProgress } from './import-types.ts';
import { createControl, createStorage, storedBars, textFile } from './test-storage.ts';

const ROW_BYTES = 64;
const HEADER = 'timestamp,open,high,low,close,volume'.padEnd(ROW_BYTES - 1);
const START = Date.UTC(2000, 0, 1);

function rowText(index: number): string {
  const stamp = new Date(START + index * 60_000).toISOString();
  return `${stamp},100.25,101.5,99.75,100.5,${String(index % 1e7).padStart(12, '0')}`;
}

/** A file of rows of 64 bytes that exist only while they are read; counts what is read and how much of it at once. */
function generatedFile(rows: number): ImportFile & { readonly read: { bytes: number; largest: number } } {
  const size = (rows + 1) * ROW_BYTES;
  const read = { bytes: 0, largest: 0 };
  const slice = (start = 0, end = size): Blob => {
    const [from, to] = [Math.max(0, start), Math.min(size, end)];
    return {
      size: to - from,
      slice: (a = 0, b = to - from) => slice(from + a, from + b),
      async arrayBuffer() {
        read.bytes += to - from;
        read.largest = Math.max(read.largest, to - from);
        const first = Math.floor(from / ROW_BYTES);
        const last = Math.ceil(to / ROW_BYTES);
        let text = '';
        for (let line = first; line < last; line++) text += `${line === 0 ? HEADER : rowText(line - 1)}\n`;
        return new TextEncoder().encode(text).slice(from - first * ROW_BYTES, to - first * ROW_BYTES).buffer;
      },
    } as Blob;
  };
  return Object.assign(slice(0, size), { name: 'BIG_1m.csv', size, read });
}

/** A storage that drops its rows and remembers what happened to its writer. */
function droppingStorage(): {
  storage: BarStorage;
  rows: () => number;
  state: () => string;
  largest: () => number;
} {
  let rows = 0;
  let largest = 0;
  let state = 'unopened';
  const writer: BarWriter = {
    async append(bars: BarColumns) {
      rows += bars.timestamp.length;
      largest = Math.max(largest, bars.timestamp.length);
    },
    async commit() {
      state = 'committed';
      return { inserted: rows, updated: 0, skipped: 0 };
    },
    async rollback() {
      state = 'rolled back';
    },
  };
  const openWriter = async () => {
    state = 'open';
    return writer;
  };
  return {
    storage: { kind: 'memory', openWriter } as unknown as BarStorage,
    rows: () => rows,
    state: () => state,
    largest: () => largest,
  };
}

describe('a big file', () => {
  test('is read in slices of at most 1 MiB and handed on in batches of at most 65,536 rows', async () => {
    const file = generatedFile(200_000);
    const target = droppingStorage();
    const seen: ImportProgress[] = [];
    const report = await importFile(
      file,
      {},
      target.storage,
      createControl({ onProgress: (progress) => seen.push(progress) }),
    );
    expect(report).toMatchObject({ rowsIn: 200_000, rowsStored: 200_000, rowsRejected: 0 });
    expect(file.read.largest).toBeLessThanOrEqual(1 << 20);
    expect(target.largest()).toBe(65_536);
    expect(seen.length).toBeGreaterThan(5);
    for (const [index, progress] of seen.entries()) {
      expect(progress.bytesTotal).toBe(file.size);
      expect(progress.bytesRead).toBeGreaterThanOrEqual(seen[index - 1]?.bytesRead ?? 0);
    }
    expect(seen.at(-1)).toEqual({
      bytesRead: file.size,
      bytesTotal: file.size,
      rows: 200_000,
      phase: 'committing',
    });
  });

  test('needs memory that does not grow with it', async () => {
    const peak = async (rows: number): Promise<number> => {
      let most = 0;
      const before = process.memoryUsage();
      const measure = () => {
        const { heapUsed, arrayBuffers } = process.memoryUsage();
        most = Math.max(most, heapUsed - before.heapUsed + (arrayBuffers - before.arrayBuffers));
      };
      await importFile(
        generatedFile(rows),
        {},
        droppingStorage().storage,
        createControl({ onProgress: measure }),
      );
      return most;
    };
    const file = 1_000_000 * ROW_BYTES;
    await peak(50_000);
    expect(await peak(1_000_000)).toBeLessThan(file);
  }, 60_000);

  test('reports compressed bytes for gzip', async () => {
    const text = [HEADER, ...Array.from({ length: 60_000 }, (_, index) => rowText(index))].join('\n');
    const file = textFile('BIG_1m.csv.gz', new Uint8Array(gzipSync(text)));
    const seen: ImportProgress[] = [];
    const target = droppingStorage();
    const report = await importFile(
      file,
      {},
      target.storage,
      createControl({ onProgress: (progress) => seen.push(progress) }),
    );
    expect(report.rowsStored).toBe(60_000);
    expect(
      seen.every(({ bytesRead, bytesTotal }) => bytesRead <= bytesTotal && bytesTotal === file.size),
    ).toBe(true);
    expect(seen.at(-1)?.bytesRead).toBe(file.size);
  });

  test('lets other tasks in between its slices', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    await importFile(generatedFile(200_000), {}, droppingStorage().storage, createControl());
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(8);
  });
});

describe('a cancelled import', () => {
  test.each([0, 1, 3, 9])(
    'stops within a slice, rolls back and leaves nothing (after %i reports)',
    async (after) => {
      const abort = new AbortController();
      const file = generatedFile(400_000);
      const target = droppingStorage();
      let reports = 0;
      const onProgress = () => {
        if (reports++ === after) abort.abort();
      };
      const attempt = importFile(
        file,
        {},
        target.storage,
        createControl({ signal: abort.signal, onProgress }),
      );
      await expect(attempt).rejects.toMatchObject({ name: 'AbortError' });
      expect(target.state()).not.toBe('committed');
      expect(target.state()).not.toBe('open');
      expect(file.read.bytes).toBeLessThan((after + 4) * (1 << 20));
    },
  );

  test('at the last moment, before the commit, leaves nothing', async () => {
    const abort = new AbortController();
    const storage = createStorage();
    const control = createControl({
      signal: abort.signal,
      onProgress: ({ phase }) => {
        if (phase === 'committing') abort.abort();
      },
    });
    await expect(importFile(generatedFile(1_000), {}, storage, control)).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(await storage.listSeries()).toEqual([]);
  });

  test('does not wait for a writer that another import holds', async () => {
    const abort = new AbortController();
    const storage = createStorage();
    const key = {
      symbol: 'BIG',
      assetType: 'stock',
      exchange: '',
      quote: '',
      timeframe: '1m',
      source: 'file',
    } as const;
    const other = await storage.openWriter(key);
    const control = createControl({
      signal: abort.signal,
      onProgress: () => void setTimeout(() => abort.abort(), 20),
    });
    await expect(importFile(generatedFile(1_000), {}, storage, control)).rejects.toMatchObject({
      name: 'AbortError',
    });
    await other.rollback();
    const report = await importFile(generatedFile(1_000), {}, storage, createControl());
    expect((await storedBars(storage, report.series)).timestamp.length).toBe(1_000);
  });
});

describe('a failing storage', () => {
  test('makes the import fail with its own error, after a rollback', async () => {
    const rollback = vi.fn(async () => undefined);
    const writer: BarWriter = {
      append: async () => {
        throw new Error('disk full');
      },
      commit: async () => ({ inserted: 0, updated: 0, skipped: 0 }),
      rollback,
    };
    const storage = { kind: 'memory', openWriter: async () => writer } as unknown as BarStorage;
    await expect(importFile(generatedFile(100), {}, storage, createControl())).rejects.toThrow('disk full');
    expect(rollback).toHaveBeenCalledOnce();
  });

  test('that loses rows is found out', async () => {
    const writer: BarWriter = {
      append: async () => undefined,
      commit: async () => ({ inserted: 99, updated: 0, skipped: 0 }),
      rollback: async () => undefined,
    };
    const storage = { kind: 'memory', openWriter: async () => writer } as unknown as BarStorage;
    await expect(importFile(generatedFile(100), {}, storage, createControl())).rejects.toMatchObject({
      code: 'internal',
    });
  });
});
