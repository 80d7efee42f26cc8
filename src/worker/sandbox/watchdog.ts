/** Notices when the other side has gone quiet. */
export interface Watchdog {
  /** The other side has said something. */
  alive(): void;
  stop(): void;
}

/**
 * Calls `onSilence` once nothing was heard for `limit` milliseconds. It counts ticks, not time: after the machine was asleep or the tab was
 * throttled, words that are already on their way are heard before the next tick.
 */
export function watch(limit: number, onSilence: () => void): Watchdog {
  const tick = Math.max(10, Math.min(1_000, limit / 4));
  let quietTicks = 0;
  const timer = setInterval(() => {
    quietTicks++;
    if (quietTicks * tick < limit) return;
    clearInterval(timer);
    onSilence();
  }, tick);
  return {
    alive() {
      quietTicks = 0;
    },
    stop() {
      clearInterval(timer);
    },
  };
}
