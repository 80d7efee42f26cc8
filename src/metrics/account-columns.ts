import type { TradeColumns } from '../core/trade-columns.ts';
import { type FlowColumns, FlowNetting } from './flow-netting.ts';

/** How an account stood at the close of every bar of a run, columns of one length; in money unless said otherwise. */
export interface AccountColumns {
  /** Open time of each bar, epoch ms UTC. */
  readonly timestamp: Float64Array;
  readonly equity: Float64Array;
  /** equity - value of units that were paid for; proceeds of short sales are in it. Units with a margin of their own are not paid for. */
  readonly cash: Float64Array;
  /** Sum of |units| * close * multiplier over long and short trades. */
  readonly gross: Float64Array;
  /** The same with shorts negative. */
  readonly net: Float64Array;
  /** 1 - equity / peak so far, net of deposits and withdrawals: 0..1. */
  readonly drawdown: Float64Array;
  /** Units held of each series of the run, signed. */
  readonly units: readonly Float64Array[];
}

/** What is needed to know of a series: at each bar of the run. */
export interface SeriesMarks {
  /** Close of the last bar that is closed; NaN before the first one. */
  readonly close: Float64Array;
  /** Product of the splits that were applied up to the bar, that one included; null when none was. */
  readonly splits: Float64Array | null;
}

/** What a unit of a series is: money for each 1 of price, and whether its price is paid when it is bought. */
export interface UnitTerms {
  readonly multiplier: number;
  readonly paid: boolean;
}

/** The run whose account is put together. */
export interface AccountedRun {
  readonly trades: TradeColumns;
  readonly timestamp: Float64Array;
  readonly equity: Float64Array;
  readonly flows?: FlowColumns | undefined;
  /** Bar in whose units the size of a closed trade is, by row of `trades`; default its exit bar. */
  readonly sizedAt?: (row: number) => number;
}

/**
 * Puts an account together from the trades of a run and the closes of its series, one series after the other: the event loop records nothing
 * for it. Costs one pass over the bars for each series.
 */
export class AccountBuilder {
  readonly #run: AccountedRun;
  readonly #cash: Float64Array;
  readonly #gross: Float64Array;
  readonly #net: Float64Array;
  readonly #units: Float64Array[] = [];

  constructor(run: AccountedRun) {
    const { equity } = run;
    this.#run = run;
    this.#cash = equity.slice();
    this.#gross = new Float64Array(equity.length);
    this.#net = new Float64Array(equity.length);
  }

  /** Adds the next series of the run. */
  add({ close, splits }: SeriesMarks, { multiplier, paid }: UnitTerms): void {
    const series = this.#units.length;
    const { length } = this.#run.equity;
    const units = new Float64Array(length);
    this.#units.push(units);
    const { long, short, changes } = this.#changes(series, splits);
    let [bought, sold] = [0, 0];
    let [longs, shorts] = [0, 0];
    for (let bar = 0; bar < length; bar++) {
      if (changes[bar] !== 0) {
        bought += long.size[bar]!;
        sold += short.size[bar]!;
        longs += long.trades[bar]!;
        shorts += short.trades[bar]!;
        // What rounding leaves of trades that are closed is nothing held.
        if (longs === 0) bought = 0;
        if (shorts === 0) sold = 0;
      }
      if (longs === 0 && shorts === 0) continue;
      const factor = (splits?.[bar] ?? 1) * close[bar]! * multiplier;
      const net = (bought - sold) * factor;
      units[bar] = (bought - sold) * (splits?.[bar] ?? 1);
      this.#net[bar]! += net;
      this.#gross[bar]! += (bought + sold) * factor;
      if (paid) this.#cash[bar]! -= net;
    }
  }

  /** The account, once all series are there. */
  columns(): AccountColumns {
    const { timestamp, equity, flows } = this.#run;
    return {
      timestamp,
      equity,
      cash: this.#cash,
      gross: this.#gross,
      net: this.#net,
      drawdown: drawdownNetOf(equity, flows),
      units: this.#units,
    };
  }

  /** By how much units (of before any split) and numbers of trades change at each bar. */
  #changes(series: number, splits: Float64Array | null) {
    const { trades, equity, sizedAt } = this.#run;
    const side = () => ({ size: new Float64Array(equity.length), trades: new Int32Array(equity.length) });
    const [long, short] = [side(), side()];
    const changes = new Uint8Array(equity.length);
    const last = equity.length - 1;
    for (let row = 0; row < trades.length; row++) {
      if (trades.series[row] !== series) continue;
      const open = trades.open[row] === 1;
      const [entry, exit] = [trades.entryBar[row]!, trades.exitBar[row]!];
      const at = Math.min(last, open ? last : (sizedAt?.(row) ?? exit));
      const size = trades.size[row]! / (splits?.[at] ?? 1);
      const { size: sizes, trades: count } = size > 0 ? long : short;
      sizes[entry]! += Math.abs(size);
      count[entry]!++;
      changes[entry] = 1;
      if (open) continue;
      sizes[exit]! -= Math.abs(size);
      count[exit]!--;
      changes[exit] = 1;
    }
    return { long, short, changes };
  }
}

/** 1 - index / running peak, of the equity net of flows: as in the statistics. */
export function drawdownNetOf(equity: Float64Array, flows?: FlowColumns): Float64Array {
  const drawdown = new Float64Array(equity.length);
  const netting = new FlowNetting();
  let peak = Number.NEGATIVE_INFINITY;
  let index = Number.NaN;
  let next = 0;
  for (let bar = 0; bar < equity.length; bar++) {
    let flow = 0;
    for (; flows && next < flows.bar.length && flows.bar[next]! <= bar; next++) flow += flows.amount[next]!;
    if (bar > 0) netting.book(flow, equity[bar - 1]!, index);
    index = equity[bar]! * netting.factor + netting.offset;
    if (index > peak) peak = index;
    drawdown[bar] = 1 - index / peak;
  }
  return drawdown;
}
