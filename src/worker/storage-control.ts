/**
 * What page and storage worker tell each other beside the calls of the facade. Comlink ignores these messages: they carry no `id` and no
 * `type` that it knows.
 */

/** From the page that owns the worker. */
export type OwnerMessage =
  | {
      /** Serve a client on `port`. */
      readonly control: 'client';
      /** The client holds the Web Lock {@link clientLock} of this id for as long as it lives. */
      readonly client: string;
      /** Whether the client is another tab than the owner. */
      readonly otherTab: boolean;
      readonly port: MessagePort;
    }
  | { readonly control: 'ping' };

/** From the worker to the page that owns it. */
export type WorkerReport =
  /** Number of calls under way that write (or open the database): as long as there is one the worker must not be terminated. */
  { readonly control: 'writes'; readonly count: number } | { readonly control: 'pong' };

/** From the worker to a client, on its port. */
export type ServiceMessage =
  /** The first message. The worker holds the Web Lock {@link serviceLock} of `service` until it ends, however it ends. */
  | { readonly control: 'hello'; readonly service: string }
  /** The worker wants to end: send nothing more, and say so. */
  | { readonly control: 'retiring'; readonly ask: number }
  /** The worker stays after all. */
  | { readonly control: 'staying' }
  /** The answer to a ping. */
  | { readonly control: 'pong' };

/** From a client to the worker, on its port. */
export type ClientMessage =
  | {
      /** Everything that the client has sent stands before this message. */
      readonly control: 'silent';
      /** Number of the question that this answers: an answer to an earlier one says nothing. */
      readonly ask: number;
    }
  /** Do you live? */
  | { readonly control: 'ping' };

/** Name of the lock that a client holds while it uses a worker. */
export const clientLock = (client: string): string => `backtab:client:${client}`;

/** Name of the lock that a storage worker holds while it lives. */
export const serviceLock = (service: string): string => `backtab:service:${service}`;

/** Name of the lock of the tab that leads: the one whose worker holds the database. */
export const LEADER_LOCK = 'backtab:leader';

/** Bits of a task number below the part that tells one client's tasks from another's. */
export const TASKS_PER_CLIENT = 2 ** 32;
