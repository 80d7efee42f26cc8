import fc from 'fast-check';
import { ORDER_TYPES, type OrderRequest, TIMES_IN_FORCE } from '../../core/order.ts';
import type { TradingContext } from '../trading-context.ts';

const DAY = 86_400_000;

/** One thing that a random strategy does at the close of bar `at`. Distances are shares of the last close; `series` counts modulo the series. */
export interface ActionCase {
  readonly at: number;
  readonly series: number;
  readonly kind: (typeof KINDS)[number];
  readonly order: OrderCase;
  readonly other: OrderCase;
  /** A share in (0, 1]. */
  readonly share: number;
}

interface OrderCase {
  readonly type: (typeof ORDER_TYPES)[number];
  readonly side: 'buy' | 'sell';
  readonly size: { readonly quantity: number } | { readonly fraction: number } | Record<string, never>;
  readonly first: number;
  readonly second: number;
  readonly stopLoss: number;
  readonly takeProfit: number;
  readonly timeInForce: (typeof TIMES_IN_FORCE)[number];
  readonly reduceOnly: boolean;
}

const KINDS = [
  'order',
  'order',
  'order',
  'order',
  'bracket',
  'one-cancels-other',
  'one-triggers-other',
  'modify',
  'cancel',
  'cancel-all',
  'close',
  'guard',
  'rebalance',
] as const;

const quantity = fc.record({ quantity: fc.integer({ min: 1, max: 30 }) });
const anySize = fc.oneof(
  { weight: 4, arbitrary: quantity },
  { weight: 2, arbitrary: fc.record({ fraction: fc.constantFrom(0.2, 0.5, 1) }) },
  { weight: 1, arbitrary: fc.constant({}) },
);
const distance = fc.integer({ min: 100, max: 156 }).map((parts) => parts / 128);

const orderWith = (size: fc.Arbitrary<OrderCase['size']>): fc.Arbitrary<OrderCase> =>
  fc.record({
    type: fc.constantFrom(...ORDER_TYPES),
    side: fc.constantFrom('buy', 'sell'),
    size,
    first: distance,
    second: distance,
    stopLoss: fc.constantFrom(0, 0.03125, 0.125),
    takeProfit: fc.constantFrom(0, 0.03125, 0.125),
    timeInForce: fc.constantFrom('GTC', 'GTC', ...TIMES_IN_FORCE),
    reduceOnly: fc.constantFrom(false, false, false, true),
  });

const actionsWith = (
  size: fc.Arbitrary<OrderCase['size']>,
  kinds: readonly ActionCase['kind'][],
): fc.Arbitrary<readonly ActionCase[]> =>
  fc.array(
    fc.record({
      at: fc.nat({ max: 50 }),
      series: fc.nat({ max: 2 }),
      kind: fc.constantFrom(...kinds),
      order: orderWith(size),
      other: orderWith(size),
      share: fc.constantFrom(0.25, 0.5, 1),
    }),
    { minLength: 3, maxLength: 24 },
  );

/** Orders of every type and size, and everything else that a strategy can do with them. */
export const anyActions = actionsWith(anySize, KINDS);

/** The same without sizes that depend on the equity. */
export const unitActions = actionsWith(
  quantity,
  KINDS.filter((kind) => kind !== 'rebalance'),
);

/** Does what an action says. Nothing happens where there is nothing to do it to. */
export function act(
  context: TradingContext,
  { at, kind, series: any, order, other, share }: ActionCase,
): void {
  const series = any % context.series.length;
  const { close } = context.getHistoricalPrices(series, 2);
  const last = at % 2 === 0 ? context.getLastPrice(series) : (close.at(-1) ?? Number.NaN);
  if (Number.isNaN(last)) return;
  const request = (each: OrderCase) => requestOf(each, series, last, context.barTime);
  if (kind === 'order') context.submitOrder(request({ ...order, stopLoss: 0, takeProfit: 0 }));
  if (kind === 'bracket') context.submitOrder(request(order));
  if (kind === 'one-cancels-other') context.submitOneCancelsOther([request(order), request(other)]);
  if (kind === 'one-triggers-other') context.submitOrder({ ...request(order), triggers: [request(other)] });
  if (kind === 'modify') modify(context, series, order, last);
  if (kind === 'cancel') context.cancelOrder(context.getOrders().at(-1)?.id ?? 0);
  if (kind === 'cancel-all') context.cancelOrders();
  if (kind === 'close') context.closePosition(series, share);
  if (kind === 'guard') {
    for (const { id, size } of context.getOpenTrades(series)) {
      context.setStopLoss(id, size > 0 ? last * 0.9375 : last * 1.0625);
      context.setTakeProfit(id, order.reduceOnly ? null : size > 0 ? last * 1.0625 : last * 0.9375);
    }
  }
  if (kind === 'rebalance') {
    const sign = order.side === 'buy' ? 1 : -1;
    context.rebalance(
      context.series.map((_, index) => (index === series ? sign * share : null)),
      { tolerance: 2 },
    );
  }
}

function requestOf(order: OrderCase, series: number, last: number, time: number): OrderRequest {
  const { type, side, size, stopLoss, takeProfit, timeInForce: validity, reduceOnly } = order;
  const [first, second] = [last * order.first, last * order.second];
  const prices = {
    market: {},
    limit: { limit: first },
    stop: { stop: first },
    'stop-limit': { stop: first, limit: second },
    'trailing-stop': {
      trail: order.first < 1 ? { percent: order.first * 8 } : { amount: last * (order.first - 0.9375) },
    },
    'market-on-open': {},
    'market-on-close': {},
    'market-if-touched': { touch: first },
    'limit-if-touched': { touch: first, limit: second },
  }[type];
  const { limit, stop, touch } = prices as { readonly [Price in 'limit' | 'stop' | 'touch']?: number };
  const entry = limit ?? stop ?? touch ?? last;
  const sign = side === 'buy' ? 1 : -1;
  const immediate = validity === 'IOC' || validity === 'FOK';
  const timeInForce = immediate && type.startsWith('market-on') ? 'GTC' : validity;
  return {
    type,
    side,
    series,
    ...size,
    ...prices,
    ...(stopLoss === 0 ? {} : { stopLoss: entry - sign * last * stopLoss }),
    ...(takeProfit === 0 ? {} : { takeProfit: entry + sign * last * takeProfit }),
    timeInForce,
    ...(timeInForce === 'GTD' ? { goodTill: time + 9 * DAY } : {}),
    reduceOnly,
    tag: 'own',
  } as OrderRequest;
}

/** Changes the oldest own pending order of a series that was not triggered yet: its price if it has one, else its units. */
function modify(context: TradingContext, series: number, { first, size }: OrderCase, last: number): void {
  const found = context
    .getOrders()
    .find((order) => order.series === series && order.tag === 'own' && order.triggeredBar === null);
  if (!found) return;
  const touched = found.type.endsWith('if-touched');
  const field = found.limit !== null ? 'limit' : touched ? 'touch' : 'stop';
  if (found.limit !== null || found.stop !== null) context.modifyOrder(found.id, { [field]: last * first });
  if (found.size !== 0 && 'quantity' in size) context.modifyOrder(found.id, { quantity: size.quantity });
}
