import type { PartialStoredBars, StoredColumn } from '../../core/bar.ts';
import type { BarFeed, FeedSeries } from '../../core/bar-feed.ts';
import { BacktabError } from '../../core/error.ts';
import { type FeedPort, MAX_OPEN_REQUESTS } from './feed-server.ts';
import { columnMask, MAX_INDEX, parseFeedReply, replyColumns } from './protocol.ts';

interface Waiting {
  readonly message: unknown;
  readonly resolve: (bars: PartialStoredBars) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The bars behind `port` as a feed. `series` is what the page was told when it opened the feed. Reads beyond what the server answers at a time
 * wait for their turn here.
 * A read rejects with the code that the storage worker gives; it never resolves when the other end is gone, which the page's stop button and
 * heartbeat take care of.
 */
export function connectFeed(port: FeedPort, series: readonly FeedSeries[]): BarFeed {
  const sent = new Map<number, Waiting>();
  const queue: [request: number, entry: Waiting][] = [];
  let last = 0;

  const sendNext = () => {
    const next = sent.size < MAX_OPEN_REQUESTS ? queue.shift() : undefined;
    if (!next) return;
    sent.set(...next);
    port.postMessage(next[1].message, []);
  };
  port.onmessage = ({ data }) => {
    const reply = parseFeedReply(data);
    const entry = reply && sent.get(reply.request);
    if (!entry) return;
    sent.delete(reply.request);
    sendNext();
    if (reply.type === 'bars') entry.resolve(replyColumns(reply));
    else entry.reject(new BacktabError(reply.code, reply.message));
  };
  return {
    series,
    read(index: number, chunk: number, columns: readonly StoredColumn[]) {
      last = last === MAX_INDEX ? 1 : last + 1;
      const request = last;
      return new Promise((resolve, reject) => {
        const message = { type: 'chunk', request, series: index, chunk, columns: columnMask(columns) };
        queue.push([request, { message, resolve, reject }]);
        sendNext();
      });
    },
  };
}
