import { describe, expect, it } from 'vitest';
import { abortError, BacktabError } from '../../core/error.ts';
import type { QueryTiming } from '../../storage/timing.ts';
import { createCallLog, totalsOf } from './call-log.ts';

const statement = { sql: 'select 1', rows: 2, bytes: 16, milliseconds: 3 };

function ticking() {
  let now = 0;
  return () => {
    now += 10;
    return now;
  };
}

describe('the call log', () => {
  it('records a call after its statements, with what they read and how long it took', async () => {
    const log = createCallLog(ticking());
    const result = await log.call({ operation: 'listSeries', storage: 'duckdb' }, async () => {
      log.observe('duckdb', statement);
      return 'series';
    });
    expect(result).toBe('series');
    expect(log.entries()).toEqual([
      { sequence: 1, operation: 'listSeries', storage: 'duckdb', ...statement, startedAt: 17 },
      {
        sequence: 2,
        operation: 'listSeries',
        storage: 'duckdb',
        sql: '',
        rows: 2,
        bytes: 16,
        milliseconds: 20,
        startedAt: 10,
      },
    ]);
  });

  it('records what failed, and passes the failure on', async () => {
    const log = createCallLog(ticking());
    const failing = log.call({ operation: 'query', storage: 'duckdb' }, async () => {
      log.observe('duckdb', { ...statement, error: 'Parser Error' });
      throw new Error('Parser Error');
    });
    await expect(failing).rejects.toThrow('Parser Error');
    expect(log.entries().map(({ error }) => error)).toEqual(['Parser Error', 'Parser Error']);
  });

  it('records a call that throws before it returns a promise', async () => {
    const log = createCallLog(ticking());
    const failing = log.call({ operation: 'query', storage: 'duckdb' }, () => {
      throw new Error('at once');
    });
    await expect(failing).rejects.toThrow('at once');
    expect(log.entries()).toMatchObject([{ operation: 'query', error: 'at once' }]);
  });

  it('attributes a statement to the call in which it ran, not to one that waits', async () => {
    const log = createCallLog(ticking());
    let goOn = () => {};
    const waiting = log.call({ operation: 'importFile', storage: 'duckdb' }, async () => {
      await new Promise<void>((done) => {
        goOn = done;
      });
      log.observe('duckdb', statement);
    });
    await log.call({ operation: 'listSeries', storage: 'duckdb' }, async () =>
      log.observe('duckdb', statement),
    );
    log.observe('memory', statement);
    goOn();
    await waiting;
    const statements = log.entries().filter(({ sql }) => sql !== '');
    expect(statements.map(({ operation }) => operation)).toEqual(['listSeries', 'background', 'importFile']);
  });

  it('gives a run the statements behind its reads', async () => {
    const log = createCallLog(ticking());
    const collected: QueryTiming[] = [];
    const read = { operation: 'readChunk', storage: 'duckdb', runId: 'r1' } as const;
    for (const rows of [5, 7]) {
      await log.call({ ...read, collect: (timing) => collected.push(timing) }, async () =>
        log.observe('duckdb', { ...statement, rows }),
      );
    }
    expect(collected.every(({ runId }) => runId === 'r1')).toBe(true);
    expect(totalsOf(collected)).toEqual({ queries: 2, rows: 12, bytes: 32, milliseconds: 6 });
  });

  it('keeps the newest entries when it is full', () => {
    const log = createCallLog(ticking(), { capacity: 3 });
    for (let count = 0; count < 8; count++) log.observe('duckdb', statement);
    expect(log.entries().map(({ sequence }) => sequence)).toEqual([6, 7, 8]);
  });

  it('says when, which run and strategy asked, and whether a cache answered', async () => {
    const log = createCallLog(ticking(), { origin: 1_000_000 });
    const asker = { runId: 'r1', strategy: 'sma-cross' };
    const read = { operation: 'readChunk', storage: 'duckdb', ...asker } as const;
    await log.call({ ...read, cache: 'miss' }, async () => log.observe('duckdb', statement));
    log.hits(read, 7);
    log.hits(read, 0);
    const [first, call, hits, ...more] = log.entries();
    expect(first).toMatchObject({ ...asker, cache: 'miss', sql: 'select 1', moment: 1_000_017 });
    expect(call).toMatchObject({ ...asker, cache: 'miss', sql: '', rows: 2, moment: 1_000_010 });
    expect(hits).toMatchObject({ ...asker, cache: 'hit', calls: 7, rows: 0, bytes: 0, milliseconds: 0 });
    expect(more).toEqual([]);
  });

  it('keeps the code of an error, and tells a cancellation from a failure', async () => {
    const log = createCallLog(ticking());
    const failing = (error: Error) =>
      log.call({ operation: 'query', storage: 'duckdb' }, () => Promise.reject(error)).catch(() => undefined);
    await failing(new BacktabError('query-refused', 'no'));
    await failing(abortError('The query'));
    await failing(new TypeError('a defect'));
    expect(log.entries().map(({ errorCode }) => errorCode)).toEqual([
      'query-refused',
      'cancelled',
      'internal',
    ]);
  });
});
