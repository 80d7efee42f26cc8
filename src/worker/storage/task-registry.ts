import { BacktabError } from '../../core/error.ts';

/** Long operations that can be cancelled by the number their caller gave them. */
export interface TaskRegistry {
  /** Runs `work` as `task`; its signal aborts when `cancel(task)` is called. Error `bad-argument` for a number in use. */
  run<Result>(task: number, work: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
  /** Aborts a running task. A cancel that overtakes its task still counts; one for a finished task does nothing. */
  cancel(task: number): void;
}

/** Cancellations remembered for tasks that have not begun. */
const REMEMBERED = 256;

/** An empty registry. */
export function createTaskRegistry(): TaskRegistry {
  const running = new Map<number, AbortController>();
  const early = new Set<number>();
  let highest = Number.NEGATIVE_INFINITY;
  return {
    async run(task, work) {
      if (running.has(task)) throw new BacktabError('bad-argument', `Task ${task} is already running`);
      const controller = new AbortController();
      running.set(task, controller);
      highest = Math.max(highest, task);
      if (early.delete(task)) controller.abort();
      try {
        return await work(controller.signal);
      } finally {
        running.delete(task);
      }
    },
    cancel(task) {
      const controller = running.get(task);
      if (controller) controller.abort();
      else if (task > highest && early.size < REMEMBERED) early.add(task);
    },
  };
}
