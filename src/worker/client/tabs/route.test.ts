import { describe, expect, it } from 'vitest';
import { BacktabError } from '../../../core/error.ts';
import { createRoute } from './route.ts';
import { LinkEnded, type StorageLink } from './storage-link.ts';

/** A link whose calls are answered by `answer`; `end` ends it. */
function link(answer: (method: string) => Promise<unknown>) {
  const ended = new AbortController();
  const calls: string[] = [];
  const made: StorageLink = {
    service: 'a worker',
    throughOtherTab: false,
    ended: ended.signal,
    async call(method) {
      calls.push(method);
      return answer(method);
    },
    end: () => ended.abort(),
  };
  return { link: made, calls };
}

const answering = () => link(async (method) => `${method} answered`);

/** A link that ends under the first call. */
function dying(sent = true) {
  const one = link(async () => {
    one.link.end();
    throw new LinkEnded(sent);
  });
  return one;
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error as BacktabError,
  );

describe('a call', () => {
  it('waits for a worker', async () => {
    const route = createRoute();
    const call = route.call('listSeries', []);
    route.use(answering().link);
    expect(await call).toBe('listSeries answered');
  });

  it.each(['listSeries', 'query', 'importFile'])(
    'of %s whose worker ends is made again of the next one',
    async (method) => {
      const route = createRoute();
      const first = dying();
      const second = answering();
      route.use(first.link);
      const call = route.call(method, []);
      await Promise.resolve();
      route.use(second.link);
      expect(await call).toBe(`${method} answered`);
      expect([first.calls, second.calls]).toEqual([[method], [method]]);
    },
  );

  it.each(['deleteSeries', 'restore', 'openFeed', 'saveRun', 'a method that is new'])(
    'of %s whose worker ends fails and is not made again',
    async (method) => {
      const route = createRoute();
      const second = answering();
      route.use(dying().link);
      const call = failure(route.call(method, []));
      route.use(second.link);
      expect(await call).toMatchObject({ code: 'storage-interrupted' });
      expect((await call)?.message).toContain(`"${method}"`);
      expect(second.calls).toEqual([]);
    },
  );

  it('that was never sent is sent to the next worker, whatever it does', async () => {
    const route = createRoute();
    const second = answering();
    route.use(dying(false).link);
    const call = route.call('deleteSeries', []);
    await Promise.resolve();
    route.use(second.link);
    expect(await call).toBe('deleteSeries answered');
  });

  it('that ends one worker after the other is not made for ever', async () => {
    const route = createRoute();
    const calls: string[] = [];
    const next = (): StorageLink => {
      const one = dying();
      return {
        ...one.link,
        call(method, parameters) {
          calls.push(method);
          queueMicrotask(() => route.use(next()));
          return one.link.call(method, parameters);
        },
      };
    };
    route.use(next());
    expect(await failure(route.call('query', []))).toMatchObject({ code: 'storage-interrupted' });
    expect(calls).toHaveLength(3);
  });

  it('whose worker answers with an error rejects with it', async () => {
    const route = createRoute();
    const refused = new BacktabError('query-refused', 'no');
    route.use(link(() => Promise.reject(refused)).link);
    expect(await failure(route.call('query', []))).toBe(refused);
  });

  it('of an abandoned task is not sent', async () => {
    const route = createRoute();
    const one = answering();
    const call = failure(route.call('importFile', [7]));
    route.abandon(7);
    route.use(one.link);
    expect(await call).toMatchObject({ name: 'AbortError' });
    expect(await route.call('cancel', [7])).toBe('cancel answered');
    expect(one.calls).toEqual(['cancel']);
  });
});

describe('a route that fails', () => {
  const unreachable = new BacktabError('database-in-use', 'held');

  it('rejects what waits and what comes, until there is a worker', async () => {
    const route = createRoute();
    const waiting = failure(route.call('listSeries', []));
    route.fail(unreachable);
    expect(await waiting).toBe(unreachable);
    expect(await failure(route.call('listSeries', []))).toBe(unreachable);
    route.use(answering().link);
    expect(await route.call('listSeries', [])).toBe('listSeries answered');
  });

  it('lets calls wait again when there is hope', async () => {
    const route = createRoute();
    route.fail(unreachable);
    route.hope();
    const call = route.call('listSeries', []);
    route.use(answering().link);
    expect(await call).toBe('listSeries answered');
  });
});
