import type { DuckdbEngine } from './duckdb-engine.ts';

/** DuckDB's three header pages. */
const HEADER_BYTES = 3 * 4096;

/**
 * A file of the database as DuckDB's runtime uses it. A write that fails, or is cut short, becomes a C++ exception that DuckDB handles as an
 * I/O error; a JavaScript exception would fly through its frames and leave transactions half open.
 */
export class DatabaseFile {
  readonly #handle: FileSystemSyncAccessHandle;
  readonly #complete: boolean;
  #engine: DuckdbEngine | undefined;

  /** `complete`: whatever is read must be there. */
  constructor(handle: FileSystemSyncAccessHandle, complete: boolean) {
    this.#handle = handle;
    this.#complete = complete;
  }

  /** True when the file begins like a DuckDB database. */
  looksLikeDatabase(): boolean {
    const head = new Uint8Array(HEADER_BYTES);
    if (this.#handle.read(head, { at: 0 }) < HEADER_BYTES) return false;
    return new TextDecoder().decode(head.subarray(8, 12)) === 'DUCK';
  }

  /** Tells which engine hears of failed writes. */
  attach(engine: DuckdbEngine): void {
    this.#engine = engine;
  }

  /**
   * HAZARD. DuckDB reads a block until all of it has come and would wait for ever at the end of a file that was cut off. The log is different:
   * it is read up to its end; and of a new, empty file the magic bytes are asked for. The runtime turns what is thrown here into an I/O error.
   */
  read(buffer: Uint8Array<ArrayBuffer>, options: FileSystemReadWriteOptions): number {
    const read = this.#handle.read(buffer, options);
    if (read === 0 && this.#complete && this.#handle.getSize() > 0) {
      throw new Error(`the file is corrupt: it ends before byte ${(options.at ?? 0) + buffer.byteLength}`);
    }
    return read;
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
