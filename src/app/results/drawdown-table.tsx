import { useMemo } from 'react';
import type { Timeframe } from '../../core/timeframe.ts';
import { performanceOfRun } from '../../worker/client/performance.ts';
import type { DrawdownEpisode, StorageRun } from '../../worker/client/types.ts';
import { formatNumber, formatSigned } from '../formatting/numbers.ts';
import { formatBarTime, formatSpan } from '../formatting/times.ts';
import { DataGrid, type GridColumn } from './data-grid.tsx';
import { figureColumn, timeColumn } from './grid-columns.tsx';
import { NOT_KEPT } from './not-kept.ts';

function columns(timeframe: Timeframe): readonly GridColumn<DrawdownEpisode>[] {
  const span = (
    id: string,
    header: string,
    hint: string,
    length: (one: DrawdownEpisode) => number | null,
  ): GridColumn<DrawdownEpisode> =>
    figureColumn(id, header, 'minmax(72px, 1fr)', length, formatSpan, { hint });
  return [
    { id: 'rank', header: '#', width: '32px', value: (_, i) => i, render: (_, i) => formatNumber(i + 1) },
    {
      id: 'depth',
      header: 'Depth (%)',
      hint: 'Trough / peak − 1, of the equity at the closes of bars, net of deposits and withdrawals.',
      width: 'minmax(72px, 1fr)',
      value: (one) => one.depth,
      render: (one) => <span className="loss">{formatSigned(-one.depth * 100)}</span>,
    },
    timeColumn('start', 'Peak', timeframe, ({ start }) => start, {
      hint: 'Bar at the peak, before the fall.',
    }),
    timeColumn('trough', 'Trough', timeframe, ({ trough }) => trough, {
      hint: 'Bar with the lowest equity.',
    }),
    timeColumn('recovery', 'Recovery', timeframe, ({ recovery }) => recovery, {
      hint: 'First bar at or above the peak again.',
      render: ({ recovery }) => (recovery === null ? 'not yet' : formatBarTime(recovery, timeframe)),
    }),
    span('fall', 'To trough', 'From the peak to the trough.', (one) => one.trough - one.start),
    span('rise', 'To recovery', 'From the trough to the recovery.', (one) =>
      one.recovery === null ? null : one.recovery - one.trough,
    ),
    span(
      'duration',
      'Duration',
      'From the peak to the recovery, or to the last bar.',
      (one) => one.end - one.start,
    ),
    figureColumn('bars', 'Bars', 'minmax(56px, 0.6fr)', ({ bars }) => bars, formatNumber, {
      hint: 'Bars from the peak to the recovery, or to the last bar.',
    }),
  ];
}

/** The deepest drawdowns of the result, deepest first. */
export function DrawdownTable(props: { readonly run: StorageRun }) {
  const { result } = props.run;
  const timeframe = result.specification.series[0]?.timeframe ?? '1d';
  const grid = useMemo(() => columns(timeframe), [timeframe]);
  const performance = performanceOfRun(result);
  return (
    <DataGrid
      label="Drawdowns"
      testId="drawdown-table"
      columns={grid}
      rows={performance?.drawdowns ?? []}
      empty={performance ? 'The equity never fell below its peak.' : NOT_KEPT}
    />
  );
}
