import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRetirement, HEAP_LIMIT } from './retirement.ts';

/** A worker with a large heap and two clients whose ports remember what they were told. */
function subject({ heap = HEAP_LIMIT + 1 } = {}) {
  const told: string[][] = [[], []];
  const ports = told.map((messages) => ({
    postMessage: ({ control }: { control: string }) => messages.push(control),
  })) as unknown as MessagePort[];
  const state = { busy: false, ended: 0 };
  const retirement = createRetirement({
    heapBytes: () => heap,
    busy: () => state.busy,
    ports: () => ports,
    end: async () => void state.ended++,
  });
  const silence = (ask: number) => {
    for (const port of ports) retirement.silent(port, ask);
  };
  return { told, ports, state, retirement, silence };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a worker', () => {
  it('ends once all clients are silent after a write that left a large heap', () => {
    const { told, ports, state, retirement } = subject();
    retirement.callEnded(true);
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual([['retiring'], ['retiring']]);
    retirement.silent(ports[0] as MessagePort, 1);
    expect(state.ended).toBe(0);
    retirement.silent(ports[1] as MessagePort, 1);
    expect(state.ended).toBe(1);
  });

  it('stays when its heap is small, or nothing was written', () => {
    const small = subject({ heap: HEAP_LIMIT });
    small.retirement.callEnded(true);
    const reading = subject();
    reading.retirement.callEnded(false);
    vi.advanceTimersByTime(60_000);
    expect([small.told, reading.told].flat(2)).toEqual([]);
  });

  it('waits for what is under way', () => {
    const { told, state, retirement } = subject();
    state.busy = true;
    retirement.callEnded(true);
    vi.advanceTimersByTime(60_000);
    expect(told[0]).toEqual([]);
    state.busy = false;
    retirement.callEnded(false);
    vi.advanceTimersByTime(1);
    expect(told[0]).toEqual(['retiring']);
  });

  it('stays when a call came in before the last client fell silent, and tries again', () => {
    const { told, state, retirement, silence } = subject();
    retirement.callEnded(true);
    vi.advanceTimersByTime(1_000);
    state.busy = true;
    silence(1);
    expect(state.ended).toBe(0);
    expect(told[0]).toEqual(['retiring', 'staying']);
    state.busy = false;
    vi.advanceTimersByTime(1_000);
    expect(told[0]).toEqual(['retiring', 'staying', 'retiring']);
    silence(1);
    expect(state.ended, 'after answers to the first question').toBe(0);
    silence(2);
    expect(state.ended).toBe(1);
  });

  it('does not wait for a client that is gone', () => {
    const { ports, state, retirement } = subject();
    retirement.callEnded(true);
    vi.advanceTimersByTime(1_000);
    retirement.silent(ports[0] as MessagePort, 1);
    retirement.gone(ports[1] as MessagePort);
    expect(state.ended).toBe(1);
  });

  it('stays when a client does not answer', () => {
    const { told, ports, state, retirement } = subject();
    retirement.callEnded(true);
    vi.advanceTimersByTime(1_000);
    retirement.silent(ports[0] as MessagePort, 1);
    vi.advanceTimersByTime(2_000);
    expect(told[0]).toEqual(['retiring', 'staying']);
    retirement.silent(ports[1] as MessagePort, 1);
    expect(state.ended).toBe(0);
  });
});
