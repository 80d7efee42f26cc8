/** One round trip, or an open trade marked at the last close. Bars are counted from the first bar of the run. */
export interface Trade {
  readonly series: number;
  /** Units, signed: negative is short. */
  readonly size: number;
  readonly entryBar: number;
  /** Null while open. */
  readonly exitBar: number | null;
  /** Open time of the bar, epoch ms UTC. */
  readonly entryTime: number;
  readonly exitTime: number | null;
  readonly entryPrice: number;
  /** Exit price, or the last close while open. */
  readonly exitPrice: number;
  /** Commission of entry and exit, in money. */
  readonly commission: number;
  /** Money, after commissions. */
  readonly pnl: number;
  /** sign * (exit/entry - 1) - commissions / (|size| * entry). 0.1 = 10%. */
  readonly returnRatio: number;
  readonly open: boolean;
  readonly entryReason: string;
  readonly exitReason: string;
}
