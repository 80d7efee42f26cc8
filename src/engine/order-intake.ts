import { BacktabError } from '../core/error.ts';
import { ORDER_TYPES, type OrderRequest, type OrderType, TIMES_IN_FORCE } from '../core/order.ts';
import type { FillRules } from './fill-profiles/fill-rules.ts';
import type { OrderPool, PendingOrder } from './order-queue.ts';

/** What an order is read against. `price` gives the last close of a series. */
export interface IntakeTerms {
  readonly rules: FillRules;
  readonly seriesCount: number;
  readonly lotSize: number;
}

const PRICES = ['limit', 'stop', 'trail', 'touch'] as const;

const NEEDS: Readonly<Record<OrderType, readonly (typeof PRICES)[number][]>> = {
  market: [],
  limit: ['limit'],
  stop: ['stop'],
  'stop-limit': ['stop', 'limit'],
  'trailing-stop': ['trail'],
  'market-on-open': [],
  'market-on-close': [],
  'market-if-touched': ['touch'],
  'limit-if-touched': ['touch', 'limit'],
};

/**
 * Reads an order request into an order without an id. A size that makes no sense is a refusal to be recorded, see {@link refuseSize}; a
 * request that is no order is an error.
 * @throws BacktabError `bad-argument` naming the field: an unknown type, side, series or time in force, a price that the type needs and
 *   lacks or has and must not have, a quantity and a fraction in one order.
 */
export function readOrder(
  request: OrderRequest,
  terms: IntakeTerms,
  bar: number,
  pool: OrderPool,
): PendingOrder {
  const { type, side, series = 0, tag = '', quantity, fraction, timeInForce = 'GTC' } = request;
  if (type !== 'market' && !ORDER_TYPES.includes(type))
    throw unacceptable('type', `one of '${ORDER_TYPES.join("', '")}'`, type);
  if (side !== 'buy' && side !== 'sell') throw unacceptable('side', "'buy' or 'sell'", side);
  if (!Number.isInteger(series) || series < 0 || series >= terms.seriesCount) {
    throw unacceptable('series', `the index of a series of the run (0 to ${terms.seriesCount - 1})`, series);
  }
  if (quantity !== undefined && fraction !== undefined) {
    throw unacceptable('quantity', 'absent when `fraction` is given', quantity);
  }
  checkPrices(request);
  if (request.timeInForce !== undefined || request.goodTill !== undefined) checkValidity(request);
  const share = quantity === undefined ? (fraction ?? terms.rules.wholeEquity) : null;
  const order = pool.take(series, side === 'buy' ? 1 : -1, type, 'trade', String(tag));
  order.quantity = quantity ?? null;
  order.fraction = share;
  order.activeFrom = bar;
  if (type !== 'market') {
    order.limit = request.limit ?? Number.NaN;
    order.stop = request.stop ?? request.touch ?? Number.NaN;
    order.trailAmount = request.trail?.amount ?? Number.NaN;
    order.trailPercent = request.trail?.percent ?? Number.NaN;
  }
  order.stopLoss = request.stopLoss ?? Number.NaN;
  order.takeProfit = request.takeProfit ?? Number.NaN;
  order.reduceOnly = request.reduceOnly === true;
  order.timeInForce = timeInForce;
  order.goodTill = request.goodTill ?? Number.POSITIVE_INFINITY;
  if (request.triggers) order.next = request.triggers;
  return order;
}

/** Why the size of an order can never be filled; undefined when it can. */
export function refuseSize({ quantity, fraction }: PendingOrder, terms: IntakeTerms): string | undefined {
  return fraction === null ? refuseQuantity(quantity ?? Number.NaN, terms) : refuseFraction(fraction);
}

