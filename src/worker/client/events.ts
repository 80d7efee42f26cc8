import type { WorkbenchEvent } from './workbench-client.ts';

/** Tells any number of listeners what has changed. */
export interface Events {
  emit(event: WorkbenchEvent): void;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (event: WorkbenchEvent) => void): () => void;
}

/** Without listeners. One that throws does not keep the others from hearing: its error is reported to the page. */
export function createEvents(): Events {
  const listeners = new Set<(event: WorkbenchEvent) => void>();
  return {
    emit(event) {
      for (const listener of [...listeners]) {
        try {
          listener(event);
        } catch (error) {
          reportError(error);
        }
      }
    },
    subscribe(listener) {
      const own = (event: WorkbenchEvent) => listener(event);
      listeners.add(own);
      return () => listeners.delete(own);
    },
  };
}
