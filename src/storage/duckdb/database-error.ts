import { BacktabError, type ErrorCode } from '../../core/error.ts';

const DAMAGE = /corrupt|checksum|not a valid DuckDB database|serialization error|deserializ/i;
const NEWER = /newer version of DuckDB|newer DuckDB|storage version|version number \d+/i;

/** Text of a thrown value, whatever it is. DuckDB sometimes packs its message in JSON. */
export function messageOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  if (!text.startsWith('{')) return text;
  try {
    const parsed: unknown = JSON.parse(text);
    const message = (parsed as { readonly exception_message?: unknown } | null)?.exception_message;
    return typeof message === 'string' ? message : text;
  } catch {
    return text;
  }
}

/** True when the browser granted no more room. */
export function isQuotaError(thrown: unknown): boolean {
  const name = thrown instanceof Error ? thrown.name : '';
  return name === 'QuotaExceededError' || /QuotaExceeded|No space left/i.test(messageOf(thrown));
}

/** The error of a full disk or a full quota. */
export function quotaError(cause: unknown): BacktabError {
  return new BacktabError(
    'quota-exceeded',
    `The browser grants no more room for the database ("${messageOf(cause)}"). Nothing of this write was stored: delete some series or free disk space, then repeat it.`,
    { cause },
  );
}

/** The Backtab error for what a statement threw; `code` is the one for everything that is not told apart. */
export function statementError(thrown: unknown, code: ErrorCode): BacktabError {
  if (thrown instanceof BacktabError) return thrown;
  const message = messageOf(thrown);
  if (isQuotaError(thrown)) return quotaError(thrown);
  if (DAMAGE.test(message)) return damagedError(thrown);
  return new BacktabError(code, message, { cause: thrown });
}

/** The error for a file that DuckDB cannot open. */
export function openError(thrown: unknown): BacktabError {
  if (thrown instanceof BacktabError) return thrown;
  const message = messageOf(thrown);
  if (isQuotaError(thrown)) return quotaError(thrown);
  if (NEWER.test(message)) return newerError(message, thrown);
  return damagedError(thrown);
}

/** The error for a database that a later version wrote. */
export function newerError(found: string, cause?: unknown): BacktabError {
  return new BacktabError(
    'database-newer',
    `The database was written by a newer version ("${found}") and is left as it is. Reload the page to get the newest version.`,
    { cause },
  );
}

/** The error for a database whose file cannot be read. Nothing is deleted or written. */
export function damagedError(cause: unknown): BacktabError {
  return new BacktabError(
    'database-damaged',
    `The database file is damaged ("${messageOf(cause)}") and was left as it is. Download a copy of it, then set it aside and start anew.`,
    { cause },
  );
}

/** The error for rows that did not arrive in a table; whoever finds this rolls back. */
export function lostRowsError(expected: number, found: number): BacktabError {
  return new BacktabError(
    'internal',
    `The database took ${found} rows where ${expected} were handed over. Nothing was stored: please report this with the file you imported.`,
  );
}
