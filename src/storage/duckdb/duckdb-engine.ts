import * as duckdb from '@duckdb/duckdb-wasm/blocking';
import ehWasm from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url';
import { BacktabError } from '../../core/error.ts';

/** The synchronous DuckDB bindings of this worker, with the parts that their published interface leaves out. */
export type DuckdbEngine = duckdb.DuckDBBindings & {
  readonly mod: {
    readonly HEAPU8: Uint8Array;
    ccall(name: string, returnType: null, argumentTypes: readonly ['string'], args: readonly [string]): void;
  };
};

/** Longest wait for the wasm module, milliseconds: the bindings never settle when the download fails. */
const INSTANTIATION_LIMIT = 120_000;

let prepared: Promise<DuckdbEngine> | undefined;

/** Begins to compile and start the engine that the next {@link startEngine} returns: most of the time that opening a database takes. */
export function prepareEngine(): void {
  prepared ??= instantiate();
  prepared.catch(() => {});
}

/**
 * Compiles and starts DuckDB (the `eh` build, served from our own origin) without opening a database, or hands over the engine that was prepared.
 * Error `storage-unavailable` when the module cannot be loaded.
 */
export async function startEngine(): Promise<DuckdbEngine> {
  const ready = prepared?.catch(() => instantiate());
  prepared = undefined;
  return ready ?? instantiate();
}

async function instantiate(): Promise<DuckdbEngine> {
  const mainModule = new URL(ehWasm, globalThis.location.href).href;
  // createDuckDB asks for an mvp module too; every browser that has OPFS takes eh, so no mvp file is shipped.
  const module = { mainModule, mainWorker: '' };
  const bindings = await duckdb.createDuckDB(
    { mvp: module, eh: module },
    new duckdb.VoidLogger(),
    duckdb.BROWSER_RUNTIME,
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expired = new Promise<never>((_, reject) => {
    const fail = () =>
      reject(
        new BacktabError(
          'storage-unavailable',
          `The database module "${mainModule}" did not start. Check the connection to this page's own host and reload.`,
        ),
      );
    timer = setTimeout(fail, INSTANTIATION_LIMIT);
  });
  try {
    await Promise.race([bindings.instantiate(() => {}), expired]);
  } finally {
    clearTimeout(timer);
  }
  return bindings as DuckdbEngine;
}

/** Bytes of this engine's wasm heap. It grows and never shrinks. */
export function heapBytes(engine: DuckdbEngine): number {
  return engine.mod.HEAPU8.byteLength;
}
