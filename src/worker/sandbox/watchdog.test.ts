import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watch } from './watchdog.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a watchdog', () => {
  it('barks once after the silence it was given', () => {
    const bark = vi.fn();
    watch(10_000, bark);
    vi.advanceTimersByTime(9_000);
    expect(bark).not.toHaveBeenCalled();
    vi.advanceTimersByTime(60_000);
    expect(bark).toHaveBeenCalledTimes(1);
  });

  it('stays quiet while something is heard', () => {
    const bark = vi.fn();
    const dog = watch(10_000, bark);
    for (let second = 0; second < 60; second += 5) {
      vi.advanceTimersByTime(5_000);
      dog.alive();
    }
    expect(bark).not.toHaveBeenCalled();
    dog.stop();
  });

  it('stays quiet after it was stopped', () => {
    const bark = vi.fn();
    watch(1_000, bark).stop();
    vi.advanceTimersByTime(60_000);
    expect(bark).not.toHaveBeenCalled();
  });

  it('does not mistake a machine that slept for a silence', () => {
    const bark = vi.fn();
    const dog = watch(10_000, bark);
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.advanceTimersByTime(1_000);
    dog.alive();
    expect(bark).not.toHaveBeenCalled();
    dog.stop();
  });
});
