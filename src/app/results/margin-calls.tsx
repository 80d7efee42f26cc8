import type { MarginCallRecord } from '../../core/margin-call.ts';
import type { StorageRun } from '../../worker/client/types.ts';
import { seriesLabels } from '../formatting/labels.ts';
import { formatNumber, formatQuantity } from '../formatting/numbers.ts';
import { formatBarTime } from '../formatting/times.ts';
import { DataGrid, type GridColumn } from './data-grid.tsx';
import classes from './overview.module.css';

/** What a call closes: `ACME 89`, or `ACME 100, MEGA 25`; `—` for nothing. */
export function closedWords({ closed }: MarginCallRecord, symbols: readonly string[]): string {
  if (closed.length === 0) return '—';
  return closed.map(({ series, units }) => `${symbols[series] ?? ''} ${formatQuantity(units)}`).join(', ');
}

/** The margin calls of a run, to be folded out. Nothing for a run without. */
export function MarginCalls(props: { readonly run: StorageRun }) {
  const { marginCalls = [], specification } = props.run.result;
  if (marginCalls.length === 0) return null;
  const symbols = seriesLabels(specification.series);
  const timeframe = specification.series[0]?.timeframe ?? '1d';
  const columns: readonly GridColumn<MarginCallRecord>[] = [
    {
      id: 'time',
      header: 'At the close of',
      width: 'minmax(124px, 1fr)',
      value: ({ time }) => time,
      render: ({ time }) => formatBarTime(time, timeframe),
    },
    {
      id: 'equity',
      header: 'Equity (money)',
      width: 'minmax(110px, 1fr)',
      value: ({ equity }) => equity,
      render: ({ equity }) => formatNumber(equity, 2),
    },
    {
      id: 'required',
      header: 'Required (money)',
      width: 'minmax(110px, 1fr)',
      value: ({ required }) => required,
      render: ({ required }) => formatNumber(required, 2),
    },
    {
      id: 'closed',
      header: 'Closed at the next open (units)',
      width: 'minmax(160px, 2fr)',
      align: 'start',
      value: (call) => closedWords(call, symbols),
      render: (call) => closedWords(call, symbols),
    },
  ];
  const count =
    marginCalls.length === 1 ? '1 margin call' : `${formatNumber(marginCalls.length)} margin calls`;
  return (
    <details className={classes.ambiguous} data-testid="margin-calls">
      <summary>{count}</summary>
      <div className={classes.ledger}>
        <DataGrid
          label="Margin calls"
          testId="margin-call-table"
          columns={columns}
          rows={marginCalls}
          empty="Nothing."
        />
      </div>
    </details>
  );
}
