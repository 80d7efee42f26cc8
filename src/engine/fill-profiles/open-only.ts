import type { ExecutingBar } from './fill-rules.ts';

/** A bar of which only the open counts, for orders that fill there or not at all. One object, made over for each bar. */
export class OpenOnly implements ExecutingBar {
  open = Number.NaN;
  high = Number.NaN;
  low = Number.NaN;
  close = Number.NaN;
  readonly next = Number.NaN;
  volume = Number.NaN;

  /** This object as the open of `bar`. */
  of(bar: ExecutingBar): this {
    this.open = this.high = this.low = this.close = bar.open;
    this.volume = bar.volume;
    return this;
  }
}
