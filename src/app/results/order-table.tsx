import { useEffect, useMemo, useState } from 'react';
import type { OrderRecord } from '../../core/order.ts';
import { orderRecords } from '../../core/order-columns.ts';
import type { Timeframe } from '../../core/timeframe.ts';
import type { StorageRun } from '../../worker/client/types.ts';
import { seriesLabels } from '../formatting/labels.ts';
import { formatNumber, formatQuantity, pricePrecision, UNDEFINED_FIGURE } from '../formatting/numbers.ts';
import { DataGrid, type GridColumn } from './data-grid.tsx';
import { figureColumn, textColumn, timeColumn } from './grid-columns.tsx';
import { OrderHistory } from './order-history.tsx';
import classes from './order-table.module.css';
import { assetColumns, sideColumn } from './record-columns.tsx';

/** Columns that stand only where an order of the run has something to say in them. */
function optionalColumns(
  timeframe: Timeframe,
  price: (value: number | null) => string,
): readonly (readonly [has: (order: OrderRecord) => boolean, column: GridColumn<OrderRecord>])[] {
  return [
    [
      ({ limit }) => limit !== null,
      figureColumn('limit', 'Limit', 'minmax(64px, 1fr)', ({ limit }) => limit, price, {
        hint: 'It fills at this price or a better one.',
      }),
    ],
    [
      ({ stop }) => stop !== null,
      figureColumn('stop', 'Stop', 'minmax(64px, 1fr)', ({ stop }) => stop, price, {
        hint: 'The price that triggers it; of a trailing stop the last one.',
      }),
    ],
    [
      ({ timeInForce }) => timeInForce !== 'GTC',
      textColumn('timeInForce', 'Valid', '48px', ({ timeInForce }) => timeInForce),
    ],
    [
      ({ endedTime }) => endedTime !== null,
      timeColumn('ended', 'Ended in', timeframe, ({ endedTime }) => endedTime, {
        hint: 'Bar in which it was rejected, cancelled or expired.',
      }),
    ],
  ];
}

function columns(
  timeframe: Timeframe,
  precision: number,
  symbols: readonly string[],
  orders: readonly OrderRecord[],
): readonly GridColumn<OrderRecord>[] {
  const price = (value: number | null) => formatNumber(value, precision);
  const optional = new Map(
    optionalColumns(timeframe, price).map(([has, column]) => [column.id, orders.some(has) ? [column] : []]),
  );
  return [
    figureColumn('id', '#', '44px', ({ id }) => id, formatNumber),
    sideColumn(
      ({ side }) => side,
      ({ side }) => side === 'buy',
    ),
    ...assetColumns<OrderRecord>(symbols),
    textColumn('type', 'Type', 'minmax(60px, 0.6fr)', ({ type }) => type),
    figureColumn(
      'size',
      'Size (units)',
      'minmax(64px, 1fr)',
      ({ size }) => size,
      (size) => (size ? formatQuantity(size) : UNDEFINED_FIGURE),
    ),
    ...(optional.get('limit') ?? []),
    ...(optional.get('stop') ?? []),
    ...(optional.get('timeInForce') ?? []),
    timeColumn('submitted', 'Decided at the close of', timeframe, ({ submittedTime }) => submittedTime, {
      width: 'minmax(124px, 1.2fr)',
    }),
    timeColumn('filled', 'Filled in', timeframe, ({ filledTime }) => filledTime),
    figureColumn('price', 'Fill price', 'minmax(64px, 1fr)', ({ filledPrice }) => filledPrice, price),
    ...(optional.get('ended') ?? []),
    {
      ...textColumn<OrderRecord>('status', 'Status', '72px', ({ status }) => status),
      render: ({ status }) => (
        <span className={status === 'rejected' ? classes.rejected : undefined}>{status}</span>
      ),
    },
    textColumn('reason', 'Reason', 'minmax(120px, 2fr)', ({ reason, tag }) => reason || tag),
  ];
}

/** All orders of the result, the rejected ones with their reason; one chosen tells its history. */
export function OrderTable(props: { readonly run: StorageRun }) {
  const { result } = props.run;
  const { orders, specification } = result;
  const [chosen, setChosen] = useState<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a choice belongs to one result.
  useEffect(() => setChosen(null), [result]);
  const timeframe = specification.series[0]?.timeframe ?? '1d';
  const symbols = useMemo(() => seriesLabels(specification.series), [specification.series]);
  const rows = useMemo(() => orderRecords(orders), [orders]);
  const precision = useMemo(() => {
    const prices = orders.filledPrice.subarray(0, 256).filter((price) => !Number.isNaN(price));
    return pricePrecision(prices.subarray(0, 64));
  }, [orders]);
  const grid = useMemo(
    () => columns(timeframe, precision, symbols, rows),
    [timeframe, precision, symbols, rows],
  );
  const order = chosen === null ? undefined : rows[chosen];
  return (
    <div className={classes.split}>
      <div className={classes.table}>
        <DataGrid
          label="Orders"
          testId="order-table"
          columns={grid}
          rows={rows}
          empty="The strategy placed no order in this period."
          selected={chosen}
          onActivate={(index) => setChosen(index === chosen ? null : index)}
        />
      </div>
      {order && (
        <OrderHistory
          order={order}
          result={result}
          symbol={symbols[order.series] ?? ''}
          timeframe={timeframe}
          precision={precision}
          onClose={() => setChosen(null)}
        />
      )}
    </div>
  );
}
