import type { FeedSeries } from '../../core/bar-feed.ts';
import { ERROR_CODES, type ErrorCode } from '../../core/error.ts';
import type { BacktestSpecification } from '../../engine/backtest-specification.ts';
import { count, finite, oneOf, record, text } from './plain-data.ts';

/** What a sandboxed worker is given, once: with it come the control port and the feed port, in this order. */
export interface SandboxJob {
  readonly specification: BacktestSpecification;
  /** CommonJS text that requires `backtab` and exports a strategy as `default`. */
  readonly strategySource: string;
  readonly series: readonly FeedSeries[];
}

/** What the page posts to the frame together with the two ports. */
export interface FrameMessage {
  /** Script of the worker. */
  readonly runtime: string;
  readonly job: SandboxJob;
}

/** What a sandboxed worker says on its control port. */
export type SandboxMessage =
  /** Said every second while the worker waits, and on receipt of the job. */
  | { readonly type: 'alive' }
  | { readonly type: 'progress'; readonly barsDone: number; readonly barsTotal: number }
  /** `result` is checked by `result-check.ts`. `cacheHits`: reads of chunks that the run's own cache answered. */
  | {
      readonly type: 'result';
      readonly result: unknown;
      readonly milliseconds: number;
      readonly cacheHits: number;
    }
  | { readonly type: 'failed'; readonly code: ErrorCode; readonly message: string; readonly stack: string };

const readProgress = record<{ barsDone: number; barsTotal: number }>({ barsDone: count, barsTotal: count });
const readResult = record<{ milliseconds: number; cacheHits: number; result: unknown }>({
  milliseconds: finite,
  cacheHits: count,
  result: (data) => data,
});
const readFailure = record<{ code: ErrorCode; message: string; stack: string }>({
  code: oneOf(ERROR_CODES),
  message: text(10_000),
  stack: text(20_000),
});

/** A checked message, rebuilt from its own fields. Throws `Mismatch`. */
export function readSandboxMessage(data: unknown): SandboxMessage {
  const { type } = record<{ type: SandboxMessage['type'] }>({
    type: oneOf(['alive', 'progress', 'result', 'failed']),
  })(data);
  switch (type) {
    case 'alive':
      return { type };
    case 'progress':
      return { type, ...readProgress(data) };
    case 'result':
      return { type, ...readResult(data) };
    case 'failed':
      return { type, ...readFailure(data) };
  }
}
