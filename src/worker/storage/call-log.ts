import type { Clock } from '../../core/clock.ts';
import { BacktabError, isAbortError } from '../../core/error.ts';
import type { QueryObservation, StorageKind } from '../../storage/bar-storage.ts';
import type { CallFailure } from '../../storage/call-failure.ts';
import type { FeedTotals, QueryTiming } from '../../storage/timing.ts';

/** Entries kept; older ones are dropped first. */
export const CALL_LOG_CAPACITY = 5_000;

/** A facade call under way: the statements that run meanwhile are its own. */
export interface CallContext {
  readonly operation: string;
  readonly storage: StorageKind;
  readonly runId?: string | undefined;
  /** Id of the strategy of that run. */
  readonly strategy?: string | undefined;
  readonly cache?: 'hit' | 'miss';
  /** Receives the statements of this call besides the log. */
  readonly collect?: (timing: QueryTiming) => void;
}

/** Remembers what every facade call and every statement cost, failed ones too. */
export interface CallLog {
  /** Runs `work` as a call; it is recorded with `sql` empty and the rows and bytes of its statements. */
  call<Result>(context: CallContext, work: () => Promise<Result>): Promise<Result>;
  /**
   * Records a statement of `storage`. It belongs to the call in whose synchronous part it ran; one that ran after an `await` belongs to the
   * call of that storage that began last and is still under way.
   */
  observe(storage: StorageKind, observation: QueryObservation): void;
  /** Records reads of a run that its own cache answered, in one entry; none for no hits. */
  hits(context: CallContext, calls: number): void;
  /** Oldest first. */
  entries(): readonly QueryTiming[];
}

type Writable<T> = { -readonly [Field in keyof T]: T[Field] };

interface OpenCall extends CallContext {
  rows: number;
  bytes: number;
}

/** What a log may be given besides its clock. */
export interface CallLogOptions {
  /** Default {@link CALL_LOG_CAPACITY}. */
  readonly capacity?: number;
  /** Epoch ms UTC of the clock's zero. Without it entries have no `moment`. */
  readonly origin?: number;
  /** Told of every entry. */
  readonly told?: (timing: QueryTiming) => void;
}

/** An empty log. `clock` in milliseconds since the worker's time origin. */
export function createCallLog(clock: Clock, options: CallLogOptions = {}): CallLog {
  const { capacity = CALL_LOG_CAPACITY, origin, told } = options;
  const ring: QueryTiming[] = [];
  const open: OpenCall[] = [];
  let synchronous: OpenCall | undefined;
  let sequence = 0;

  const record = (
    timing: Omit<QueryTiming, 'sequence' | 'moment'>,
    context: CallContext | undefined,
    failure: Pick<QueryTiming, 'error' | 'errorCode'>,
  ): QueryTiming => {
    const entry: Writable<QueryTiming> = { sequence: ++sequence, ...timing };
    if (origin !== undefined) entry.moment = origin + timing.startedAt;
    if (context?.runId !== undefined) entry.runId = context.runId;
    if (context?.strategy !== undefined) entry.strategy = context.strategy;
    if (context?.cache !== undefined) entry.cache = context.cache;
    if (failure.error !== undefined) entry.error = failure.error;
    if (failure.errorCode !== undefined) entry.errorCode = failure.errorCode;
    ring[(entry.sequence - 1) % capacity] = entry;
    told?.(entry);
    return entry;
  };
  const within = <Result>(call: OpenCall, work: () => Promise<Result>): Promise<Result> => {
    const outer = synchronous;
    synchronous = call;
    try {
      return work();
    } finally {
      synchronous = outer;
    }
  };
  return {
    async call(context, work) {
      const call: OpenCall = { ...context, rows: 0, bytes: 0 };
      const startedAt = clock();
      const finish = (failure: Pick<QueryTiming, 'error' | 'errorCode'>) => {
        open.splice(open.indexOf(call), 1);
        const { operation, storage, rows, bytes } = call;
        const milliseconds = clock() - startedAt;
        record({ operation, storage, sql: '', rows, bytes, milliseconds, startedAt }, call, failure);
      };
      open.push(call);
      try {
        const result = await within(call, work);
        finish({});
        return result;
      } catch (error) {
        finish({
          error: error instanceof Error ? error.message : String(error),
          errorCode: failureOf(error),
        });
        throw error;
      }
    },
    observe(storage, { sql, rows, bytes, milliseconds, error, errorCode }) {
      const call =
        synchronous?.storage === storage
          ? synchronous
          : open.findLast((candidate) => candidate.storage === storage);
      if (call) {
        call.rows += rows;
        call.bytes += bytes;
      }
      const operation = call?.operation ?? 'background';
      const startedAt = clock() - milliseconds;
      const timing = record({ operation, storage, sql, rows, bytes, milliseconds, startedAt }, call, {
        ...(error === undefined ? {} : { error }),
        ...(errorCode === undefined ? {} : { errorCode }),
      });
      call?.collect?.(timing);
    },
    hits(context, calls) {
      if (calls <= 0) return;
      const { operation, storage } = context;
      const sizes = { rows: 0, bytes: 0, milliseconds: 0 };
      record(
        { operation, storage, sql: '', ...sizes, startedAt: clock(), calls },
        { ...context, cache: 'hit' },
        {},
      );
    },
    entries: () => [...ring].sort((a, b) => a.sequence - b.sequence),
  };
}

/** What `queries` cost together. */
export function totalsOf(queries: readonly QueryTiming[]): FeedTotals {
  return queries.reduce<FeedTotals>(
    (sum, query) => ({
      queries: sum.queries + 1,
      rows: sum.rows + query.rows,
      bytes: sum.bytes + query.bytes,
      milliseconds: sum.milliseconds + query.milliseconds,
    }),
    { queries: 0, rows: 0, bytes: 0, milliseconds: 0 },
  );
}

/** The code under which a failed call is recorded. */
export function failureOf(error: unknown): CallFailure {
  if (isAbortError(error)) return 'cancelled';
  return error instanceof BacktabError ? error.code : 'internal';
}
