import type { QueryLog } from '../../storage/query-log.ts';
import type { QueryTiming } from '../../storage/timing.ts';

/** Quiet time after which waiting entries are stored, milliseconds. */
export const SETTLE = 3_000;

/** Time until the next try after entries could not be stored, milliseconds. */
export const RETRY = 60_000;

/** Entries that wait at most; beyond it the oldest are dropped and counted. */
export const MAX_WAITING = 20_000;

/** Operation under which the storing of the log itself is recorded. */
export const STORE_TIMINGS = 'storeTimings';

/** What a keeper needs. */
export interface LogKeeperOptions {
  /** Start of this session, epoch ms UTC. */
  readonly session: number;
  /** The log of the database that is open; undefined while none is. */
  readonly log: () => QueryLog | undefined;
  /** True while a call or a run is under way: nothing is stored then. */
  readonly busy: () => boolean;
  /** Runs `work` as a call of its own in the log. */
  readonly timed: (work: () => Promise<boolean>) => Promise<boolean>;
  /** Runs `work` after `milliseconds`. Default `setTimeout`. */
  readonly later?: (work: () => void, milliseconds: number) => void;
}

/** Stores what the call log records, in batches and when nothing else goes on. */
export interface LogKeeper {
  add(timing: QueryTiming): void;
  /** Stores what waits, now; nothing while a write is under way. Never rejects: a log that cannot be stored harms no call. */
  flush(): Promise<void>;
  /** Entries that wait. */
  readonly waiting: number;
  /** Entries that were dropped because too many waited. */
  readonly dropped: number;
}

/** A keeper with nothing to store. */
export function createLogKeeper(options: LogKeeperOptions): LogKeeper {
  const {
    session,
    log,
    busy,
    timed,
    later = (work, milliseconds) => void setTimeout(work, milliseconds),
  } = options;
  let waiting: QueryTiming[] = [];
  let dropped = 0;
  let scheduled = false;
  let flushing: Promise<void> | undefined;

  const schedule = (milliseconds: number) => {
    if (scheduled) return;
    scheduled = true;
    later(() => {
      scheduled = false;
      if (busy()) schedule(SETTLE);
      else void flush();
    }, milliseconds);
  };
  const store = async () => {
    const target = log();
    const batch = waiting;
    if (!target || batch.length === 0) return;
    waiting = [];
    let stored = false;
    let pause = SETTLE;
    try {
      stored = await timed(() => target.append(session, batch));
    } catch {
      pause = RETRY;
    }
    if (stored) return;
    waiting = [...batch, ...waiting];
    schedule(pause);
  };
  const flush = (): Promise<void> => {
    flushing ??= store().finally(() => {
      flushing = undefined;
    });
    return flushing;
  };

  return {
    add(timing) {
      waiting.push(timing);
      if (waiting.length > MAX_WAITING) {
        waiting.splice(0, MAX_WAITING / 10);
        dropped += MAX_WAITING / 10;
      }
      if (timing.operation !== STORE_TIMINGS) schedule(SETTLE);
    },
    flush,
    get waiting() {
      return waiting.length;
    },
    get dropped() {
      return dropped;
    },
  };
}
