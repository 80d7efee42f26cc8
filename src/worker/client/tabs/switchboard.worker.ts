import type { SwitchboardMessage } from './switchboard.ts';

// A shared worker that hands a port from one tab to another, which only a worker that both reach can do. It keeps no data and sees no call:
// once a port is handed over, the two sides talk without it, and it may end at any time.

/** How long a port waits to be fetched, and a tab for a port, milliseconds. */
const PATIENCE = 15_000;

const offered = new Map<string, MessagePort>();
const fetching = new Map<string, MessagePort>();

function receive(message: SwitchboardMessage, from: MessagePort): void {
  const { meeting } = message;
  if (message.type === 'offer') offered.set(meeting, message.port);
  else fetching.set(meeting, from);
  const port = offered.get(meeting);
  const fetcher = fetching.get(meeting);
  if (port && fetcher) {
    forget(meeting);
    fetcher.postMessage(port, [port]);
  } else setTimeout(forget, PATIENCE, meeting);
}

function forget(meeting: string): void {
  offered.delete(meeting);
  fetching.delete(meeting);
}

self.addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports;
  if (!port) return;
  port.onmessage = ({ data }: MessageEvent<SwitchboardMessage>) => receive(data, port);
});
