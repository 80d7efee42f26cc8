import { abortError, BacktabError } from '../../core/error.ts';
import type { RunResult } from '../stored-run.ts';
import { readSandboxMessage, type SandboxJob } from './messages.ts';
import { checkResult } from './result-check.ts';
import { openSandboxFrame } from './sandbox-frame.ts';
import { watch } from './watchdog.ts';

/** Silence after which a strategy counts as hanging, milliseconds. */
export const DEFAULT_PATIENCE = 15_000;

/** Messages that a sandbox may send between two seconds; more would keep the page busy. */
const MAX_MESSAGES_PER_SECOND = 5_000;

/** One run in a sandbox. */
export interface SandboxRunOptions {
  /** Address of `sandbox.html`. */
  readonly frameUrl: string;
  /** Script of the sandboxed worker. */
  readonly runtime: string;
  readonly job: SandboxJob;
  /** The far end of the feed that the storage worker serves. It is transferred. */
  readonly feedPort: MessagePort;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((barsDone: number, barsTotal: number) => void) | undefined;
  /** Default {@link DEFAULT_PATIENCE}. */
  readonly patience?: number | undefined;
}

/** What came out of a sandbox. */
export interface SandboxOutcome {
  /** Its equity went to the feed. */
  readonly result: RunResult;
  /** Feed, engine, strategy and statistics, as measured inside. */
  readonly milliseconds: number;
}

/**
 * Runs a job in a frame of its own and removes that frame in every case. Errors: `strategy-failed` and the codes of the engine;
 * `strategy-unresponsive` when nothing is heard for `patience`; an AbortError when `signal` aborts, even during an endless loop.
 */
export function runInSandbox(options: SandboxRunOptions): Promise<SandboxOutcome> {
  const { job, signal, patience = DEFAULT_PATIENCE } = options;
  const control = new MessageChannel();
  const bars = job.series.reduce((sum, { info }) => sum + info.rows, 0);

  return new Promise<SandboxOutcome>((resolve, reject) => {
    let messages = 0;
    let heard = false;
    const finish = (settle: () => void) => {
      dog.stop();
      clearInterval(second);
      signal?.removeEventListener('abort', onAbort);
      control.port1.onmessage = null;
      control.port1.close();
      frame.remove();
      settle();
    };
    const fail = (error: unknown) => finish(() => reject(error));
    const onAbort = () => fail(abortError('The run'));
    const onMessage = (data: unknown) => {
      dog.alive();
      heard = true;
      if (++messages > MAX_MESSAGES_PER_SECOND) {
        throw new BacktabError('strategy-failed', 'The strategy floods the page with messages');
      }
      const message = readSandboxMessage(data);
      if (message.type === 'progress') options.onProgress?.(message.barsDone, message.barsTotal);
      if (message.type === 'failed') throw failure(message.code, message.message, message.stack);
      if (message.type === 'result') {
        const result = checkResult(message.result, job.specification, bars);
        finish(() => resolve({ result, milliseconds: message.milliseconds }));
      }
    };
    const second = setInterval(() => {
      messages = 0;
    }, 1_000);
    const dog = watch(patience, () => fail(silenceError(options.frameUrl, patience, heard)));
    control.port1.onmessage = ({ data }) => {
      try {
        onMessage(data);
      } catch (error) {
        fail(
          error instanceof BacktabError
            ? error
            : new BacktabError(
                'strategy-failed',
                `The sandbox sent a message that is not understood: ${error}`,
              ),
        );
      }
    };
    const frame = openSandboxFrame(
      options.frameUrl,
      { runtime: options.runtime, job },
      [control.port2, options.feedPort],
      (reason) => fail(new BacktabError('strategy-failed', `The sandbox did not start: ${reason}`)),
    );
    signal?.addEventListener('abort', onAbort);
    if (signal?.aborted) onAbort();
  });
}

function failure(code: BacktabError['code'], message: string, stack: string): BacktabError {
  const error = new BacktabError(code, message);
  if (stack) error.stack = stack;
  return error;
}

function silenceError(frameUrl: string, patience: number, heard: boolean): BacktabError {
  const seconds = patience / 1_000;
  return new BacktabError(
    'strategy-unresponsive',
    heard
      ? `Nothing was heard from the strategy for ${seconds} s: it may loop for ever or have used up its memory. It was stopped`
      : `The sandbox did not start within ${seconds} s: check that this page's host serves "${frameUrl}" and lets the page frame it`,
  );
}
