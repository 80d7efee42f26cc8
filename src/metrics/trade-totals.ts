/** Figures over closed trades; NaN where undefined. Returns are ratios (0.1 = 10%), money in account currency, durations in ms. */
export interface TradeSummary {
  readonly count: number;
  readonly commissions: number;
  readonly winRate: number;
  readonly best: number;
  readonly worst: number;
  readonly geometricMean: number;
  readonly mean: number;
  readonly longest: number;
  readonly averageDuration: number;
  readonly profitFactor: number;
  readonly sqn: number;
  readonly kelly: number;
  /** Sum of all money results, of the positive and of the negative ones (unsigned). */
  readonly profit: number;
  readonly grossProfit: number;
  readonly grossLoss: number;
}

/** Adds up closed trades one by one; a win is a money result above 0, the Kelly criterion is in money. */
export class TradeTotals {
  #count = 0;
  #commissions = 0;
  #returns = 0;
  #logs = 0;
  #ruined = false;
  #best = Number.NEGATIVE_INFINITY;
  #worst = Number.POSITIVE_INFINITY;
  #gains = 0;
  #losses = 0;
  #wins = 0;
  #won = 0;
  #defeats = 0;
  #lost = 0;
  #duration = 0;
  #longest = Number.NEGATIVE_INFINITY;
  #mean = 0;
  #squares = 0;
  #profit = 0;

  /** `returnRatio` 0.1 = 10%; `pnl` and `commission` in money; `duration` from entry to exit, ms. */
  add(returnRatio: number, pnl: number, commission: number, duration: number): void {
    this.#count++;
    this.#commissions += commission;
    this.#returns += returnRatio;
    this.#profit += pnl;
    if (returnRatio <= -1) this.#ruined = true;
    else this.#logs += Math.log(1 + returnRatio);
    this.#best = Math.max(this.#best, returnRatio);
    this.#worst = Math.min(this.#worst, returnRatio);
    if (returnRatio > 0) this.#gains += returnRatio;
    else this.#losses -= returnRatio;
    if (pnl > 0) {
      this.#wins++;
      this.#won += pnl;
    } else if (pnl < 0) {
      this.#defeats++;
      this.#lost -= pnl;
    }
    this.#duration += duration;
    this.#longest = Math.max(this.#longest, duration);
    const deviation = pnl - this.#mean;
    this.#mean += deviation / this.#count;
    this.#squares += deviation * (pnl - this.#mean);
  }

  /** The summary of the trades so far. */
  summary(): TradeSummary {
    const count = this.#count;
    const none = count === 0 ? Number.NaN : 0;
    const winRate = this.#wins / count;
    const payoff = this.#won / this.#wins / (this.#lost / this.#defeats);
    return {
      count,
      commissions: this.#commissions,
      winRate,
      best: this.#best + none,
      worst: this.#worst + none,
      geometricMean: this.#ruined ? 0 : Math.exp(this.#logs / count) - 1,
      mean: this.#returns / count,
      longest: count === 0 ? Number.NaN : this.#longest,
      averageDuration: this.#duration / count,
      profitFactor: this.#gains / this.#losses,
      sqn: (Math.sqrt(count) * this.#mean) / Math.sqrt(this.#squares / (count - 1)),
      kelly: winRate - (1 - winRate) / payoff,
      profit: this.#profit,
      grossProfit: this.#won,
      grossLoss: this.#lost,
    };
  }
}
