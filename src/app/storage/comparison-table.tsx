import { STORED_COLUMNS, type StoredColumn } from '../../core/bar.ts';
import type { SeriesComparison } from '../../worker/client/types.ts';
import { formatNumber, formatShortest } from '../formatting/numbers.ts';
import { formatDate } from '../formatting/times.ts';
import classes from './storage-dialog.module.css';

const LABELS: Readonly<Record<StoredColumn, string>> = {
  timestamp: 'Time (ms)',
  open: 'Open',
  high: 'High',
  low: 'Low',
  close: 'Close',
  volume: 'Volume',
  adjClose: 'Adjusted close',
  dividend: 'Dividend',
  splitRatio: 'Split ratio',
};

/** Counts and sums of both sides, and the first row in which they differ. */
export function ComparisonTable(props: { readonly comparison: SeriesComparison }) {
  const { rows, sums, firstDifference } = props.comparison;
  const row = (label: string, here: number, there: number) => (
    <tr key={label}>
      <th scope="row">{label}</th>
      <td>{formatShortest(here)}</td>
      <td>{formatShortest(there)}</td>
      <td className={Object.is(here, there) ? undefined : classes.differs}>
        {Object.is(here, there) ? 'equal' : 'differs'}
      </td>
    </tr>
  );
  return (
    <>
      <table
        className={`figures-table ${classes.table}`}
        data-testid="comparison"
        data-identical={props.comparison.identical}
      >
        <thead>
          <tr>
            <th scope="col">Sum of</th>
            <th scope="col">DuckDB</th>
            <th scope="col">Memory</th>
            <th scope="col">Both</th>
          </tr>
        </thead>
        <tbody>
          {row('Bars', rows.here, rows.there)}
          {STORED_COLUMNS.filter((column) => sums[column].here !== 0 || sums[column].there !== 0).map(
            (column) => row(LABELS[column], sums[column].here, sums[column].there),
          )}
        </tbody>
      </table>
      {firstDifference && (
        <p className={classes.differs}>
          First difference: bar {formatNumber(firstDifference.row)} ({formatDate(firstDifference.timestamp)}),{' '}
          {LABELS[firstDifference.column]} {String(firstDifference.here)} against{' '}
          {String(firstDifference.there)}.
        </p>
      )}
    </>
  );
}
