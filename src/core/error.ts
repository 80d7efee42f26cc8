/** Every way in which Backtab can fail. Branch on `code`, never on a message. */
export const ERROR_CODES = [
  'bad-argument',
  'not-ohlcv',
  'empty-file',
  'missing-column',
  'unsupported-file',
  'unreadable-file',
  'unknown-series',
  'ambiguous-series',
  'no-data-in-range',
  'database-in-use',
  'database-newer',
  'database-damaged',
  'storage-unavailable',
  'storage-interrupted',
  'quota-exceeded',
  'query-refused',
  'query-failed',
  'unknown-strategy',
  'bad-parameter',
  'strategy-failed',
  'strategy-unresponsive',
  'unknown-run',
  'internal',
] as const;

/** Code of an error, a closed union. */
export type ErrorCode = (typeof ERROR_CODES)[number];

/** An error with a code. The message says what happened, quotes the offending value and says what to do. */
export class BacktabError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'BacktabError';
    this.code = code;
  }
}

/** An error as plain data: what crosses a worker boundary. `code` is absent for a cancellation. */
export interface TransferableError {
  readonly name: string;
  readonly code?: ErrorCode;
  readonly message: string;
  readonly stack?: string;
}

/** The error that a cancelled operation rejects with. Its `name` is `AbortError`: a cancellation is not a failure. */
export function abortError(what: string): Error {
  const error = new Error(`${what} was cancelled`);
  error.name = 'AbortError';
  return error;
}

/** True for the error of a cancelled operation. */
export function isAbortError(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** Plain data for `error`, whatever was thrown. */
export function toTransferableError(error: unknown): TransferableError {
  if (!(error instanceof Error)) return { name: 'Error', code: 'internal', message: String(error) };
  const base = { name: error.name, message: error.message, ...(error.stack ? { stack: error.stack } : {}) };
  if (error instanceof BacktabError) return { ...base, code: error.code };
  return isAbortError(error) ? base : { ...base, code: 'internal' };
}

/** The error that `data` describes: a {@link BacktabError}, or an AbortError. */
export function fromTransferableError(data: TransferableError): Error {
  const error = data.code ? new BacktabError(data.code, data.message) : new Error(data.message);
  if (!data.code) error.name = data.name;
  if (data.stack) error.stack = data.stack;
  return error;
}
