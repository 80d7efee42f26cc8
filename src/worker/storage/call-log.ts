import type { Clock } from '../../core/clock.ts';
import type { QueryObservation, StorageKind } from '../../storage/bar-storage.ts';
import type { FeedTotals, QueryTiming } from '../../storage/timing.ts';

/** Entries kept; older ones are dropped first. */
export const CALL_LOG_CAPACITY = 5_000;

/** A facade call under way: the statements that run meanwhile are its own. */
export interface CallContext {
  readonly operation: string;
  readonly storage: StorageKind;
  readonly runId?: string;
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
  /** Oldest first. */
  entries(): readonly QueryTiming[];
}

interface OpenCall extends CallContext {
  rows: number;
  bytes: number;
}

/** An empty log. `clock` in milliseconds since the worker's time origin. */
export function createCallLog(clock: Clock, capacity = CALL_LOG_CAPACITY): CallLog {
  const ring: QueryTiming[] = [];
  const open: OpenCall[] = [];
  let synchronous: OpenCall | undefined;
  let sequence = 0;

  const record = (timing: Omit<QueryTiming, 'sequence'>): QueryTiming => {
    const entry = { sequence: ++sequence, ...timing };
    ring[(entry.sequence - 1) % capacity] = entry;
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
  const owner = (runId: string | undefined) => (runId === undefined ? {} : { runId });

  return {
    async call(context, work) {
      const call: OpenCall = { ...context, rows: 0, bytes: 0 };
      const startedAt = clock();
      const finish = (failure: { readonly error?: string }) => {
        open.splice(open.indexOf(call), 1);
        record({
          operation: call.operation,
          storage: call.storage,
          sql: '',
          rows: call.rows,
          bytes: call.bytes,
          milliseconds: clock() - startedAt,
          startedAt,
          ...owner(call.runId),
          ...failure,
        });
      };
      open.push(call);
      try {
        const result = await within(call, work);
        finish({});
        return result;
      } catch (error) {
        finish({ error: error instanceof Error ? error.message : String(error) });
        throw error;
      }
    },
    observe(storage, { sql, rows, bytes, milliseconds, error }) {
      const call =
        synchronous?.storage === storage
          ? synchronous
          : open.findLast((candidate) => candidate.storage === storage);
      if (call) {
        call.rows += rows;
        call.bytes += bytes;
      }
      const timing = record({
        operation: call?.operation ?? 'background',
        storage,
        sql,
        rows,
        bytes,
        milliseconds,
        startedAt: clock() - milliseconds,
        ...owner(call?.runId),
        ...(error === undefined ? {} : { error }),
      });
      call?.collect?.(timing);
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
