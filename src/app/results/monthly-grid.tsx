import type { YearReturns } from '../../worker/client/types.ts';
import { formatSigned, UNDEFINED_FIGURE } from '../formatting/numbers.ts';
import classes from './monthly-grid.module.css';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function Cell(props: { readonly ratio: number | null; readonly total?: boolean }) {
  const { ratio } = props;
  const tone = !ratio ? undefined : ratio > 0 ? 'gain' : 'loss';
  return (
    <td className={tone} data-total={props.total || undefined} data-value={ratio ?? ''}>
      {ratio === null ? UNDEFINED_FIGURE : formatSigned(ratio * 100, 1)}
    </td>
  );
}

/** Return of every month and year, percent, with that of the market beside it. */
export function MonthlyGrid(props: {
  readonly years: readonly YearReturns[];
  readonly market: 'benchmark' | 'asset' | null;
}) {
  const { years, market } = props;
  return (
    <table className={classes.grid} data-testid="monthly-grid">
      <caption className={classes.caption}>
        Returns (%), UTC: last equity / last equity of the period before − 1; deposits are no return
      </caption>
      <thead>
        <tr>
          <th scope="col">Year</th>
          {MONTHS.map((month) => (
            <th key={month} scope="col">
              {month}
            </th>
          ))}
          <th scope="col">Total</th>
          {market && <th scope="col">{market === 'benchmark' ? 'Benchmark' : 'Asset'}</th>}
        </tr>
      </thead>
      <tbody>
        {years.map(({ year, months, total, market: marketTotal }) => (
          <tr key={year}>
            <th scope="row">{year}</th>
            {months.map((ratio, month) => (
              <Cell key={MONTHS[month]} ratio={ratio} />
            ))}
            <Cell ratio={total} total />
            {market && <Cell ratio={marketTotal} />}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
