/** From a tab to the switchboard. */
export type SwitchboardMessage =
  | { readonly type: 'offer'; readonly meeting: string; readonly port: MessagePort }
  | { readonly type: 'fetch'; readonly meeting: string };

/** Longest wait of the leader for a port, milliseconds: the tab that offered it may be gone. */
const PATIENCE = 5_000;

/** Whether this browser has shared workers; without them a second tab cannot work through the first. */
export function hasSwitchboard(): boolean {
  return typeof SharedWorker !== 'undefined';
}

/** Leaves `port` for the tab that fetches `meeting`. Returns what lets go of the switchboard. */
export function offerPort(meeting: string, port: MessagePort): () => void {
  const switchboard = connect();
  switchboard.postMessage({ type: 'offer', meeting, port } satisfies SwitchboardMessage, [port]);
  return () => switchboard.close();
}

/** Fetches the port that another tab offers under `meeting`; undefined when there is none. */
export function fetchPort(meeting: string): Promise<MessagePort | undefined> {
  const switchboard = connect();
  return new Promise((resolve) => {
    const finish = (port?: MessagePort) => {
      clearTimeout(timer);
      switchboard.close();
      resolve(port);
    };
    const timer = setTimeout(finish, PATIENCE);
    switchboard.onmessage = ({ data }: MessageEvent<MessagePort>) => finish(data);
    switchboard.postMessage({ type: 'fetch', meeting } satisfies SwitchboardMessage);
  });
}

/** A fresh connection each time: the switchboard ends with the tab in whose process it runs, and the next connection starts another one. */
function connect(): MessagePort {
  return new SharedWorker(new URL('./switchboard.worker.ts', import.meta.url), {
    type: 'module',
    name: 'switchboard',
  }).port;
}
