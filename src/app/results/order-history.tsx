import type { Fill } from '../../core/fill.ts';
import { type FillColumns, fillRecord } from '../../core/fill-columns.ts';
import type { OrderRecord } from '../../core/order.ts';
import { orderHistory } from '../../core/order-history.ts';
import type { Timeframe } from '../../core/timeframe.ts';
import type { RunResult } from '../../worker/client/types.ts';
import { formatNumber, formatQuantity, formatShortest, UNDEFINED_FIGURE } from '../formatting/numbers.ts';
import { formatBarTime } from '../formatting/times.ts';
import { IconButton } from '../shell/icon-button.tsx';
import { CrossIcon } from '../shell/icons.tsx';
import classes from './order-history.module.css';

/** Executions of one order, in order of time. */
function fillsOf(fills: FillColumns, id: number): Fill[] {
  const own: Fill[] = [];
  for (let row = 0; row < fills.length; row++) {
    if (fills.orderId[row] === id) own.push(fillRecord(fills, row));
  }
  return own;
}

/** What was asked: `sell 99 GOOG, limit 101.34, GTC`. */
function asked(
  { side, size, limit, stop, type, timeInForce }: OrderRecord,
  symbol: string,
  decimals: number,
) {
  const prices = [
    ...(stop === null ? [] : [`stop ${formatNumber(stop, decimals)}`]),
    ...(limit === null ? [] : [`limit ${formatNumber(limit, decimals)}`]),
  ];
  const plain = prices.length === 1 && (type === 'stop' || type === 'limit');
  const what = [side, ...(size === 0 ? [] : [formatShortest(Math.abs(size))]), symbol].join(' ');
  return [what, ...(plain ? [] : [type]), ...prices, timeInForce].join(', ');
}

/** Everything that happened to an order, beside the table that it was chosen in. */
export function OrderHistory(props: {
  readonly order: OrderRecord;
  readonly result: RunResult;
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly precision: number;
  readonly onClose: () => void;
}) {
  const { order, result, symbol, timeframe, precision, onClose } = props;
  const events = orderHistory(order, fillsOf(result.fills, order.id), result.orderChanges);
  return (
    <aside className={classes.panel} aria-label={`History of order ${order.id}`} data-testid="order-history">
      <header className={classes.head}>
        <h3 aria-live="polite">Order {formatNumber(order.id)}</h3>
        <IconButton label="Close the history" onClick={onClose}>
          <CrossIcon size={12} />
        </IconButton>
      </header>
      <p className={classes.asked}>
        {asked(order, symbol, precision)}
        {order.tag && ` · ${order.tag}`}
      </p>
      <table className={`figures-table ${classes.events}`}>
        <thead>
          <tr>
            <th scope="col">Bar (UTC)</th>
            <th scope="col">Event</th>
            <th scope="col">Units</th>
            <th scope="col">Price</th>
          </tr>
        </thead>
        <tbody>
          {events.map(({ event, bar, time, size, price, reason }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: events are a record, they neither move nor change.
            <tr key={index}>
              <td title={`Bar ${formatNumber(bar)}`}>{formatBarTime(time, timeframe)}</td>
              <td>
                {event.replace('-', ' ')}
                {reason && <span className={classes.reason}>{reason}</span>}
              </td>
              <td>{size === null ? UNDEFINED_FIGURE : formatQuantity(size)}</td>
              <td>{formatNumber(price, precision)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </aside>
  );
}
