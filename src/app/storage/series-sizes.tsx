import { formatBytes, formatNumber } from '../formatting/numbers.ts';
import { useData, useStorage } from '../shell/workbench.tsx';
import classes from './storage-dialog.module.css';

/** Bars and bytes of each series, the largest first; a click opens the series' own dialog. */
export function SeriesSizes() {
  const series = useData((state) => state.series);
  const stats = useData((state) => state.stats);
  const showSeries = useStorage((state) => state.showSeries);
  const database = stats.find(({ kind }) => kind === 'duckdb');
  const bytes = new Map(database?.perSeries.map((each) => [each.id, each.bytes]));
  const largest = series.toSorted((a, b) => b.rows - a.rows);
  return (
    <section className={classes.section} aria-label="Series by size">
      <h3>
        {formatNumber(series.length)} series · {formatNumber(database?.rows ?? 0)} bars ·{' '}
        {formatBytes(database?.bytes)}
      </h3>
      {series.length === 0 ? (
        <p>No series stored.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        <section className={classes.scroll} tabIndex={0} aria-label="Sizes">
          <table className={`figures-table ${classes.table}`} data-testid="series-sizes">
            <thead>
              <tr>
                <th scope="col">Series</th>
                <th scope="col">Bars</th>
                <th scope="col" title="Share of the file by its bars">
                  Size
                </th>
                <th scope="col">Bytes a bar</th>
              </tr>
            </thead>
            <tbody>
              {largest.map((one) => (
                <tr key={one.id}>
                  <th scope="row">
                    <button type="button" onClick={() => showSeries(one)}>
                      {one.symbol} {one.timeframe}
                      {one.source ? ` · ${one.source}` : ''}
                    </button>
                  </th>
                  <td>{formatNumber(one.rows)}</td>
                  <td>{formatBytes(bytes.get(one.id))}</td>
                  <td>{formatNumber((bytes.get(one.id) ?? Number.NaN) / one.rows, 1)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}
