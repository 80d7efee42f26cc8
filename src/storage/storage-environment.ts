import type { Clock } from '../core/clock.ts';
import type { QueryObserver } from './bar-storage.ts';

/** What a storage needs from outside: nothing below `app` and `worker` reads a clock by itself. */
export interface StorageEnvironment {
  /** Monotonic milliseconds, for timings. */
  readonly clock: Clock;
  /** Moment of a write, epoch ms UTC. */
  readonly now: () => number;
  /** Told of every statement or read, failed ones too. */
  readonly observer?: QueryObserver;
}
