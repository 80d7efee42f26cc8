import { Button } from '@mantine/core';
import type { ImportReport } from '../../worker/client/types.ts';
import { formatNumber } from '../formatting/numbers.ts';
import { formatElapsed } from '../formatting/times.ts';
import { runSelected } from '../shell/actions.ts';
import { WarningIcon } from '../shell/icons.tsx';
import { useInitialFocus } from '../shell/initial-focus.ts';
import { useData, useImport, useWorkbench } from '../shell/workbench.tsx';
import classes from './import-dialog.module.css';
import reportClasses from './import-report.module.css';

function Sum(props: { readonly report: ImportReport }) {
  const { rowsIn, rowsStored, rowsRejected, store } = props.report;
  const cell = (label: string, value: number, testId: string) => (
    <div className={reportClasses.figure}>
      <dt>{label}</dt>
      <dd data-testid={testId} data-value={value}>
        {formatNumber(value)}
      </dd>
    </div>
  );
  return (
    <>
      <dl className={reportClasses.sum}>
        {cell('Rows in the file', rowsIn, 'report-rows-in')}
        <span aria-hidden="true">=</span>
        {cell('Stored', rowsStored, 'report-stored')}
        <span aria-hidden="true">+</span>
        {cell('Rejected', rowsRejected, 'report-rejected')}
      </dl>
      <p className={reportClasses.detail}>
        Of the stored rows {formatNumber(store.inserted)} were inserted, {formatNumber(store.updated)}{' '}
        updated, {formatNumber(store.skipped)} already there and kept. Took{' '}
        {formatElapsed(props.report.milliseconds)}.
      </p>
    </>
  );
}

function Rejections(props: { readonly report: ImportReport }) {
  const { rejections, rowsRejected } = props.report;
  if (rowsRejected === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className={reportClasses.scroll} tabIndex={0} aria-label="Rejected rows">
      <table className={reportClasses.table} data-testid="rejections">
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Reason</th>
            <th scope="col">Row as it stood</th>
          </tr>
        </thead>
        <tbody>
          {rejections.map((one) => (
            <tr key={`${one.line}/${one.reason}`}>
              <td>{formatNumber(one.line)}</td>
              <td>{one.reason}</td>
              <td className={reportClasses.text}>{one.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rowsRejected > rejections.length && (
        <p className={reportClasses.detail}>
          The first {formatNumber(rejections.length)} of {formatNumber(rowsRejected)} are listed.
        </p>
      )}
    </section>
  );
}

/** What became of the file; the sums add up. */
export function ImportReportView() {
  const workbench = useWorkbench();
  const report = useImport((state) => state.report);
  const waiting = useImport((state) => state.waiting.length);
  const next = useImport((state) => state.next);
  const refresh = useData((state) => state.refresh);
  const select = useData((state) => state.select);
  const button = useInitialFocus<HTMLButtonElement>();
  if (!report) return null;
  const show = async () => {
    await refresh();
    select(report.seriesId);
    next();
  };
  const run = async () => {
    await show();
    await runSelected(workbench);
  };
  return (
    <div className={classes.body} data-testid="import-report">
      <Sum report={report} />
      {report.notes.length > 0 && (
        <ul className={classes.notes}>
          {report.notes.map((note) => (
            <li key={note}>
              <WarningIcon size={14} /> {note}
            </li>
          ))}
        </ul>
      )}
      <Rejections report={report} />
      <footer className={classes.foot}>
        <span>
          {report.series.symbol} {report.series.timeframe}
        </span>
        {waiting === 0 && report.rowsStored > 0 && (
          <Button variant="default" onClick={() => void run()} data-testid="import-run">
            Run on it
          </Button>
        )}
        <Button onClick={() => void show()} data-testid="import-done" ref={button} data-autofocus>
          {waiting > 0 ? 'Next file' : 'Show chart'}
        </Button>
      </footer>
    </div>
  );
}
