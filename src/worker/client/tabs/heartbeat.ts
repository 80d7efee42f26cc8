/** Time between two questions while calls are waiting, milliseconds. */
const INTERVAL = 10_000;

/** Silence after which a worker counts as hanging, milliseconds. The longest single step of a commit takes a fraction of it. */
export const SILENCE_LIMIT = 120_000;

/** Notices a worker that lives and does not answer, so that no call waits for ever. */
export interface Heartbeat {
  /** To be called with the number of calls that wait. */
  waiting(calls: number): void;
  /** To be called with every message of the worker. */
  heard(): void;
}

/** Asks by `ask` while calls wait, and calls `dead` when nothing was heard for {@link SILENCE_LIMIT} after a question. It asks nothing while no call waits. */
export function createHeartbeat(ask: () => void, dead: () => void): Heartbeat {
  let timer: ReturnType<typeof setInterval> | undefined;
  let askedAt: number | undefined;
  const beat = () => {
    if (askedAt !== undefined && performance.now() - askedAt > SILENCE_LIMIT) return dead();
    askedAt ??= performance.now();
    ask();
  };
  return {
    waiting(calls) {
      if (calls > 0) timer ??= setInterval(beat, INTERVAL);
      else {
        clearInterval(timer);
        timer = undefined;
        askedAt = undefined;
      }
    },
    heard() {
      askedAt = undefined;
    },
  };
}
