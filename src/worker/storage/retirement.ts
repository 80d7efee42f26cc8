import type { ServiceMessage } from '../storage-control.ts';

/** Wasm heap above which a worker that has written is replaced by a new one, bytes. See docs/adr/0010-one-leader-per-origin.md. */
export const HEAP_LIMIT = 44 * 1024 * 1024;

/** Time between the write and the end of the worker, milliseconds: what follows an import (lists, chart) comes first. */
const DELAY = 1_000;

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
  /** To be called when a client has said that it is silent, with the number of the question that it answers. */
  silent(port: MessagePort, ask: number): void;
  /** To be called when a client is gone. */
  gone(port: MessagePort): void;
}

/**
 * Ends the worker when its heap exceeds `limit` after a write and nothing is under way. Nothing gets lost: every client is asked to send nothing more, and only
 * when all have answered and no call came in meanwhile does the worker end; otherwise it stays and tries again later.
 */
export function createRetirement(subject: RetirementSubject, limit: number = HEAP_LIMIT): Retirement {
  let dueAt: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waitingFor: Set<MessagePort> | undefined;
  let asked = 0;

  const tell = (message: ServiceMessage) => {
    for (const port of subject.ports()) port.postMessage(message);
  };
  const stay = () => {
    waitingFor = undefined;
    tell({ control: 'staying' });
    dueAt = performance.now() + DELAY;
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
    tell({ control: 'retiring', ask: ++asked });
    timer = setTimeout(stay, SILENCE_LIMIT);
  };
  const settle = (port: MessagePort) => {
    if (waitingFor?.delete(port) && waitingFor.size === 0) decide();
  };
  const schedule = () => {
    if (dueAt === undefined || waitingFor) return;
    clearTimeout(timer);
    timer = setTimeout(ask, Math.max(0, dueAt - performance.now()));
  };

  return {
    callEnded(wrote) {
      if (wrote && subject.heapBytes() > limit) dueAt = performance.now() + DELAY;
      schedule();
    },
    silent(port, ask) {
      if (ask === asked) settle(port);
    },
    gone: settle,
  };
}
