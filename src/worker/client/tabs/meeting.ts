import { BacktabError } from '../../../core/error.ts';
import { holdClientLock, openLink, type StorageLink } from './storage-link.ts';
import { fetchPort, hasSwitchboard, offerPort } from './switchboard.ts';
import type { TabChannel } from './tab-channel.ts';

/** How long a leader may take to say that it comes, and then to hand the port to its worker, milliseconds. */
const ANSWER_LIMIT = 500;
const ARRIVAL_LIMIT = 10_000;

/** Attempts without an answer after which the user is told. */
const ATTEMPTS = 8;

/** This version of the page: the address of the built script carries a hash of its content. */
const BUILD = import.meta.url;

/** Answers tabs that look for the leader: fetches their ports and passes them to `accept`. Returns what ends it. */
export function answerTabs(
  channel: TabChannel,
  accept: (client: string, port: MessagePort) => void,
): () => void {
  return channel.listen((message) => {
    if (message.type !== 'wanted') return;
    const { meeting, build } = message;
    if (build !== BUILD) return channel.send({ type: 'refused', meeting });
    channel.send({ type: 'coming', meeting });
    void fetchPort(meeting).then((port) => port && accept(meeting, port));
  });
}

/**
 * Looks for the leader until it is found or `stopped` aborts (then undefined). `onUnreachable` is told, each time anew, when it does not answer; the
 * search goes on.
 */
export async function meetLeader(
  channel: TabChannel,
  stopped: AbortSignal,
  onUnreachable: (error: BacktabError) => void,
): Promise<StorageLink | undefined> {
  for (let attempt = 1; !stopped.aborted; attempt++) {
    const outcome = hasSwitchboard() ? await meet(channel, stopped) : await pause();
    if (typeof outcome === 'object') return outcome;
    if (outcome === 'refused') {
      onUnreachable(inUse('A tab with another version of this page holds the database. Reload or close it'));
      await pause();
    } else if (!hasSwitchboard() || attempt % ATTEMPTS === 0) {
      onUnreachable(inUse('Another tab holds the database and does not answer. Close or reload that tab'));
    }
  }
  return undefined;
}

async function meet(channel: TabChannel, stopped: AbortSignal): Promise<StorageLink | 'refused' | undefined> {
  const meeting = crypto.randomUUID();
  const given = new AbortController();
  let refused = false;
  let timer = setTimeout(() => given.abort(), ANSWER_LIMIT);
  const unlisten = channel.listen((message) => {
    if (message.type === 'leads') given.abort();
    if (!('meeting' in message) || message.meeting !== meeting) return;
    if (message.type === 'refused') {
      refused = true;
      given.abort();
    } else if (message.type === 'coming') {
      clearTimeout(timer);
      timer = setTimeout(() => given.abort(), ARRIVAL_LIMIT);
    }
  });
  const releaseClient = await holdClientLock(meeting);
  const { port1, port2 } = new MessageChannel();
  const letGo = offerPort(meeting, port1);
  channel.send({ type: 'wanted', meeting, build: BUILD });
  try {
    const link = await openLink(port2, releaseClient, true, AbortSignal.any([given.signal, stopped]));
    return link ?? (refused ? 'refused' : undefined);
  } finally {
    clearTimeout(timer);
    unlisten();
    letGo();
  }
}

function inUse(reason: string): BacktabError {
  return new BacktabError('database-in-use', `${reason}, then try again.`);
}

function pause(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, ANSWER_LIMIT, undefined));
}
