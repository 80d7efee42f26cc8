import { describe, expect, it } from 'vitest';
import type { QueryTiming } from '../../storage/timing.ts';
import { createLogKeeper, MAX_WAITING, RETRY, SETTLE, STORE_TIMINGS } from './log-keeper.ts';

function timing(sequence: number, operation = 'listSeries'): QueryTiming {
  const cost = { rows: 0, bytes: 0, milliseconds: 1, startedAt: sequence };
  return { sequence, operation, storage: 'duckdb', sql: '', ...cost };
}

/** A keeper whose timer the test turns, over a log that answers as `answers` say, then with true. */
function keeper(...answers: (boolean | Error)[]) {
  const stored: number[][] = [];
  const timers: { readonly work: () => void; readonly milliseconds: number }[] = [];
  const state = { busy: false, open: true };
  const kept = createLogKeeper({
    session: 42,
    log: () =>
      state.open
        ? {
            async append(session, timings) {
              expect(session).toBe(42);
              const answer = answers.shift() ?? true;
              if (answer instanceof Error) throw answer;
              if (answer) stored.push(timings.map(({ sequence }) => sequence));
              return answer;
            },
            list: async () => [],
            summarise: async () => [],
          }
        : undefined,
    busy: () => state.busy,
    timed: (work) => work(),
    later: (work, milliseconds) => timers.push({ work, milliseconds }),
  });
  const turn = async () => {
    for (const { work } of timers.splice(0)) work();
    await kept.flush();
  };
  return { kept, stored, timers, state, turn };
}

describe('the keeper of the log', () => {
  it('stores what came since in one batch, after a quiet time', async () => {
    const { kept, stored, timers, turn } = keeper();
    for (const sequence of [1, 2, 3]) kept.add(timing(sequence));
    expect(timers.map(({ milliseconds }) => milliseconds)).toEqual([SETTLE]);
    expect(stored).toEqual([]);
    await turn();
    expect(stored).toEqual([[1, 2, 3]]);
    expect(kept.waiting).toBe(0);
  });

  it('waits while a call or a run is under way', async () => {
    const { kept, stored, timers, state } = keeper();
    kept.add(timing(1));
    state.busy = true;
    timers.shift()?.work();
    await Promise.resolve();
    expect(stored).toEqual([]);
    expect(timers).toHaveLength(1);
    state.busy = false;
    timers.shift()?.work();
    await kept.flush();
    expect(stored).toEqual([[1]]);
  });

  it('keeps what could not be stored in its order: soon again behind a write, later after an error', async () => {
    const { kept, stored, timers, turn } = keeper(false, new Error('full'));
    kept.add(timing(1));
    await turn();
    expect(timers.map(({ milliseconds }) => milliseconds)).toEqual([SETTLE]);
    await turn();
    expect(timers.map(({ milliseconds }) => milliseconds)).toEqual([RETRY]);
    expect(stored).toEqual([]);
    kept.add(timing(2));
    await turn();
    expect(stored).toEqual([[1, 2]]);
  });

  it('does not set itself going by the entry about its own storing', async () => {
    const { kept, stored, timers } = keeper();
    kept.add(timing(1, STORE_TIMINGS));
    expect(timers).toEqual([]);
    await kept.flush();
    expect(stored).toEqual([[1]]);
  });

  it('drops the oldest, and counts them, when nothing can be stored for long', () => {
    const { kept, state } = keeper();
    state.open = false;
    for (let sequence = 1; sequence <= MAX_WAITING + 1; sequence++) kept.add(timing(sequence));
    expect(kept.dropped).toBe(MAX_WAITING / 10);
    expect(kept.waiting + kept.dropped).toBe(MAX_WAITING + 1);
  });
});
