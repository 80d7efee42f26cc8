/** What happens to a bar whose timestamp is already stored: the stored one is kept (default), or replaced. */
export type ConflictPolicy = 'keep' | 'replace';

/** Tally of a write. inserted + updated + skipped = rows handed in. */
export interface StoreReport {
  readonly inserted: number;
  /** Stored bars that were replaced. Only with `replace`. */
  readonly updated: number;
  /** Rows whose timestamp was already stored, or came twice in one write (the last one wins with `replace`, the first with `keep`). */
  readonly skipped: number;
}

/** Options of a write. */
export interface StoreOptions {
  /** Default `keep`. */
  readonly onConflict?: ConflictPolicy;
}

/** Options of an operation that takes its time. */
export interface ChangeOptions {
  /** Ends the operation with an AbortError; nothing is changed then. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (rowsDone: number, rowsTotal: number) => void;
}

/** Options of a copy. */
export interface CopyOptions extends StoreOptions, ChangeOptions {}
