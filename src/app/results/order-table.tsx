import { useMemo } from 'react';
import type { OrderRecord } from '../../core/order.ts';
import { orderRecords } from '../../core/order-columns.ts';
import type { Timeframe } from '../../core/timeframe.ts';
import type { StorageRun } from '../../worker/client/types.ts';
import { seriesLabels } from '../formatting/labels.ts';
import { formatNumber, formatQuantity, pricePrecision } from '../formatting/numbers.ts';
import { formatBarTime } from '../formatting/times.ts';
import { DownIcon, UpIcon } from '../shell/icons.tsx';
import { DataGrid, type GridColumn, timeColumnWidth } from './data-grid.tsx';
import classes from './trade-table.module.css';

function columns(
  timeframe: Timeframe,
  precision: number,
  symbols: readonly string[],
): readonly GridColumn<OrderRecord>[] {
  const timeWidth = timeColumnWidth(timeframe);
  return [
    {
      id: 'id',
      header: '#',
      width: '48px',
      value: (order) => order.id,
      render: (order) => formatNumber(order.id),
    },
    {
      id: 'side',
      header: 'Side',
      width: '56px',
      align: 'start',
      value: (order) => order.side,
      render: (order) => (
        <span className={classes.side}>
          {order.side === 'buy' ? <UpIcon size={8} /> : <DownIcon size={8} />} {order.side}
        </span>
      ),
    },
    ...(symbols.length > 1
      ? [
          {
            id: 'asset',
            header: 'Asset',
            width: 'minmax(72px, 0.8fr)',
            align: 'start' as const,
            value: (order: OrderRecord) => symbols[order.series] ?? '',
            render: (order: OrderRecord) => symbols[order.series] ?? '—',
          },
        ]
      : []),
    {
      id: 'type',
      header: 'Type',
      width: '60px',
      align: 'start',
      value: (order) => order.type,
      render: (order) => order.type,
    },
    {
      id: 'size',
      header: 'Size (units)',
      width: 'minmax(72px, 1fr)',
      value: (order) => order.size,
      render: (order) => (order.size === 0 ? '—' : formatQuantity(order.size)),
    },
    {
      id: 'submitted',
      header: 'Decided at the close of',
      width: 'minmax(132px, 1.2fr)',
      value: (order) => order.submittedTime,
      render: (order) => formatBarTime(order.submittedTime, timeframe),
    },
    {
      id: 'filled',
      header: 'Filled in',
      width: timeWidth,
      value: (order) => order.filledTime,
      render: (order) => formatBarTime(order.filledTime, timeframe),
    },
    {
      id: 'price',
      header: 'at',
      width: 'minmax(72px, 1fr)',
      value: (order) => order.filledPrice,
      render: (order) => formatNumber(order.filledPrice, precision),
    },
    {
      id: 'status',
      header: 'Status',
      width: '72px',
      align: 'start',
      value: (order) => order.status,
      render: (order) => (
        <span className={order.status === 'rejected' ? classes.rejected : undefined}>{order.status}</span>
      ),
    },
    {
      id: 'reason',
      header: 'Reason',
      width: 'minmax(120px, 2fr)',
      align: 'start',
      value: (order) => order.reason || order.tag,
      render: (order) => <span title={order.reason}>{order.reason || order.tag || '—'}</span>,
    },
  ];
}

/** All orders of the result, the rejected ones with their reason. */
export function OrderTable(props: { readonly run: StorageRun }) {
  const { orders, specification } = props.run.result;
  const timeframe = specification.series[0]?.timeframe ?? '1d';
  const grid = useMemo(() => {
    const prices = orders.filledPrice.subarray(0, 256).filter((price) => !Number.isNaN(price));
    return columns(timeframe, pricePrecision(prices.subarray(0, 64)), seriesLabels(specification.series));
  }, [orders, timeframe, specification.series]);
  const rows = useMemo(() => orderRecords(orders), [orders]);
  return (
    <DataGrid
      label="Orders"
      testId="order-table"
      columns={grid}
      rows={rows}
      empty="The strategy placed no order in this period."
    />
  );
}
