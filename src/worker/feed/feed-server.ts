import type { PartialStoredBars } from '../../core/bar.ts';
import type { BarFeed } from '../../core/bar-feed.ts';
import { toTransferableError } from '../../core/error.ts';
import { type EquityMessage, parseEquityMessage } from './equity-protocol.ts';
import { barsReply, type ChunkRequest, maskColumns, parseChunkRequest, requestIdOf } from './protocol.ts';

/** Requests that one feed may have open at a time. The client queues what goes beyond. */
export const MAX_OPEN_REQUESTS = 4;

/** Messages that are refused before the port is closed for good. */
export const MAX_REFUSALS = 100;

/** The part of a `MessagePort` that a feed needs. */
export interface FeedPort {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown, transfer: Transferable[]): void;
  close(): void;
}

/** What a feed server tells its owner. */
export interface FeedServerOptions {
  /** Reads one chunk; default `feed.read`. The owner wraps it to time and attribute the statements behind it. */
  readonly read?: (request: ChunkRequest) => Promise<PartialStoredBars>;
  /** Keeps the equity of the next bars, in the order of the messages; throws what is wrong with it. Without it no equity is accepted. */
  readonly keepEquity?: (block: EquityMessage) => void;
}

/** A feed being served. */
export interface FeedServer {
  /** Messages refused so far. One is enough: from then on nothing is served. */
  readonly refusals: number;
  /** Ends the feed: the port is closed, late replies are dropped. */
  close(): void;
}

/**
 * Serves the chunks of `feed` on `port`, takes in the equity of the run that reads it, and does nothing else. The other end is not trusted: a message that is no valid request is answered by a
 * refusal when it carries a request id and ignored otherwise; nothing it holds is ever called, merged or used as a key. An honest client never
 * sends such a message, so after the first one every request is refused.
 */
export function serveFeed(feed: BarFeed, port: FeedPort, options: FeedServerOptions = {}): FeedServer {
  const read =
    options.read ??
    ((request: ChunkRequest) => feed.read(request.series, request.chunk, maskColumns(request.columns)));
  const open = new Set<number>();
  let refusals = 0;
  let closed = false;

  const send = (message: unknown, transfer: Transferable[] = []) => {
    if (!closed) port.postMessage(message, transfer);
  };
  const close = () => {
    closed = true;
    port.onmessage = null;
    port.close();
  };
  const refuse = (request: number | undefined, message: string) => {
    refusals++;
    if (request !== undefined) send({ type: 'refused', request, code: 'bad-argument', message });
    if (refusals >= MAX_REFUSALS) close();
  };
  const answer = async (request: ChunkRequest) => {
    open.add(request.request);
    try {
      const { reply, transfer } = barsReply(request, await read(request));
      send(reply, transfer);
    } catch (error) {
      const { code = 'internal', message } = toTransferableError(error);
      send({ type: 'refused', request: request.request, code, message });
    } finally {
      open.delete(request.request);
    }
  };

  const keep = (block: EquityMessage, keepEquity: (block: EquityMessage) => void) => {
    try {
      keepEquity(block);
      send({ type: 'kept', request: block.request });
    } catch (error) {
      const { code = 'internal', message } = toTransferableError(error);
      refusals++;
      send({ type: 'refused', request: block.request, code, message });
    }
  };

  port.onmessage = ({ data }) => {
    const block = refusals === 0 && options.keepEquity ? parseEquityMessage(data) : undefined;
    if (block && options.keepEquity) return keep(block, options.keepEquity);
    const request = parseChunkRequest(data);
    if (refusals > 0)
      return refuse(requestIdOf(data), 'This feed has ended after a message that was refused');
    if (!request) return refuse(requestIdOf(data), 'This is not a request for bars');
    const chunks = feed.series[request.series]?.chunks;
    if (!chunks || request.chunk >= chunks.length) {
      return refuse(
        request.request,
        `Series ${request.series} of this run has no chunk ${request.chunk}: ${chunks?.length ?? 0} exist`,
      );
    }
    if (open.has(request.request)) {
      return refuse(request.request, `Request ${request.request} is still being answered`);
    }
    if (open.size >= MAX_OPEN_REQUESTS) {
      return refuse(
        request.request,
        `More than ${MAX_OPEN_REQUESTS} requests are open: wait for a reply first`,
      );
    }
    void answer(request);
  };
  return {
    get refusals() {
      return refusals;
    },
    close,
  };
}
