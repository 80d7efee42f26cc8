/** Row of the slice that the strategy may know: shared by the loop and all indicator lines of a series. -1 before its first bar. */
export class SliceCursor {
  row = 0;
}

/** An indicator as a strategy sees it: its values at the last two closed bars, nothing later. NaN while undefined. */
export class IndicatorLine {
  readonly #values: Float64Array;
  readonly #cursor: SliceCursor;

  /** `values[k]` belongs to row k-1 of the slice; `values[0]` to the bar before the slice. */
  constructor(values: Float64Array, cursor: SliceCursor) {
    this.#values = values;
    this.#cursor = cursor;
  }

  /** Value at the last closed bar. */
  get value(): number {
    return this.#values[this.#cursor.row + 1]!;
  }

  /** Value one bar earlier. */
  get previous(): number {
    return this.#values[this.#cursor.row]!;
  }

  /** Was strictly below `other` one bar ago and is strictly above now. A tie is no cross. */
  crossedAbove(other: IndicatorLine): boolean {
    const { row } = this.#cursor;
    const own = this.#values;
    return own[row + 1]! > other.value && own[row]! < other.previous;
  }

  /** Was strictly above `other` one bar ago and is strictly below now. A tie is no cross. */
  crossedBelow(other: IndicatorLine): boolean {
    return other.crossedAbove(this);
  }
}
