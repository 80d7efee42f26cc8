import type { ClientMessage, ServiceMessage } from '../storage-control.ts';

/** Wasm heap above which a worker that has written is replaced by a new one, bytes. See docs/adr/0010-one-leader-per-origin.md. */
export const HEAP_LIMIT = 256 * 1024 * 1024;

/** Quiet time before a worker ends itself, milliseconds: what follows an import (lists, chart) comes first. */
const QUIET = 1_000;

/** How long clients may take to fall silent, milliseconds; a tab that does not answer keeps the worker alive. */
const SILENCE_LIMIT = 2_000;

/** What the decision needs to know. */
export interface RetirementSubject {
  /** Bytes of the wasm heap; 0 while no database file is open. */
  heapBytes(): number;
  /** Calls under way and feeds open, over all clients. */
  busy(): boolean;
  /** Ports of all clients. */
  ports(): Iterable<MessagePort>;
  /** Closes the database and ends the worker. */
  end(): Promise<void>;
}

/** Replaces a worker whose heap has grown: a wasm heap never shrinks. */
export interface Retirement {
  /** To be called when a call has ended. `wrote`: it may have grown the heap for good. */
  callEnded(wrote: boolean): void;
  /** To be called when a client has said that it is silent. */
  silent(port: MessagePort): void;
}

/**
 * Ends the worker once it is quiet after a write and its heap exceeds `limit`. Nothing gets lost: every client is asked to send nothing more, and only
 * when all have answered and no call came in meanwhile does the worker end; otherwise it stays and tries again later.
 */
export function createRetirement(subject: RetirementSubject, limit: number = HEAP_LIMIT): Retirement {
  let due = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waitingFor: Set<MessagePort> | undefined;

  const tell = (ports: Iterable<MessagePort>, control: 'retiring' | 'staying') => {
    for (const port of ports) port.postMessage({ control } satisfies ServiceMessage);
  };
  const stay = () => {
    waitingFor = undefined;
    tell(subject.ports(), 'staying');
    schedule();
  };
  const decide = () => {
    clearTimeout(timer);
    if (subject.busy()) stay();
    else void subject.end();
  };
  const ask = () => {
    if (subject.busy()) return;
    waitingFor = new Set(subject.ports());
    tell(waitingFor, 'retiring');
    timer = setTimeout(stay, SILENCE_LIMIT);
  };
  const schedule = () => {
    clearTimeout(timer);
    if (due && !waitingFor && !subject.busy()) timer = setTimeout(ask, QUIET);
  };

  return {
    callEnded(wrote) {
      due ||= wrote && subject.heapBytes() > limit;
      if (!waitingFor) schedule();
    },
    silent(port) {
      if (waitingFor?.delete(port) && waitingFor.size === 0) decide();
    },
  };
}

/** Whether `data` is a client's word that it is silent. */
export function isSilence(data: unknown): data is ClientMessage {
  return (data as ClientMessage | null)?.control === 'silent';
}
