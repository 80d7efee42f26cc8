import { useMemo } from 'react';
import { performanceOfRun } from '../../worker/client/performance.ts';
import type { RunResult, StorageRun, TradeGroup, TradeGroupKind } from '../../worker/client/types.ts';
import { moneyUnit } from '../formatting/labels.ts';
import { formatNumber, formatSigned } from '../formatting/numbers.ts';
import { formatSpan } from '../formatting/times.ts';
import { DataGrid, type GridColumn } from './data-grid.tsx';
import { NOT_KEPT } from './not-kept.ts';

const BY: Readonly<Record<TradeGroupKind, string>> = {
  all: 'All',
  long: 'Side',
  short: 'Side',
  series: 'Asset',
  year: 'Year',
  month: 'Month',
};

const tone = (value: number | null) => (!value ? undefined : value > 0 ? 'gain' : 'loss');

/** A column of a figure; `decimals` and a sign where gain and loss are meant. */
function figure(
  key: Exclude<keyof TradeGroup, 'kind' | 'key'>,
  header: string,
  hint: string,
  decimals: number,
  signed = false,
  width = 'minmax(56px, 1fr)',
): GridColumn<TradeGroup> {
  return {
    id: key,
    header,
    hint,
    width,
    value: (group) => group[key],
    render: (group) => {
      const value = group[key];
      if (!signed) return formatNumber(value, decimals);
      return <span className={tone(value)}>{formatSigned(value, decimals)}</span>;
    },
  };
}

function columns({ specification }: RunResult): readonly GridColumn<TradeGroup>[] {
  const unit = moneyUnit(specification.series);
  const name = ({ kind, key }: TradeGroup) => {
    if (kind === 'series') return specification.series[Number(key)]?.symbol ?? key;
    return kind === 'all' ? 'all trades' : key;
  };
  return [
    {
      id: 'by',
      header: 'By',
      width: '52px',
      align: 'start',
      value: ({ kind }) => BY[kind],
      render: ({ kind }) => BY[kind],
    },
    { id: 'group', header: 'Group', width: 'minmax(76px, 1fr)', align: 'start', value: name, render: name },
    figure(
      'trades',
      'Trades',
      'Closed trades; years and months by the exit, UTC.',
      0,
      false,
      'minmax(40px, 0.6fr)',
    ),
    figure(
      'profit',
      `Profit (${unit})`,
      'Sum of the money results, after commissions.',
      2,
      true,
      'minmax(88px, 1.2fr)',
    ),
    figure('avgProfit', 'Avg profit', 'Mean money result.', 2, true, 'minmax(76px, 1fr)'),
    figure(
      'winRatePct',
      'Win rate (%)',
      'Share of trades with a profit above zero. backtesting.py convention.',
      1,
      false,
      'minmax(68px, 1fr)',
    ),
    figure(
      'profitFactor',
      'Profit factor',
      'Sum of positive trade returns / |sum of negative trade returns|. backtesting.py convention.',
      2,
      false,
      'minmax(68px, 1fr)',
    ),
    figure(
      'expectancyPct',
      'Expectancy (%)',
      'Mean trade return. backtesting.py convention.',
      2,
      true,
      'minmax(84px, 1fr)',
    ),
    figure('bestTradePct', 'Best (%)', 'Highest trade return.', 2, true),
    figure('worstTradePct', 'Worst (%)', 'Lowest trade return.', 2, true),
    {
      id: 'avgDuration',
      header: 'Avg time',
      hint: 'Mean time from entry to exit.',
      width: 'minmax(72px, 0.9fr)',
      value: ({ avgDuration }) => avgDuration,
      render: ({ avgDuration }) => formatSpan(avgDuration),
    },
    figure(
      'commissions',
      'Commissions',
      'Money charged at entries and exits.',
      2,
      false,
      'minmax(72px, 1fr)',
    ),
    figure(
      'timeInMarketPct',
      'In market (%)',
      'Share of the bars of the run inside one of the trades, open ones included; not for years and months.',
      1,
      false,
      'minmax(76px, 1fr)',
    ),
  ];
}

/** Figures of the trades: all, by side, asset, year and month. */
export function BreakdownTable(props: { readonly run: StorageRun }) {
  const { result } = props.run;
  const grid = useMemo(() => columns(result), [result]);
  return (
    <DataGrid
      label="Trades by side, asset, year and month"
      testId="breakdown-table"
      columns={grid}
      rows={performanceOfRun(result)?.groups ?? []}
      empty={NOT_KEPT}
    />
  );
}
