import { abortError, BacktabError } from '../../../core/error.ts';
import { callKind } from '../../call-kind.ts';
import { LinkEnded, type StorageLink } from './storage-link.ts';

/** How often a call is asked again when one worker after the other ends under it. */
const READS = 3;
const REPEATS = 2;

/** Calls of the storage facade over whichever worker serves at the moment. */
export interface Route {
  /** Calls go over `link` from now on. */
  use(link: StorageLink): void;
  /** There is no way at present: calls that wait, and new ones, reject with `error` until there is one. */
  fail(error: BacktabError): void;
  /** Forgets a failure: calls wait again. */
  hope(): void;
  /** The link that serves, as soon as there is one. */
  link(): Promise<StorageLink>;
  /** The link that serves now. */
  readonly current: StorageLink | undefined;
  /**
   * Calls a method. When its worker ends first, a read is asked again of the next one, what may be repeated is repeated once, and anything
   * else rejects with `storage-interrupted`.
   */
  call(method: string, parameters: readonly unknown[]): Promise<unknown>;
  /** From now on a call of `task` that is not under way is not sent, nor sent again. */
  abandon(task: number): void;
}

/** A route that leads nowhere yet. */
export function createRoute(): Route {
  let current: StorageLink | undefined;
  let failure: BacktabError | undefined;
  const waiting = new Set<{ resolve(link: StorageLink): void; reject(error: Error): void }>();
  const abandoned = new Set<number>();

  const link = (): Promise<StorageLink> => {
    if (current) return Promise.resolve(current);
    if (failure) return Promise.reject(failure);
    return new Promise((resolve, reject) => waiting.add({ resolve, reject }));
  };
  const checkAbandoned = (parameters: readonly unknown[]) => {
    const task = parameters.find((parameter) => typeof parameter === 'number' && abandoned.has(parameter));
    if (task !== undefined) throw abortError('The call');
  };

  return {
    use(next) {
      current = next;
      failure = undefined;
      next.ended.addEventListener('abort', () => {
        if (current === next) current = undefined;
      });
      for (const { resolve } of waiting) resolve(next);
      waiting.clear();
    },
    fail(error) {
      failure = error;
      for (const { reject } of waiting) reject(error);
      waiting.clear();
    },
    hope() {
      failure = undefined;
    },
    link,
    get current() {
      return current;
    },
    async call(method, parameters) {
      const kind = callKind(method);
      for (let sent = 1; ; ) {
        const over = await link();
        if (method !== 'cancel') checkAbandoned(parameters);
        try {
          return await over.call(method, parameters);
        } catch (error) {
          if (!(error instanceof LinkEnded)) throw error;
          if (!error.sent) continue;
          const limit = kind === 'read' ? READS : kind === 'repeatable' ? REPEATS : 1;
          if (sent++ >= limit) throw interrupted(method);
        }
      }
    },
    abandon(task) {
      abandoned.add(task);
      setTimeout(() => abandoned.delete(task), 60_000);
    },
  };
}

function interrupted(method: string): BacktabError {
  const consequence = {
    read: 'Nothing was changed. Try again.',
    feed: 'Start the run again.',
    repeatable:
      'It was tried again and ended again. It may be stored in whole or not at all, never in part: look at the list.',
    write:
      'It was done in whole or not at all, never in part: look at the list, and repeat it if it is missing.',
  }[callKind(method)];
  return new BacktabError(
    'storage-interrupted',
    `The storage worker ended during "${method}". ${consequence}`,
  );
}
