/** One execution. */
export interface Fill {
  readonly orderId: number;
  readonly series: number;
  /** Bar counted from the first bar of the run, and its open time (epoch ms UTC). */
  readonly bar: number;
  readonly time: number;
  /** Units, signed: positive buys. */
  readonly size: number;
  readonly price: number;
  readonly commission: number;
}
