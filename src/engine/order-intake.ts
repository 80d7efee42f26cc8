import { BacktabError } from '../core/error.ts';
import type { OrderRequest, Side } from '../core/order.ts';
import type { FillRules } from './fill-profiles/fill-rules.ts';

/** A request in the broker's terms. `refusal` is set when its size can never be filled. */
export interface OrderTerms {
  readonly series: number;
  readonly side: Side;
  readonly quantity: number | null;
  readonly fraction: number | null;
  readonly tag: string;
  readonly refusal: string | undefined;
}

/**
 * Reads an order request. A size that makes no sense is a refusal to be recorded; a request that is no order is an error.
 * @throws BacktabError `bad-argument` for an unknown type, side or series, or a quantity and a fraction in one order.
 */
export function readOrder(request: OrderRequest, seriesCount: number, rules: FillRules): OrderTerms {
  const { type, side, series = 0, tag = '', quantity, fraction } = request;
  if (type !== 'market') throw unacceptable('type', "'market'", type);
  if (side !== 'buy' && side !== 'sell') throw unacceptable('side', "'buy' or 'sell'", side);
  if (!Number.isInteger(series) || series < 0 || series >= seriesCount) {
    throw unacceptable('series', `the index of a series of the run (0 to ${seriesCount - 1})`, series);
  }
  if (quantity !== undefined && fraction !== undefined) {
    throw unacceptable('quantity', 'absent when `fraction` is given', quantity);
  }
  const share = quantity === undefined ? (fraction ?? rules.wholeEquity) : null;
  return {
    series,
    side: side === 'buy' ? 1 : -1,
    quantity: quantity ?? null,
    fraction: share,
    tag: String(tag),
    refusal: share === null ? refuseQuantity(quantity ?? Number.NaN, rules) : refuseFraction(share),
  };
}

function refuseFraction(share: number): string | undefined {
  return share > 0 && share <= 1 ? undefined : `\`fraction\` must be above 0 and at most 1, got ${share}`;
}

function refuseQuantity(quantity: number, rules: FillRules): string | undefined {
  if (Number.isFinite(quantity) && quantity > 0) return rules.refuseQuantity(quantity);
  return `\`quantity\` must be a positive number of units, got ${quantity}`;
}

function unacceptable(field: string, expected: string, value: unknown): BacktabError {
  return new BacktabError(
    'bad-argument',
    `\`${field}\` of an order must be ${expected}, got ${JSON.stringify(value) ?? String(value)}`,
  );
}
