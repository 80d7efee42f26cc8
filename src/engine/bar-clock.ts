/**
 * The moment a run has reached: the bar that closed last. Bars are counted from the first bar of the run; `time` is that bar's open
 * time (epoch ms UTC). With several series it ticks once a moment at which any of them closes a bar.
 */
export class BarClock {
  bar = -1;
  time = Number.NaN;
  /** The moment itself on the merged clock, epoch ms UTC; NaN in a run on one series, where it follows from `time`. */
  close = Number.NaN;
  /** Where an order that is placed now may execute: in bars that open at or after it. NaN: in whatever bar comes next. */
  earliest = Number.NaN;
}
