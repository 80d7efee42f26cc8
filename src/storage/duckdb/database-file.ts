import type { DuckdbEngine } from './duckdb-engine.ts';

/**
 * A file of the database as DuckDB's runtime uses it. A write that fails, or is cut short, becomes a C++ exception that DuckDB handles as an
 * I/O error; a JavaScript exception would fly through its frames and leave transactions half open.
 */
export class DatabaseFile {
  readonly #handle: FileSystemSyncAccessHandle;
  #engine: DuckdbEngine | undefined;

  constructor(handle: FileSystemSyncAccessHandle) {
    this.#handle = handle;
  }

  /** Tells which engine hears of failed writes. */
  attach(engine: DuckdbEngine): void {
    this.#engine = engine;
  }

  read(buffer: Uint8Array<ArrayBuffer>, options: FileSystemReadWriteOptions): number {
    return this.#handle.read(buffer, options);
  }

  write(buffer: Uint8Array<ArrayBuffer>, options: FileSystemReadWriteOptions): number {
    let written = 0;
    let failure: unknown;
    try {
      written = this.#handle.write(buffer, options);
    } catch (error) {
      failure = error;
    }
    if (failure === undefined && written === buffer.byteLength) return written;
    const reason =
      failure instanceof Error
        ? `${failure.name}: ${failure.message}`
        : `QuotaExceededError: wrote ${written} of ${buffer.byteLength} bytes`;
    this.#engine?.mod.ccall('duckdb_web_fail_with', null, ['string'], [reason]);
    throw new Error(reason);
  }

  getSize(): number {
    return this.#handle.getSize();
  }

  truncate(size: number): void {
    this.#handle.truncate(size);
  }

  flush(): void {
    this.#handle.flush();
  }

  close(): void {
    this.#handle.close();
  }
}
