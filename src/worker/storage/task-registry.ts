import { BacktabError } from '../../core/error.ts';
import { TASKS_PER_CLIENT } from '../storage-control.ts';

/** Long operations that can be cancelled by the number their caller gave them. */
export interface TaskRegistry {
  /** Runs `work` as `task`; its signal aborts when `cancel(task)` is called. Error `bad-argument` for a number in use. */
  run<Result>(task: number, work: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
  /** Aborts a running task. A cancel that overtakes its task still counts; one for a finished task does nothing. */
  cancel(task: number): void;
}

/** Cancellations remembered for tasks that have not begun. */
const REMEMBERED = 256;

/** Clients whose last task number is remembered. */
const CLIENTS = 256;

/** An empty registry. Each client numbers its tasks upwards within a block of {@link TASKS_PER_CLIENT} of its own. */
export function createTaskRegistry(): TaskRegistry {
  const running = new Map<number, AbortController>();
  const early = new Set<number>();
  const highest = new Map<number, number>();
  const clientOf = (task: number) => Math.floor(task / TASKS_PER_CLIENT);
  const begun = (task: number) => task <= (highest.get(clientOf(task)) ?? Number.NEGATIVE_INFINITY);
  return {
    async run(task, work) {
      if (running.has(task)) throw new BacktabError('bad-argument', `Task ${task} is already running`);
      const controller = new AbortController();
      running.set(task, controller);
      if (!begun(task)) remember(highest, clientOf(task), task);
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
      else if (!begun(task) && early.size < REMEMBERED) early.add(task);
    },
  };
}

/** Sets the last task of a client, and forgets the client that was heard of least recently when there are too many. */
function remember(highest: Map<number, number>, client: number, task: number): void {
  highest.delete(client);
  highest.set(client, task);
  const oldest = highest.keys().next();
  if (highest.size > CLIENTS && !oldest.done) highest.delete(oldest.value);
}
