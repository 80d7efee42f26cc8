import type { FeedPort } from '../feed/feed-server.ts';

/**
 * `port` behind functions that were taken from their prototypes when this was called: strategy code that changes those prototypes later, in
 * the same worker, does not get hold of the port. The other end checks every message all the same.
 */
export function guardPort(port: MessagePort): FeedPort {
  const post = MessagePort.prototype.postMessage.bind(port) as FeedPort['postMessage'];
  const close = MessagePort.prototype.close.bind(port);
  const readData = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')?.get;
  const { apply } = Reflect;
  let handler: FeedPort['onmessage'] = null;
  port.onmessage = (event) => {
    if (readData) handler?.({ data: apply(readData, event, []) } as MessageEvent);
  };
  return {
    set onmessage(next) {
      handler = next;
    },
    get onmessage() {
      return handler;
    },
    postMessage: (message, transfer) => post(message, transfer),
    close,
  };
}

/** Built-ins on which the engine and the ports rely. `Error` is left out: a frozen prototype would forbid `error.name = ...`. */
const RELIED_UPON = [
  'MessagePort',
  'MessageEvent',
  'Event',
  'EventTarget',
  'Promise',
  'Map',
  'Set',
  'WeakMap',
  'Array',
  'ArrayBuffer',
  'Float64Array',
  'Uint8Array',
  'Reflect',
] as const;

/** Makes the built-ins that the engine uses unchangeable, before foreign code runs beside it. */
export function freezeBuiltIns(scope: object): void {
  for (const name of RELIED_UPON) {
    const builtIn = (scope as Readonly<Record<string, { readonly prototype?: object } | undefined>>)[name];
    if (!builtIn) continue;
    if (builtIn.prototype) Object.freeze(builtIn.prototype);
    Object.freeze(builtIn);
  }
  Object.freeze(Object.getPrototypeOf(Float64Array.prototype));
}
