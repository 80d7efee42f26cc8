/** Lets writers in one at a time, in the order they came. */
export class WriteQueue {
  #tail: Promise<void> = Promise.resolve();

  /** Waits for the turn and resolves with the function that ends it; calling that twice does nothing. */
  async enter(): Promise<() => void> {
    const before = this.#tail;
    let leave = () => {};
    this.#tail = new Promise((resolve) => {
      leave = resolve;
    });
    await before;
    return leave;
  }
}
