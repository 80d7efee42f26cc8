import { useMemo } from 'react';
import type { Timeframe } from '../../core/timeframe.ts';
import type { Trade } from '../../core/trade.ts';
import { tradeRecords } from '../../core/trade-columns.ts';
import type { StorageRun } from '../../worker/client/types.ts';
import { seriesLabels } from '../formatting/labels.ts';
import { formatNumber, formatQuantity, formatSigned, pricePrecision } from '../formatting/numbers.ts';
import { formatBarTime } from '../formatting/times.ts';
import { chooseTrade } from '../shell/actions.ts';
import { DownIcon, UpIcon } from '../shell/icons.tsx';
import { useView, useWorkbench } from '../shell/workbench.tsx';
import { DataGrid, type GridColumn, timeColumnWidth } from './data-grid.tsx';
import classes from './trade-table.module.css';

const tone = (value: number) => (value > 0 ? 'gain' : value < 0 ? 'loss' : undefined);

const EXCURSIONS = [
  {
    id: 'mae',
    header: 'MAE (%)',
    hint: 'Maximum adverse excursion: the worst that the price did against the trade while it was held, from the entry price.',
    scale: 100,
  },
  {
    id: 'mfe',
    header: 'MFE (%)',
    hint: 'Maximum favourable excursion: the best that the price did for the trade while it was held, from the entry price.',
    scale: 100,
  },
  {
    id: 'r',
    header: 'R',
    hint: 'Profit in units of what was at risk: size × distance of entry and stop-loss. Undefined without a stop-loss.',
    scale: 1,
  },
] as const;

function columns(
  timeframe: Timeframe,
  precision: number,
  symbols: readonly string[],
): readonly GridColumn<Trade>[] {
  const time = (value: number | null) => formatBarTime(value, timeframe);
  const timeWidth = timeColumnWidth(timeframe);
  return [
    { id: 'number', header: '#', width: '40px', value: (_, i) => i, render: (_, i) => formatNumber(i + 1) },
    {
      id: 'side',
      header: 'Side',
      width: '60px',
      align: 'start',
      value: (trade) => (trade.size > 0 ? 'long' : 'short'),
      render: (trade) => (
        <span className={classes.side}>
          {trade.size > 0 ? <UpIcon size={8} /> : <DownIcon size={8} />} {trade.size > 0 ? 'long' : 'short'}
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
            value: (trade: Trade) => symbols[trade.series] ?? '',
            render: (trade: Trade) => symbols[trade.series] ?? '—',
          },
        ]
      : []),
    {
      id: 'size',
      header: 'Size (units)',
      width: 'minmax(64px, 1fr)',
      value: (trade) => Math.abs(trade.size),
      render: (trade) => formatQuantity(Math.abs(trade.size)),
    },
    {
      id: 'entryTime',
      header: 'Entry',
      width: timeWidth,
      value: (trade) => trade.entryTime,
      render: (trade) => time(trade.entryTime),
    },
    {
      id: 'entryPrice',
      header: 'at',
      width: 'minmax(68px, 1fr)',
      value: (trade) => trade.entryPrice,
      render: (trade) => formatNumber(trade.entryPrice, precision),
    },
    {
      id: 'exitTime',
      header: 'Exit',
      width: timeWidth,
      value: (trade) => trade.exitTime,
      render: (trade) => (trade.open ? <span className={classes.open}>open</span> : time(trade.exitTime)),
    },
    {
      id: 'exitPrice',
      header: 'at',
      width: 'minmax(68px, 1fr)',
      value: (trade) => trade.exitPrice,
      render: (trade) => formatNumber(trade.exitPrice, precision),
    },
    {
      id: 'pnl',
      header: 'Profit',
      width: 'minmax(80px, 1fr)',
      value: (trade) => trade.pnl,
      render: (trade) => <span className={tone(trade.pnl)}>{formatSigned(trade.pnl)}</span>,
    },
    {
      id: 'return',
      header: 'Return (%)',
      width: 'minmax(72px, 1fr)',
      value: (trade) => trade.returnRatio,
      render: (trade) => (
        <span className={tone(trade.returnRatio)}>{formatSigned(trade.returnRatio * 100)}</span>
      ),
    },
    {
      id: 'bars',
      header: 'Bars',
      width: 'minmax(48px, 0.6fr)',
      value: (trade) => (trade.open ? null : trade.barsHeld),
      render: (trade) => formatNumber(trade.open ? null : trade.barsHeld),
    },
    {
      id: 'commission',
      header: 'Commission',
      width: 'minmax(80px, 1fr)',
      value: (trade) => trade.commission,
      render: (trade) => formatNumber(trade.commission, 2),
    },
    ...EXCURSIONS.map(({ id, header, hint, scale }) => ({
      id,
      header,
      hint,
      width: 'minmax(60px, 0.8fr)',
      value: (trade: Trade) => trade[id],
      render: (trade: Trade) => formatNumber(trade[id] === null ? null : trade[id] * scale, 2),
    })),
    {
      id: 'reason',
      header: 'Exit reason',
      width: 'minmax(96px, 1.4fr)',
      align: 'start',
      value: (trade) => trade.exitReason,
      render: (trade) => trade.exitReason || '—',
    },
  ];
}

/** All trades of the result; one chosen is marked on the chart. */
export function TradeTable(props: { readonly run: StorageRun }) {
  const workbench = useWorkbench();
  const selected = useView((state) => state.selectedTrade);
  const { trades, specification } = props.run.result;
  const timeframe = specification.series[0]?.timeframe ?? '1d';
  const grid = useMemo(() => {
    const symbols = seriesLabels(specification.series);
    return columns(timeframe, pricePrecision(trades.entryPrice.subarray(0, 64)), symbols);
  }, [trades, timeframe, specification.series]);
  const rows = useMemo(() => tradeRecords(trades), [trades]);
  return (
    <DataGrid
      label="Trades"
      testId="trade-table"
      columns={grid}
      rows={rows}
      empty="The strategy did not trade in this period."
      selected={selected}
      onActivate={(index) => chooseTrade(workbench, index)}
    />
  );
}
