import { useMemo } from 'react';
import type { Timeframe } from '../../core/timeframe.ts';
import type { Trade } from '../../core/trade.ts';
import { tradeRecords } from '../../core/trade-columns.ts';
import type { StorageRun } from '../../worker/client/types.ts';
import { moneyUnit, seriesLabels } from '../formatting/labels.ts';
import { formatNumber, formatQuantity, formatSigned, pricePrecision } from '../formatting/numbers.ts';
import { formatBarTime } from '../formatting/times.ts';
import { chooseTrade } from '../shell/actions.ts';
import { useView, useWorkbench } from '../shell/workbench.tsx';
import { DataGrid, type GridColumn } from './data-grid.tsx';
import { figureColumn, textColumn, timeColumn } from './grid-columns.tsx';
import classes from './record-columns.module.css';
import { assetColumns, sideColumn } from './record-columns.tsx';

const money = (value: number | null) => formatNumber(value, 2);

const tone = (value: number) => (value > 0 ? 'gain' : value < 0 ? 'loss' : undefined);

const EXCURSIONS = [
  {
    id: 'mae',
    header: 'MAE (%)',
    hint: 'Maximum adverse excursion: the worst that the price did against the trade while it was held, from the entry price. Undefined for a strategy that reads no highs and lows.',
    scale: 100,
  },
  {
    id: 'mfe',
    header: 'MFE (%)',
    hint: 'Maximum favourable excursion: the best that the price did for the trade while it was held, from the entry price. Undefined for a strategy that reads no highs and lows.',
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
  unit: string,
): readonly GridColumn<Trade>[] {
  const price = (value: number | null) => formatNumber(value, precision);
  const signed = (value: number) => <span className={tone(value)}>{formatSigned(value)}</span>;
  return [
    { id: 'number', header: '#', width: '30px', value: (_, i) => i, render: (_, i) => formatNumber(i + 1) },
    sideColumn(
      ({ size }) => (size > 0 ? 'long' : 'short'),
      ({ size }) => size > 0,
    ),
    ...assetColumns<Trade>(symbols),
    figureColumn('size', 'Size (units)', 'minmax(64px, 1fr)', ({ size }) => Math.abs(size), formatQuantity),
    timeColumn('entryTime', 'Entry', timeframe, ({ entryTime }) => entryTime),
    figureColumn('entryPrice', 'Entry price', 'minmax(64px, 1fr)', ({ entryPrice }) => entryPrice, price),
    timeColumn('exitTime', 'Exit', timeframe, ({ exitTime }) => exitTime, {
      render: ({ open, exitTime }) =>
        open ? <span className={classes.open}>open</span> : formatBarTime(exitTime, timeframe),
    }),
    figureColumn('exitPrice', 'Exit price', 'minmax(64px, 1fr)', ({ exitPrice }) => exitPrice, price, {
      hint: 'Of an open trade: the last close.',
    }),
    {
      id: 'pnl',
      header: `Profit (${unit})`,
      hint: 'After commissions.',
      width: 'minmax(84px, 1.1fr)',
      value: ({ pnl }) => pnl,
      render: ({ pnl }) => signed(pnl),
    },
    {
      id: 'return',
      header: 'Return (%)',
      width: 'minmax(64px, 1fr)',
      value: ({ returnRatio }) => returnRatio,
      render: ({ returnRatio }) => signed(returnRatio * 100),
    },
    figureColumn(
      'bars',
      'Bars',
      'minmax(36px, 0.6fr)',
      (trade) => (trade.open ? null : trade.barsHeld),
      formatNumber,
    ),
    figureColumn('commission', 'Commission', 'minmax(68px, 0.9fr)', ({ commission }) => commission, money, {
      hint: 'Money charged at entry and exit.',
    }),
    ...EXCURSIONS.map(({ id, header, hint, scale }) =>
      figureColumn<Trade>(
        id,
        header,
        `minmax(${id === 'r' ? 36 : 50}px, 0.8fr)`,
        (trade) => (trade[id] === null ? null : trade[id] * scale),
        money,
        { hint },
      ),
    ),
    textColumn('reason', 'Exit reason', 'minmax(84px, 1.3fr)', ({ exitReason }) => exitReason),
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
    const precision = pricePrecision(trades.entryPrice.subarray(0, 64));
    return columns(timeframe, precision, symbols, moneyUnit(specification.series));
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