function checkPrices(request: OrderRequest): void {
  if (isPlain(request)) return;
  const needed = NEEDS[request.type];
  for (const field of PRICES) {
    if (request[field] !== undefined && !needed.includes(field)) {
      throw unacceptable(field, `absent from an order of type '${request.type}'`, request[field]);
    }
  }
  for (const field of needed) if (field !== 'trail') positive(field, request[field]);
  if (needed.includes('trail')) checkTrail(request.trail);
  for (const field of ['stopLoss', 'takeProfit'] as const) {
    if (request[field] !== undefined) positive(field, request[field]);
  }
  const { limit, stop, touch, stopLoss, takeProfit, side } = request;
  const entry = limit ?? stop ?? touch ?? Number.NaN;
  const sign = side === 'buy' ? 1 : -1;
  if (stopLoss !== undefined && sign * (stopLoss - entry) >= 0) {
    throw unacceptable('stopLoss', `${side === 'buy' ? 'below' : 'above'} the entry at ${entry}`, stopLoss);
  }
  if (takeProfit !== undefined && sign * (takeProfit - entry) <= 0) {
    throw unacceptable(
      'takeProfit',
      `${side === 'buy' ? 'above' : 'below'} the entry at ${entry}`,
      takeProfit,
    );
  }
  if (stopLoss !== undefined && takeProfit !== undefined && sign * (takeProfit - stopLoss) <= 0) {
    throw unacceptable('takeProfit', `on the other side of stopLoss (${stopLoss})`, takeProfit);
  }
}

/** A market order without any price. */
function isPlain({ type, limit, stop, trail, stopLoss, takeProfit }: OrderRequest): boolean {
  const priced = limit !== undefined || stop !== undefined || trail !== undefined;
  return type === 'market' && !priced && stopLoss === undefined && takeProfit === undefined;
}

function checkTrail(trail: OrderRequest['trail']): void {
  const { amount, percent } = trail ?? {};
  if ((amount === undefined) === (percent === undefined)) {
    throw unacceptable('trail', 'either an `amount` or a `percent`', trail);
  }
  if (amount !== undefined) positive('trail.amount', amount);
  if (percent !== undefined && !(percent > 0 && percent < 100)) {
    throw unacceptable('trail.percent', 'above 0 and below 100', percent);
  }
}

function checkValidity({ type, timeInForce = 'GTC', goodTill }: OrderRequest): void {
  if (!TIMES_IN_FORCE.includes(timeInForce)) {
    throw unacceptable('timeInForce', `one of ${TIMES_IN_FORCE.join(', ')}`, timeInForce);
  }
  if (isAuction(type) && (timeInForce === 'IOC' || timeInForce === 'FOK')) {
    throw unacceptable('timeInForce', `GTC, DAY or GTD in an order of type '${type}'`, timeInForce);
  }
  const dated = timeInForce === 'GTD';
  if (dated ? !Number.isFinite(goodTill) : goodTill !== undefined) {
    throw unacceptable(
      'goodTill',
      dated ? 'a time in epoch milliseconds' : 'absent unless `timeInForce` is GTD',
      goodTill,
    );
  }
}

/** True for orders that fill at the open or the close of a session and have no price. */
export function isAuction(type: OrderType): boolean {
  return type === 'market-on-open' || type === 'market-on-close';
}

function refuseFraction(share: number): string | undefined {
  return share > 0 && share <= 1 ? undefined : `\`fraction\` must be above 0 and at most 1, got ${share}`;
}

function refuseQuantity(quantity: number, { rules, lotSize }: IntakeTerms): string | undefined {
  if (Number.isFinite(quantity) && quantity > 0) return rules.refuseQuantity(quantity, lotSize);
  return `\`quantity\` must be a positive number of units, got ${quantity}`;
}

function positive(field: string, price: number | undefined): void {
  if (!(price !== undefined && price > 0 && Number.isFinite(price))) {
    throw unacceptable(field, 'a positive price', price);
  }
}

function unacceptable(field: string, expected: string, value: unknown): BacktabError {
  return new BacktabError(
    'bad-argument',
    `\`${field}\` of an order must be ${expected}, got ${JSON.stringify(value) ?? String(value)}`,
  );
}
