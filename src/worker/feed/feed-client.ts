import type { StoredColumn } from '../../core/bar.ts';
import type { BarFeed, FeedSeries } from '../../core/bar-feed.ts';
import { BacktabError } from '../../core/error.ts';
import { type FeedPort, MAX_OPEN_REQUESTS } from './feed-server.ts';
import {
  type ChunkReply,
  columnMask,
  type EquityReceipt,
  MAX_INDEX,
  parseFeedReply,
  replyColumns,
} from './protocol.ts';

interface Waiting {
  readonly message: unknown;
  readonly transfer: Transferable[];
  readonly resolve: (reply: ChunkReply | EquityReceipt) => void;
  readonly reject: (error: Error) => void;
}

/** A feed whose reader leaves the equity of its run with the server. */
export interface RunFeed extends BarFeed {
  /** Keeps the equity of the next bars, at most `EQUITY_BLOCK_BARS`; both arrays, each alone on its buffer, are gone then. */
  keepEquity(timestamp: Float64Array, equity: Float64Array): Promise<void>;
}

/**
 * The bars behind `port` as a feed. `series` is what the page was told when it opened the feed. Reads beyond what the server answers at a time
 * wait for their turn here.
 * A read rejects with the code that the storage worker gives; it never resolves when the other end is gone, which the page's stop button and
 * heartbeat take care of.
 */
export function connectFeed(port: FeedPort, series: readonly FeedSeries[]): RunFeed {
  const sent = new Map<number, Waiting>();
  const queue: [request: number, entry: Waiting][] = [];
  let last = 0;

  const sendNext = () => {
    const next = sent.size < MAX_OPEN_REQUESTS ? queue.shift() : undefined;
    if (!next) return;
    sent.set(...next);
    port.postMessage(next[1].message, next[1].transfer);
  };
  port.onmessage = ({ data }) => {
    const reply = parseFeedReply(data);
    const entry = reply && sent.get(reply.request);
    if (!entry) return;
    sent.delete(reply.request);
    sendNext();
    if (reply.type === 'refused') entry.reject(new BacktabError(reply.code, reply.message));
    else entry.resolve(reply);
  };
  const ask = (message: object, transfer: Transferable[] = []) => {
    last = last === MAX_INDEX ? 1 : last + 1;
    const request = last;
    return new Promise<ChunkReply | EquityReceipt>((resolve, reject) => {
      queue.push([request, { message: { ...message, request }, transfer, resolve, reject }]);
      sendNext();
    });
  };
  return {
    series,
    async read(index: number, chunk: number, columns: readonly StoredColumn[]) {
      const reply = await ask({ type: 'chunk', series: index, chunk, columns: columnMask(columns) });
      return reply.type === 'bars' ? replyColumns(reply) : {};
    },
    async keepEquity(timestamp, equity) {
      await ask({ type: 'equity', timestamp, equity }, [
        timestamp.buffer as ArrayBuffer,
        equity.buffer as ArrayBuffer,
      ]);
    },
  };
}
