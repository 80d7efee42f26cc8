import { wrap } from 'comlink';
import { afterEach, describe, expect, it } from 'vitest';
import { BacktabError } from '../../core/error.ts';
import { installErrorTransfer } from '../comlink-errors.ts';
import { TASKS_PER_CLIENT } from '../storage-control.ts';
import type { StorageFacade } from '../storage-facade.ts';
import { serveClient } from './client-service.ts';

installErrorTransfer();

const FEED_BASE = 5 * TASKS_PER_CLIENT;
const ports: MessagePort[] = [];

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** Two clients of one facade that remembers what it was asked. */
function twoClients() {
  const asked: string[] = [];
  const log =
    <Result>(name: string, result: Result) =>
    async (...parameters: readonly unknown[]) => {
      asked.push([name, ...parameters.filter((each) => typeof each !== 'object')].join(' '));
      return result;
    };
  let lastFeed = 0;
  const facade = {
    status: log('status', { place: 'opfs', persisted: true }),
    openFeed: async (...parameters: readonly unknown[]) => {
      await log('openFeed', undefined)(...parameters);
      return { feedId: ++lastFeed, series: [], loadMilliseconds: 0 };
    },
    closeFeed: log('closeFeed', {}),
    discardRun: log('discardRun', undefined),
    saveRun: log('saveRun', undefined),
    cancel: log('cancel', undefined),
    exportSeries: (task: number) => {
      asked.push(`exportSeries ${task}`);
      return new Promise(() => {});
    },
    aMethodThatIsNew: log('aMethodThatIsNew', 'answered'),
  } as unknown as StorageFacade;
  const calls = { under: 0 };
  const observer = {
    began() {
      calls.under++;
      return () => calls.under--;
    },
  };
  const client = (otherTab: boolean) => {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    return {
      service: serveClient(facade, port1, otherTab, observer, FEED_BASE),
      remote: wrap<StorageFacade & { aMethodThatIsNew(): Promise<string> }>(port2),
    };
  };
  return { asked, calls, leader: client(false), follower: client(true) };
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

const open = (client: ReturnType<typeof twoClients>['leader'], task: number, runId: string) =>
  client.remote.openFeed(task, runId, 'duckdb', [], undefined as unknown as MessagePort);

describe('a client of the storage worker', () => {
  it('is told whether it works through another tab', async () => {
    const { leader, follower } = twoClients();
    expect((await leader.remote.status()).throughOtherTab).toBe(false);
    expect((await follower.remote.status()).throughOtherTab).toBe(true);
  });

  it('can call a method that this code has never heard of', async () => {
    const { follower } = twoClients();
    expect(await follower.remote.aMethodThatIsNew()).toBe('answered');
  });

  it('closes its own feeds, by numbers that no other worker gives', async () => {
    const { asked, leader, follower } = twoClients();
    const { feedId } = await open(leader, 1, 'run');
    expect(feedId).toBe(FEED_BASE + 1);
    const foreign = await failure(follower.remote.closeFeed(feedId));
    expect(foreign).toBeInstanceOf(BacktabError);
    expect(foreign).toMatchObject({ code: 'bad-argument' });
    await leader.remote.closeFeed(feedId);
    expect(asked.filter((each) => each.startsWith('closeFeed'))).toEqual(['closeFeed 1']);
  });

  it('keeps the worker busy from the opening of a feed until its run is saved or discarded', async () => {
    const { leader, follower } = twoClients();
    const { feedId } = await open(leader, 1, 'a');
    expect(leader.service.open).toBe(2);
    await leader.remote.closeFeed(feedId);
    expect(leader.service.open).toBe(1);
    await leader.remote.saveRun({ runId: 'a' } as never);
    expect(leader.service.open).toBe(0);
    const other = await open(follower, 2, 'b');
    await follower.remote.closeFeed(other.feedId);
    await follower.remote.discardRun('b');
    expect(follower.service.open).toBe(0);
  });

  it('leaves nothing behind when it is gone: tasks, feeds, unsaved runs', async () => {
    const { asked, follower } = twoClients();
    const task = 7 * TASKS_PER_CLIENT + 1;
    void follower.remote.exportSeries(task, 'id', 'csv');
    await open(follower, task + 1, 'run');
    asked.length = 0;
    follower.service.end();
    expect(asked).toEqual([`cancel ${task}`, 'closeFeed 1', 'discardRun run']);
    expect(follower.service.open).toBe(0);
  });

  it('counts a call as under way until it has ended', async () => {
    const { calls, leader } = twoClients();
    await leader.remote.status();
    expect(calls.under).toBe(0);
    void leader.remote.exportSeries(TASKS_PER_CLIENT + 1, 'id', 'csv');
    await leader.remote.status();
    expect(calls.under).toBe(1);
  });
});
