import { FIELD_STRIDE, RowTable } from '../core/row-table.ts';
import { StringTable } from '../core/string-table.ts';
import { TRADE_FIELDS, type TradeColumns } from '../core/trade-columns.ts';
import type { PriceExtremes } from './held-range.ts';

/** What is known of a trade since its entry. */
export interface EnteredTrade extends PriceExtremes {
  readonly entryBar: number;
  readonly entryTime: number;
  /** Money for each 1 of price and unit. */
  readonly multiplier: number;
  entryPrice: number;
  readonly entryReason: string;
  /** Order that opened it. */
  readonly entryOrder: number;
  /** Distance of the stop-loss that it was entered with, in price units; NaN without one. */
  risk: number;
}

/** How a trade, or a part of it, ended; or how an open one stands at the end of a run. */
export interface TradeEnd {
  /** Units, signed as the trade's. */
  readonly size: number;
  readonly price: number;
  /** Of entry and exit, in money. */
  readonly commission: number;
  readonly bar: number;
  readonly time: number;
  /** Order that closed it; NaN while open. */
  readonly order: number;
  readonly reason: string;
  /** Whether the trade has seen highs and lows. */
  readonly hasRange: boolean;
}

/** An end that is written anew for each trade; every number is a float64 from the start, so that all of them have one shape. */
export class MutableTradeEnd implements TradeEnd {
  size = Number.NaN;
  price = Number.NaN;
  commission = Number.NaN;
  bar = 0;
  time = Number.NaN;
  order = Number.NaN;
  reason = '';
  hasRange = false;
}

/** Every trade of a run. */
export class TradeLog {
  readonly #texts = new StringTable();
  readonly #table = new RowTable(TRADE_FIELDS);

  /** Records a closed trade. */
  close(trade: EnteredTrade, end: TradeEnd): void {
    this.#append(trade, end, false);
  }

  /** The closed trades so far and then `open` ones as they stand, as columns of their own. */
  columns<Open extends EnteredTrade>(open: readonly Open[], endOf: (trade: Open) => TradeEnd): TradeColumns {
    const closed = this.#table.length;
    for (const trade of open) this.#append(trade, endOf(trade), true);
    const columns = this.#table.columns(this.#texts.texts);
    this.#table.cut(closed);
    return columns;
  }

  #append(trade: EnteredTrade, end: TradeEnd, open: boolean): void {
    const table = this.#table;
    const row = table.append();
    const slab = table.slabOf(row);
    const at = table.offsetOf(row);
    const { entryPrice, entryBar, multiplier, risk } = trade;
    const { size, price, commission, bar, hasRange } = end;
    const side = Math.sign(size);
    const units = Math.abs(size);
    const pnl = size * (price - entryPrice) * multiplier - commission;
    const worst = side > 0 ? trade.lowest : trade.highest;
    const best = side > 0 ? trade.highest : trade.lowest;
    // In the order of TRADE_FIELDS.
    slab[at] = trade.series;
    slab[at + FIELD_STRIDE] = size;
    slab[at + 2 * FIELD_STRIDE] = entryBar;
    slab[at + 3 * FIELD_STRIDE] = open ? Number.NaN : bar;
    slab[at + 4 * FIELD_STRIDE] = trade.entryTime;
    slab[at + 5 * FIELD_STRIDE] = open ? Number.NaN : end.time;
    slab[at + 6 * FIELD_STRIDE] = entryPrice;
    slab[at + 7 * FIELD_STRIDE] = price;
    slab[at + 8 * FIELD_STRIDE] = commission;
    slab[at + 9 * FIELD_STRIDE] = pnl;
    slab[at + 10 * FIELD_STRIDE] =
      side * (price / entryPrice - 1) - commission / (units * entryPrice * multiplier);
    slab[at + 11 * FIELD_STRIDE] = bar - entryBar;
    slab[at + 12 * FIELD_STRIDE] = hasRange ? excursion(side, worst, entryPrice) : Number.NaN;
    slab[at + 13 * FIELD_STRIDE] = hasRange ? excursion(side, best, entryPrice) : Number.NaN;
    slab[at + 14 * FIELD_STRIDE] = risk > 0 ? pnl / (units * risk * multiplier) : Number.NaN;
    slab[at + 15 * FIELD_STRIDE] = trade.entryOrder;
    slab[at + 16 * FIELD_STRIDE] = end.order;
    slab[at + 17 * FIELD_STRIDE] = open ? 1 : 0;
    slab[at + 18 * FIELD_STRIDE] = this.#texts.intern(trade.entryReason);
    slab[at + 19 * FIELD_STRIDE] = this.#texts.intern(end.reason);
  }
}

/** sign * (price/entry - 1), never -0. */
function excursion(side: number, price: number, entryPrice: number): number {
  return side * (price / entryPrice - 1) + 0;
}
