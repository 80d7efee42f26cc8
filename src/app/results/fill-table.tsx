import { useMemo } from 'react';
import type { Fill } from '../../core/fill.ts';
import { fillRecords } from '../../core/fill-columns.ts';
import type { Timeframe } from '../../core/timeframe.ts';
import type { StorageRun } from '../../worker/client/types.ts';
import { moneyUnit, seriesLabels } from '../formatting/labels.ts';
import { formatNumber, formatQuantity, pricePrecision } from '../formatting/numbers.ts';
import { DataGrid, type GridColumn } from './data-grid.tsx';
import { figureColumn, timeColumn } from './grid-columns.tsx';
import { assetColumns, sideColumn } from './record-columns.tsx';

const money = (value: number | null) => formatNumber(value, 2);

function columns(
  timeframe: Timeframe,
  precision: number,
  symbols: readonly string[],
  unit: string,
): readonly GridColumn<Fill>[] {
  return [
    { id: 'number', header: '#', width: '44px', value: (_, i) => i, render: (_, i) => formatNumber(i + 1) },
    figureColumn('order', 'Order', '52px', ({ orderId }) => orderId, formatNumber),
    sideColumn(
      ({ size }) => (size > 0 ? 'buy' : 'sell'),
      ({ size }) => size > 0,
    ),
    ...assetColumns<Fill>(symbols),
    timeColumn('time', 'Bar (UTC)', timeframe, ({ time }) => time),
    figureColumn('size', 'Size (units)', 'minmax(72px, 1fr)', ({ size }) => size, formatQuantity),
    figureColumn(
      'price',
      'Price',
      'minmax(72px, 1fr)',
      ({ price }) => price,
      (price) => formatNumber(price, precision),
      { hint: 'Slippage and spread are in it.' },
    ),
    figureColumn(
      'commission',
      `Commission (${unit})`,
      'minmax(112px, 1fr)',
      ({ commission }) => commission,
      money,
    ),
  ];
}

/** All executions of the result; an order that was filled in parts has several. */
export function FillTable(props: { readonly run: StorageRun }) {
  const { fills, specification } = props.run.result;
  const timeframe = specification.series[0]?.timeframe ?? '1d';
  const grid = useMemo(() => {
    const precision = pricePrecision(fills.price.subarray(0, 64));
    const symbols = seriesLabels(specification.series);
    return columns(timeframe, precision, symbols, moneyUnit(specification.series));
  }, [fills, timeframe, specification.series]);
  const rows = useMemo(() => fillRecords(fills), [fills]);
  return (
    <DataGrid
      label="Fills"
      testId="fill-table"
      columns={grid}
      rows={rows}
      empty="No order was filled in this period."
    />
  );
}
