/**
 * The moment a run has reached: the bar that closed last. Bars are counted from the first bar of the run; `time` is that bar's open
 * time (epoch ms UTC). With several series it ticks once a moment at which any of them closes a bar.
 */
export class BarClock {
  bar = -1;
  time = Number.NaN;
}
