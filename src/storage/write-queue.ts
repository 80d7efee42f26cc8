/** Lets writers in one at a time, in the order they came. */
export class WriteQueue {
  #tail: Promise<void> = Promise.resolve();
  #waiting = 0;

  /** True while a writer is in, or waits. */
  get busy(): boolean {
    return this.#waiting > 0;
  }

  /** Waits for the turn and resolves with the function that ends it; calling that twice does nothing. */
  async enter(): Promise<() => void> {
    const before = this.#tail;
    let leave = () => {};
    this.#tail = new Promise((resolve) => {
      leave = resolve;
    });
    this.#waiting++;
    await before;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#waiting--;
      leave();
    };
  }
}
