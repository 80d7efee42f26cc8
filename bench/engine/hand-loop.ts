import type { BarColumns } from '../../src/core/bar.ts';

/** What the loop leaves behind: equity at every bar, closed trades as columns, and the open trade as part of the last equity. */
export interface HandResult {
  readonly equity: Float64Array;
  readonly trades: number;
  readonly entryBar: Float64Array;
  readonly exitBar: Float64Array;
  readonly size: Float64Array;
  readonly entryPrice: Float64Array;
  readonly exitPrice: Float64Array;
  readonly pnl: Float64Array;
}

/**
 * What a reader would write by hand for this one rule: buy with all the cash at the open after the fast average of closes crosses above the
 * slow one, leave at the open after it crosses below. Running sums, no orders, no fills, no costs, no checks; the equity of every bar and
 * the columns of the trades are kept. Sums do not drift as long as prices are multiples of a power of two.
 */
export function handLoop({ open, close }: BarColumns, fast: number, slow: number, money: number): HandResult {
  const length = close.length;
  const equity = new Float64Array(length);
  let entryBar = new Float64Array(1_024);
  let exitBar = new Float64Array(1_024);
  let size = new Float64Array(1_024);
  let entryPrice = new Float64Array(1_024);
  let exitPrice = new Float64Array(1_024);
  let pnl = new Float64Array(1_024);
  let trades = 0;
  let fastSum = 0;
  let slowSum = 0;
  let fastBefore = Number.NaN;
  let slowBefore = Number.NaN;
  let cash = money;
  let held = 0;
  let signal = 0;
  for (let i = 0; i < length; i++) {
    if (signal > 0) {
      const price = open[i]!;
      if (held === 0) {
        held = Math.floor(cash / price);
        cash -= held * price;
        if (trades === size.length) {
          entryBar = doubled(entryBar);
          exitBar = doubled(exitBar);
          size = doubled(size);
          entryPrice = doubled(entryPrice);
          exitPrice = doubled(exitPrice);
          pnl = doubled(pnl);
        }
        entryBar[trades] = i;
        entryPrice[trades] = price;
      }
    } else if (signal < 0 && held > 0) {
      const price = open[i]!;
      cash += held * price;
      exitBar[trades] = i;
      exitPrice[trades] = price;
      size[trades] = held;
      pnl[trades] = held * (price - entryPrice[trades]!);
      trades++;
      held = 0;
    }
    signal = 0;
    const price = close[i]!;
    equity[i] = cash + held * price;
    fastSum += price - (i >= fast ? close[i - fast]! : 0);
    slowSum += price - (i >= slow ? close[i - slow]! : 0);
    if (i < slow - 1) continue;
    const fastMean = fastSum / fast;
    const slowMean = slowSum / slow;
    if (fastBefore < slowBefore && fastMean > slowMean) signal = 1;
    else if (fastBefore > slowBefore && fastMean < slowMean) signal = -1;
    fastBefore = fastMean;
    slowBefore = slowMean;
  }
  return { equity, trades, entryBar, exitBar, size, entryPrice, exitPrice, pnl };
}

/** What the strategy of the window case adds up at each bar, from the column itself and with nothing around it; a checksum of the gaps. */
export function windowSums({ close }: BarColumns, fast: number, slow: number): number {
  let gaps = 0;
  for (let end = slow; end <= close.length; end++) {
    let early = 0;
    for (let i = end - slow; i < end - fast; i++) early += close[i]!;
    let late = 0;
    for (let i = end - fast; i < end; i++) late += close[i]!;
    gaps += late / fast - (early + late) / slow;
  }
  return gaps;
}

function doubled(column: Float64Array): Float64Array<ArrayBuffer> {
  const twice = new Float64Array(column.length * 2);
  twice.set(column);
  return twice;
}
