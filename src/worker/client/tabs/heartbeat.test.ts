import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHeartbeat, SILENCE_LIMIT } from './heartbeat.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function heartbeat(answers: boolean) {
  const seen = { asked: 0, dead: 0 };
  const beat = createHeartbeat(
    () => {
      seen.asked++;
      if (answers) beat.heard();
    },
    () => {
      seen.dead++;
      beat.waiting(0);
    },
  );
  return { beat, seen };
}

describe('a worker', () => {
  it('that does not answer while a call waits counts as dead, once', () => {
    const { beat, seen } = heartbeat(false);
    beat.waiting(1);
    vi.advanceTimersByTime(SILENCE_LIMIT);
    expect(seen.dead).toBe(0);
    vi.advanceTimersByTime(30_000);
    expect(seen.dead).toBe(1);
  });

  it('that answers lives, however long the call takes', () => {
    const { beat, seen } = heartbeat(true);
    beat.waiting(1);
    vi.advanceTimersByTime(SILENCE_LIMIT * 10);
    expect(seen.dead).toBe(0);
  });

  it('is asked nothing while no call waits', () => {
    const { beat, seen } = heartbeat(false);
    beat.waiting(1);
    beat.waiting(0);
    vi.advanceTimersByTime(SILENCE_LIMIT * 2);
    expect(seen).toEqual({ asked: 0, dead: 0 });
  });
});
