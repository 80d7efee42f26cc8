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
  /** Bars from entry to exit, to the last bar of the run while open. */
  readonly barsHeld: number;
  /**
   * Maximum adverse and favourable excursion: the worst and the best of sign * (price/entry - 1) while the trade was held, at most and at
   * least 0. What counts are entry and exit price and the highs and lows of all bars from the one that executed the entry to the one that
   * executed the exit, both whole. Null when the run loads no highs and lows.
   */
  readonly mae: number | null;
  readonly mfe: number | null;
  /** `pnl` in units of what was at risk: |size| * |entry - stop-loss|, with the stop-loss of the entry. Null without one. */
  readonly r: number | null;
  /** Orders that opened and closed it; the latter is null while open. */
  readonly entryOrder: number;
  readonly exitOrder: number | null;
  readonly open: boolean;
  readonly entryReason: string;
  readonly exitReason: string;
}
