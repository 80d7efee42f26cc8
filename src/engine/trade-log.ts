import {
  allocateColumns,
  columnSet,
  firstRows,
  type GrowingColumns,
  growColumns,
  nextRows,
} from '../core/column-set.ts';
import { StringTable } from '../core/string-table.ts';
import { TRADE_FIELDS, type TradeColumns, type TradeField } from '../core/trade-columns.ts';
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

/** Every trade of a run, as columns. */
export class TradeLog {
  readonly #texts = new StringTable();
  readonly #columns: GrowingColumns<TradeField>;
  readonly #bars: number;
  #length = 0;

  /** `bars`: length of the run. */
  constructor(bars: number) {
    this.#bars = bars;
    this.#columns = allocateColumns(TRADE_FIELDS, firstRows(bars));
  }

  /** Records a closed trade. */
  close(trade: EnteredTrade, end: TradeEnd): void {
    this.#write(this.#length++, trade, end, false);
  }

  /** The closed trades so far and then `open` ones as they stand, as columns of their own. */
  columns<Open extends EnteredTrade>(open: readonly Open[], endOf: (trade: Open) => TradeEnd): TradeColumns {
    let row = this.#length;
    for (const trade of open) this.#write(row++, trade, endOf(trade), true);
    return columnSet(this.#columns, TRADE_FIELDS, row, this.#texts.texts);
  }

  #write(row: number, trade: EnteredTrade, end: TradeEnd, open: boolean): void {
    const columns = this.#columns;
    if (row === columns.size.length)
      growColumns(columns, TRADE_FIELDS, nextRows(row, (end.bar + 1) / this.#bars));
    const { entryPrice, multiplier } = trade;
    const { size, price, commission } = end;
    const side = Math.sign(size);
    const units = Math.abs(size);
    const pnl = size * (price - entryPrice) * multiplier - commission;
    columns.series[row] = trade.series;
    columns.size[row] = size;
    columns.entryBar[row] = trade.entryBar;
    columns.exitBar[row] = open ? Number.NaN : end.bar;
    columns.entryTime[row] = trade.entryTime;
    columns.exitTime[row] = open ? Number.NaN : end.time;
    columns.entryPrice[row] = entryPrice;
    columns.exitPrice[row] = price;
    columns.commission[row] = commission;
    columns.pnl[row] = pnl;
    columns.returnRatio[row] =
      side * (price / entryPrice - 1) - commission / (units * entryPrice * multiplier);
    columns.barsHeld[row] = end.bar - trade.entryBar;
    columns.mae[row] = end.hasRange
      ? excursion(side, side > 0 ? trade.lowest : trade.highest, entryPrice)
      : Number.NaN;
    columns.mfe[row] = end.hasRange
      ? excursion(side, side > 0 ? trade.highest : trade.lowest, entryPrice)
      : Number.NaN;
    columns.r[row] = trade.risk > 0 ? pnl / (units * trade.risk * multiplier) : Number.NaN;
    columns.entryOrder[row] = trade.entryOrder;
    columns.exitOrder[row] = end.order;
    columns.open[row] = open ? 1 : 0;
    columns.entryReason[row] = this.#texts.intern(trade.entryReason);
    columns.exitReason[row] = this.#texts.intern(end.reason);
  }
}

/** sign * (price/entry - 1), never -0. */
function excursion(side: number, price: number, entryPrice: number): number {
  return side * (price / entryPrice - 1) + 0;
}
