import type { ParquetFile } from 'parquet-wasm/esm';
import type { ImportFile } from '../byte-source.ts';

type ParquetModule = typeof import('parquet-wasm/esm');

let loading: Promise<ParquetModule> | undefined;

async function load(wasm: BufferSource | undefined): Promise<ParquetModule> {
  const module = await import('parquet-wasm/esm');
  const source =
    wasm ?? new URL((await import('parquet-wasm/esm/parquet_wasm_bg.wasm?url')).default, import.meta.url);
  await module.default({ module_or_path: source });
  return module;
}

/**
 * Loads parquet-wasm once, on first use: 5 MB that a session without Parquet files never fetches. `wasm` stands in for the served file where there is
 * no server (Node).
 */
export function loadParquet(wasm?: BufferSource): Promise<ParquetModule> {
  loading ??= load(wasm).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** An open Parquet file and the memory that its Arrow data lie in. */
export interface OpenParquet {
  readonly file: ParquetFile;
  /** The present buffer: it is replaced whenever the memory grows, so never keep a view across an await. */
  memory(): ArrayBuffer;
}

/** Reads the footer of `file`. Throws parquet-wasm's own error for a damaged one. */
export async function openParquet(file: ImportFile): Promise<OpenParquet> {
  const module = await loadParquet();
  const opened = await module.ParquetFile.fromFile(file);
  const memory = module.wasmMemory();
  return { file: opened, memory: () => memory.buffer };
}
