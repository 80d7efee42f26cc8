import { CASH_KINDS, type CashEntry } from '../../core/cash-entry.ts';
import type { StorageRun } from '../../worker/client/types.ts';
import { moneyUnit, seriesLabels } from '../formatting/labels.ts';
import { formatSigned } from '../formatting/numbers.ts';
import { formatBarTime } from '../formatting/times.ts';
import { DataGrid, type GridColumn } from './data-grid.tsx';
import classes from './overview.module.css';

/** `dividend +12.50, borrow fee −3.10`: what each kind of entry comes to. */
function totals(ledger: readonly CashEntry[]): string {
  return CASH_KINDS.flatMap((kind) => {
    const entries = ledger.filter((entry) => entry.kind === kind);
    const sum = entries.reduce((total, { amount }) => total + amount, 0);
    return entries.length > 0 ? [`${kind} ${formatSigned(sum)}`] : [];
  }).join(', ');
}

/** Money of a run that was moved by something else than a trade, to be folded out, headed by what it comes to. Nothing for a run without. */
export function CashLedger(props: { readonly run: StorageRun }) {
  const { ledger = [], specification } = props.run.result;
  if (ledger.length === 0) return null;
  const symbols = seriesLabels(specification.series);
  const timeframe = specification.series[0]?.timeframe ?? '1d';
  const columns: readonly GridColumn<CashEntry>[] = [
    {
      id: 'time',
      header: 'Time (UTC)',
      width: '124px',
      align: 'start',
      value: ({ time }) => time,
      render: ({ time }) => formatBarTime(time, timeframe),
    },
    {
      id: 'kind',
      header: 'Kind',
      width: '128px',
      align: 'start',
      value: ({ kind }) => kind,
      render: ({ kind }) => kind,
    },
    {
      id: 'series',
      header: 'About',
      width: '112px',
      align: 'start',
      value: ({ series }) => (series === null ? 'account' : (symbols[series] ?? '')),
      render: ({ series }) => (series === null ? 'account' : symbols[series]),
    },
    {
      id: 'amount',
      header: `Amount (${moneyUnit(specification.series)})`,
      width: '112px',
      value: ({ amount }) => amount,
      render: ({ amount }) => formatSigned(amount),
    },
  ];
  return (
    <details className={classes.ambiguous} data-testid="cash-ledger">
      <summary>Cash beside trades: {totals(ledger)}</summary>
      <div className={classes.ledger} style={{ height: Math.min(200, 26 + 24 * ledger.length) }}>
        <DataGrid label="Ledger" testId="ledger-table" columns={columns} rows={ledger} empty="Nothing." />
      </div>
    </details>
  );
}
