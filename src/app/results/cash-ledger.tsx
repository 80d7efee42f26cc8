import { CASH_KINDS, type CashEntry } from '../../core/cash-entry.ts';
import type { StorageRun } from '../../worker/client/types.ts';
import { moneyUnit, seriesLabels } from '../formatting/labels.ts';
import { formatSigned } from '../formatting/numbers.ts';
import { DataGrid, type GridColumn } from './data-grid.tsx';
import { figureColumn, textColumn, timeColumn } from './grid-columns.tsx';
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
  const unit = moneyUnit(specification.series);
  const columns: readonly GridColumn<CashEntry>[] = [
    {
      ...timeColumn<CashEntry>('time', 'Time (UTC)', timeframe, ({ time }) => time),
      width: '124px',
      align: 'start',
    },
    textColumn('kind', 'Kind', '128px', ({ kind }) => kind),
    textColumn('series', 'About', '112px', ({ series }) =>
      series === null ? 'account' : (symbols[series] ?? ''),
    ),
    figureColumn('amount', `Amount (${unit})`, '112px', ({ amount }) => amount, formatSigned),
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
