import type { WorkbenchEvent } from '../workbench-client.ts';

/** What the tabs of this origin tell each other. Ports cannot travel this way, see `switchboard.worker.ts`. */
export type TabMessage =
  /** A tab without the database looks for the one that has it, and has left a port at the switchboard under `meeting`. */
  | { readonly type: 'wanted'; readonly meeting: string; readonly build: string }
  /** The leader fetches that port. */
  | { readonly type: 'coming'; readonly meeting: string }
  /** The leader is of another version of this page. */
  | { readonly type: 'refused'; readonly meeting: string }
  /** The leader has a new storage worker. */
  | { readonly type: 'leads' }
  /** The storage worker `service` does not answer a cancel: look after it. */
  | { readonly type: 'interrupt'; readonly service: string }
  /** Something that every tab shows has changed. */
  | { readonly type: 'event'; readonly event: WorkbenchEvent };

/** Messages to and from the other tabs of this origin. */
export interface TabChannel {
  /** Reaches every other tab. */
  send(message: TabMessage): void;
  /** Returns the function that ends the subscription. */
  listen(listener: (message: TabMessage) => void): () => void;
  close(): void;
}

/** Opens the channel. In a browser without BroadcastChannel nothing is sent and nothing heard. */
export function openTabChannel(): TabChannel {
  if (typeof BroadcastChannel === 'undefined') return { send() {}, listen: () => () => {}, close() {} };
  const channel = new BroadcastChannel('backtab:tabs');
  let open = true;
  return {
    send(message) {
      if (open) channel.postMessage(message);
    },
    listen(listener) {
      const onMessage = ({ data }: MessageEvent<TabMessage>) => listener(data);
      channel.addEventListener('message', onMessage);
      return () => channel.removeEventListener('message', onMessage);
    },
    close() {
      open = false;
      channel.close();
    },
  };
}
