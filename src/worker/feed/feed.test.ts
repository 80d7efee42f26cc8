import { afterEach, describe, expect, it } from 'vitest';
import type { BarFeed, FeedSeries } from '../../core/bar-feed.ts';
import { BacktabError } from '../../core/error.ts';
import { connectFeed } from './feed-client.ts';
import { type FeedPort, type FeedServer, MAX_OPEN_REQUESTS, MAX_REFUSALS, serveFeed } from './feed-server.ts';

const info = {
  id: 'A:1d:stock:::file',
  symbol: 'A',
  assetType: 'stock',
  exchange: '',
  quote: '',
  timeframe: '1d',
  source: 'file',
  rows: 2,
  first: 0,
  last: 1,
  updatedAt: 0,
  revision: 1,
} as const;
const series: FeedSeries[] = [{ info, chunks: [{ rows: 2, first: 0, last: 1 }] }];

function feedOf(read: BarFeed['read']): BarFeed {
  return { series, read };
}

const bars: BarFeed['read'] = async (_series, _chunk, columns) =>
  Object.fromEntries(columns.map((column, index) => [column, Float64Array.of(index, index + 0.5)]));

/** A served feed, the raw port of its far end and all that was said on it. */
function serve(read: BarFeed['read']) {
  const { port1, port2 } = new MessageChannel();
  const server = serveFeed(feedOf(read), port1 as FeedPort);
  open.push({ server, port: port2 });
  const said: Record<string, unknown>[] = [];
  port2.onmessage = ({ data }) => said.push(data);
  const settle = async (count: number) => {
    for (let turn = 0; turn < 200 && said.length < count; turn++)
      await new Promise((done) => setTimeout(done, 1));
    return said;
  };
  return { server, port: port2, settle };
}

const open: { server: FeedServer; port: MessagePort }[] = [];
afterEach(() => {
  for (const { server, port } of open.splice(0)) {
    server.close();
    port.close();
  }
});

describe('a feed over a port', () => {
  it('gives the sandbox the columns it asks for', async () => {
    const { port } = serve(bars);
    const client = connectFeed(port as FeedPort, series);
    expect(await client.read(0, 0, ['open', 'close'])).toEqual({
      open: Float64Array.of(0, 0.5),
      close: Float64Array.of(1, 1.5),
    });
  });

  it('answers several reads at once, each with its own bars', async () => {
    const { port } = serve(async (_series, _chunk, columns) => {
      const delay = columns.length === 1 ? 5 : 0;
      await new Promise((done) => setTimeout(done, delay));
      return bars(0, 0, columns);
    });
    const client = connectFeed(port as FeedPort, series);
    const [slow, fast] = await Promise.all([client.read(0, 0, ['open']), client.read(0, 0, ['high', 'low'])]);
    expect(Object.keys(slow)).toEqual(['open']);
    expect(Object.keys(fast)).toEqual(['high', 'low']);
  });

  it('carries the code of a failure', async () => {
    const { port } = serve(async () => {
      throw new BacktabError('query-failed', 'No such table');
    });
    const client = connectFeed(port as FeedPort, series);
    await expect(client.read(0, 0, ['open'])).rejects.toMatchObject({
      code: 'query-failed',
      message: 'No such table',
    });
  });

  it('refuses a series or chunk outside the run without reading', async () => {
    let reads = 0;
    const { port } = serve(async (...request) => {
      reads++;
      return bars(...request);
    });
    const client = connectFeed(port as FeedPort, series);
    await expect(client.read(1, 0, ['open'])).rejects.toMatchObject({ code: 'bad-argument' });
    await expect(client.read(0, 1, ['open'])).rejects.toMatchObject({ code: 'bad-argument' });
    expect(reads).toBe(0);
  });

  it('ignores junk without a request id, answers the rest with a refusal, and serves nothing from then on', async () => {
    const { port, settle, server } = serve(bars);
    port.postMessage({
      type: 'chunk',
      request: 1,
      series: 0,
      chunk: 0,
      columns: 1,
      __proto__: { polluted: 1 },
    });
    for (const junk of [null, 1, 'x', [], { type: 'chunk' }, { id: 'c', type: 'GET', path: ['__proto__'] }]) {
      port.postMessage(junk);
    }
    port.postMessage({ type: 'SET', request: 2, path: ['__proto__', 'polluted'], value: 1 });
    port.postMessage({ type: 'chunk', request: 3, series: 0, chunk: 0, columns: 1 });
    const said = await settle(3);
    expect(said.map(({ type, request }) => [type, request])).toEqual([
      ['bars', 1],
      ['refused', 2],
      ['refused', 3],
    ]);
    expect(server.refusals).toBe(8);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('refuses more requests at a time than the client ever sends', async () => {
    const { port, settle } = serve(() => new Promise(() => {}));
    for (let request = 1; request <= MAX_OPEN_REQUESTS + 1; request++) {
      port.postMessage({ type: 'chunk', request, series: 0, chunk: 0, columns: 1 });
    }
    expect(await settle(1)).toMatchObject([{ type: 'refused', request: MAX_OPEN_REQUESTS + 1 }]);
  });

  it('answers any number of reads, a few at a time', async () => {
    let open = 0;
    let most = 0;
    const { port } = serve(async (...request) => {
      most = Math.max(most, ++open);
      await new Promise((done) => setTimeout(done, 1));
      open--;
      return bars(...request);
    });
    const client = connectFeed(port as FeedPort, series);
    const reads = await Promise.all(Array.from({ length: 20 }, () => client.read(0, 0, ['open'])));
    expect(reads).toHaveLength(20);
    expect(most).toBe(MAX_OPEN_REQUESTS);
  });

  it('closes the port of a sender that keeps sending nonsense', async () => {
    const { port, settle } = serve(bars);
    for (let count = 0; count < MAX_REFUSALS; count++) port.postMessage('nonsense');
    port.postMessage({ type: 'chunk', request: 1, series: 0, chunk: 0, columns: 1 });
    expect(await settle(1)).toEqual([]);
  });

  it('sends nothing after it was closed', async () => {
    let finish = () => {};
    const { port, server, settle } = serve(
      () =>
        new Promise((done) => {
          finish = () => done({ timestamp: new Float64Array(2) });
        }),
    );
    port.postMessage({ type: 'chunk', request: 1, series: 0, chunk: 0, columns: 1 });
    await new Promise((done) => setTimeout(done, 10));
    server.close();
    finish();
    expect(await settle(1)).toEqual([]);
  });
});
