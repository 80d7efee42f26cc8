import type { BacktabError } from '../../../core/error.ts';
import { LEADER_LOCK } from '../../storage-control.ts';
import { answerTabs, meetLeader } from './meeting.ts';
import { hostStorage, type StorageHost, startWorker } from './storage-host.ts';
import type { StorageLink } from './storage-link.ts';
import type { TabChannel } from './tab-channel.ts';

/** How long a tab works through another one before it readies a worker of its own for a takeover, milliseconds. */
const SPARE_AFTER = 500;

/** This tab among the tabs of its origin. */
export interface Tab {
  /** Asks the leader to look after a worker that does not answer. */
  interrupt(service: string): void;
  dispose(): void;
}

/** What the tab is told. */
export interface TabListener {
  /** The way to the database is `link` from now on. */
  onLink(link: StorageLink): void;
  /** There is no way for the time being; the tab goes on looking for one. */
  onUnreachable(error: BacktabError): void;
}

/**
 * Leads when no tab leads, else works through the leader and takes over when it ends. The Web Lock {@link LEADER_LOCK} decides: one tab
 * holds it, the others queue for it, and the browser passes it on when a tab closes, reloads or crashes. A tab in the queue keeps a worker ready that has
 * loaded DuckDB but opened nothing, so that taking over is quick.
 */
export function joinTabs(channel: TabChannel, listener: TabListener): Tab {
  const disposed = new AbortController();
  let host: StorageHost | undefined;
  let spare: Worker | undefined;

  const lead = () => {
    const hosted = hostStorage(
      {
        onLink(link) {
          channel.send({ type: 'leads' });
          listener.onLink(link);
        },
        onFailure: listener.onUnreachable,
      },
      spare,
    );
    spare = undefined;
    host = hosted;
    answerTabs(channel, hosted.accept);
    channel.listen((message) => {
      if (message.type === 'interrupt') hosted.interrupt(message.service);
    });
  };
  const queue = () => {
    const elected = new AbortController();
    navigator.locks
      .request(LEADER_LOCK, { signal: disposed.signal }, () => {
        elected.abort();
        lead();
        return untilAborted(disposed.signal);
      })
      .catch(() => {});
    void follow(AbortSignal.any([elected.signal, disposed.signal]));
  };
  const readySpare = (stopped: AbortSignal) => {
    if (!stopped.aborted) spare ??= startWorker();
  };
  const follow = async (stopped: AbortSignal) => {
    while (!stopped.aborted) {
      const link = await meetLeader(channel, stopped, listener.onUnreachable);
      if (!link) continue;
      listener.onLink(link);
      disposed.signal.addEventListener('abort', link.end);
      setTimeout(readySpare, SPARE_AFTER, stopped);
      await untilAborted(link.ended);
    }
  };

  if (navigator.locks) {
    void navigator.locks
      .request(LEADER_LOCK, { ifAvailable: true }, (lock) => {
        if (disposed.signal.aborted) return;
        if (!lock) return queue();
        lead();
        return untilAborted(disposed.signal);
      })
      .catch(() => {});
  } else lead();

  return {
    interrupt(service) {
      if (host) host.interrupt(service);
      else channel.send({ type: 'interrupt', service });
    },
    dispose() {
      disposed.abort();
      host?.dispose();
      spare?.terminate();
    },
  };
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
