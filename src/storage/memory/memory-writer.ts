import type { StoredBars } from '../../core/bar.ts';
import { BacktabError } from '../../core/error.ts';
import { checkBars } from '../bar-order.ts';
import type { BarWriter, StoreReport } from '../bar-storage.ts';
import { BarArray } from './bar-array.ts';

/** Collects rows and hands them over in one step. */
export class MemoryWriter implements BarWriter {
  readonly #staged = new BarArray();
  readonly #store: (staged: BarArray) => StoreReport;
  readonly #leave: () => void;
  #ended = false;

  constructor(store: (staged: BarArray) => StoreReport, leave: () => void) {
    this.#store = store;
    this.#leave = leave;
  }

  async append(bars: StoredBars): Promise<void> {
    this.#expectOpen();
    checkBars(bars);
    this.#staged.push(bars);
  }

  async commit(): Promise<StoreReport> {
    this.#expectOpen();
    this.#ended = true;
    try {
      return this.#store(this.#staged);
    } finally {
      this.#leave();
    }
  }

  async rollback(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#leave();
  }

  #expectOpen(): void {
    if (this.#ended) {
      throw new BacktabError('bad-argument', 'The write has ended already. Open another writer.');
    }
  }
}
