import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fill } from './fill.ts';
import { fillColumns, fillRecords } from './fill-columns.ts';
import { ORDER_STATUSES, ORDER_TYPES, type OrderRecord, TIMES_IN_FORCE } from './order.ts';
import { orderColumns, orderRecords } from './order-columns.ts';
import type { Trade } from './trade.ts';
import { tradeColumns, tradeRecords } from './trade-columns.ts';

const number = fc.double({ noNaN: true });
const perhaps = fc.option(number);
const label = fc.constantFrom('', 'é', 'position closed', 'x');

const anyOrder = fc.record<OrderRecord>({
  id: fc.constant(0),
  type: fc.constantFrom(...ORDER_TYPES),
  side: fc.constantFrom('buy', 'sell'),
  series: fc.nat(),
  submittedBar: fc.nat(),
  submittedTime: number,
  size: number,
  limit: perhaps,
  stop: perhaps,
  timeInForce: fc.constantFrom(...TIMES_IN_FORCE),
  status: fc.constantFrom(...ORDER_STATUSES),
  triggeredBar: fc.option(fc.nat()),
  triggeredTime: perhaps,
  filledBar: fc.option(fc.nat()),
  filledTime: perhaps,
  filledPrice: perhaps,
  endedBar: fc.option(fc.nat()),
  endedTime: perhaps,
  reason: label,
  tag: label,
});

const anyFill = fc.record<Fill>({
  orderId: fc.nat(),
  series: fc.nat(),
  bar: fc.nat(),
  time: number,
  size: number,
  price: number,
  commission: number,
});

const anyTrade = fc.record<Trade>({
  series: fc.nat(),
  size: number,
  entryBar: fc.nat(),
  exitBar: fc.option(fc.nat()),
  entryTime: number,
  exitTime: perhaps,
  entryPrice: number,
  exitPrice: number,
  commission: number,
  pnl: number,
  returnRatio: number,
  barsHeld: fc.nat(),
  mae: perhaps,
  mfe: perhaps,
  r: perhaps,
  entryOrder: fc.nat(),
  exitOrder: fc.option(fc.nat()),
  open: fc.boolean(),
  entryReason: label,
  exitReason: label,
});

/** Of the bar and time of a fill and of another end an order has at most the ones that its status says. */
const possible = (order: OrderRecord, id: number): OrderRecord => ({
  ...order,
  id,
  ...(order.status === 'filled'
    ? { endedBar: null, endedTime: null }
    : { filledBar: null, filledTime: null }),
});

describe('records as columns', () => {
  it('come back as they were, through a structured clone', () => {
    fc.assert(
      fc.property(
        fc.array(anyOrder).map((orders) => orders.map(possible)),
        fc.array(anyFill),
        fc.array(anyTrade),
        (orders, fills, trades) => {
          expect(orderRecords(structuredClone(orderColumns(orders)))).toEqual(orders);
          expect(fillRecords(structuredClone(fillColumns(fills)))).toEqual(fills);
          expect(tradeRecords(structuredClone(tradeColumns(trades)))).toEqual(trades);
        },
      ),
      { numRuns: 300 },
    );
  });
});
