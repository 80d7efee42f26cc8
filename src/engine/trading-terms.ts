import type { ExecutionTerms } from './execution-terms.ts';

/** What a broker is set up with. */
export interface BrokerTerms extends ExecutionTerms {
  readonly cash: number;
  readonly exclusiveOrders: boolean;
  readonly seriesCount: number;
  /** Keep a record of each move of a trailing stop. Default false. */
  readonly trailHistory?: boolean | undefined;
  /** Whether highs and lows are at hand, without which only market orders execute. */
  readonly hasRange: boolean;
}

/**
 * The terms of a run as an object of one shape. Objects that were put together from others differ in their hidden shape from run to run, and
 * code that was compiled for one shape is thrown away at the next.
 */
export class TradingTerms implements BrokerTerms {
  readonly rules: BrokerTerms['rules'];
  readonly commission: BrokerTerms['commission'];
  readonly leverage: number = Number.NaN;
  readonly hedging: boolean;
  readonly tradeOnClose: boolean;
  readonly spread: number = Number.NaN;
  readonly slippage: BrokerTerms['slippage'];
  readonly lotSize: number = Number.NaN;
  readonly contracts: BrokerTerms['contracts'];
  readonly course: BrokerTerms['course'];
  readonly stale: BrokerTerms['stale'];
  readonly volumeLimit: BrokerTerms['volumeLimit'];
  readonly cash: number = Number.NaN;
  readonly exclusiveOrders: boolean;
  readonly seriesCount: number;
  readonly hasRange: boolean;

  constructor(terms: BrokerTerms) {
    this.rules = terms.rules;
    this.commission = terms.commission;
    this.leverage = terms.leverage;
    this.hedging = terms.hedging;
    this.tradeOnClose = terms.tradeOnClose;
    this.spread = terms.spread;
    this.slippage = terms.slippage;
    this.lotSize = terms.lotSize;
    this.contracts = terms.contracts;
    this.course = terms.course;
    this.stale = terms.stale;
    this.volumeLimit = terms.volumeLimit;
    this.cash = terms.cash;
    this.exclusiveOrders = terms.exclusiveOrders;
    this.seriesCount = terms.seriesCount;
    this.hasRange = terms.hasRange;
  }
}
