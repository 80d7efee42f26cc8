import type { EquityColumns } from './backtest-result.ts';

/** Open time and equity of every bar of a run, allocated once. */
export class EquityRecorder {
  readonly timestamp: Float64Array;
  readonly equity: Float64Array;

  constructor(bars: number) {
    this.timestamp = new Float64Array(bars);
    this.equity = new Float64Array(bars);
  }

  columns(): EquityColumns {
    return { timestamp: this.timestamp, equity: this.equity };
  }
}
