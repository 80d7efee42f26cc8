import { abortError } from '../../core/error.ts';
import type { BarWriter } from '../bar-storage.ts';

/** One writer, opened at the first batch, so that a file that is refused at once never waits for one. */
export class LazyWriter {
  #writer: BarWriter | undefined;
  readonly #open: () => Promise<BarWriter>;
  readonly #signal: AbortSignal;

  constructor(open: () => Promise<BarWriter>, signal: AbortSignal) {
    this.#open = open;
    this.#signal = signal;
  }

  async get(): Promise<BarWriter> {
    if (this.#writer) return this.#writer;
    const opening = this.#open();
    let stop: () => void = () => undefined;
    const aborted = new Promise<never>((_, reject) => {
      stop = () => reject(abortError('Import'));
      this.#signal.addEventListener('abort', stop, { once: true });
    });
    try {
      this.#writer = await Promise.race([opening, aborted]);
      return this.#writer;
    } catch (error) {
      void opening.then((late) => late.rollback()).catch(() => undefined);
      throw error;
    } finally {
      this.#signal.removeEventListener('abort', stop);
    }
  }

  async rollback(): Promise<void> {
    await this.#writer?.rollback();
    this.#writer = undefined;
  }
}
