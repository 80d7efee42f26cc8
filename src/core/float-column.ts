/** A column of float64 values that grows by doubling. */
export class FloatColumn {
  #values: Float64Array;
  #length = 0;

  constructor(capacity = 64) {
    this.#values = new Float64Array(Math.max(1, capacity));
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Float64Array(this.#values.length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length++] = value;
  }

  /** Value of a row; NaN outside the column. */
  at(row: number): number {
    return row < this.#length ? (this.#values[row] ?? Number.NaN) : Number.NaN;
  }

  set(row: number, value: number): void {
    if (row < this.#length) this.#values[row] = value;
  }

  /** The values as an array of the caller's own. */
  toArray(): Float64Array {
    return this.#values.slice(0, this.#length);
  }
}
