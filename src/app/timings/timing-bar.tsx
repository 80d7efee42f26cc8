import type { OperationSummary, QueryTiming } from '../../worker/client/types.ts';
import { formatNumber } from '../formatting/numbers.ts';
import { Choice } from '../shell/choice.tsx';
import { IconButton } from '../shell/icon-button.tsx';
import { DownloadIcon } from '../shell/icons.tsx';
import { useView, useWorkbench } from '../shell/workbench.tsx';
import classes from './timing-dashboard.module.css';
import { downloadTimings } from './timing-export.ts';
import type { TimingMode, TimingRange } from './timing-source.ts';

const MODES: readonly { readonly value: TimingMode; readonly label: string; readonly testId: string }[] = [
  { value: 'queries', label: 'Queries', testId: 'timings-queries' },
  { value: 'slow', label: 'Slow', testId: 'timings-slow' },
  { value: 'operations', label: 'Operations', testId: 'timings-operations' },
];

const RANGES: readonly { readonly value: TimingRange; readonly label: string; readonly testId: string }[] = [
  { value: 'run', label: 'Run', testId: 'timings-run' },
  { value: 'session', label: 'Session', testId: 'timings-session' },
  { value: 'stored', label: 'Stored', testId: 'timings-stored' },
];

/** How many queries, how many of them slow or failed; what to show, of which time; the limit of slow; the export. */
export function TimingBar(props: {
  readonly mode: TimingMode;
  readonly range: TimingRange;
  readonly hasRun: boolean;
  readonly queries: readonly QueryTiming[];
  readonly operations: readonly OperationSummary[];
  readonly onMode: (mode: TimingMode) => void;
  readonly onRange: (range: TimingRange) => void;
}) {
  const { mode, range, queries, operations } = props;
  const { client } = useWorkbench();
  const slow = useView((state) => state.slowMilliseconds);
  const ofRun = props.hasRun && mode !== 'operations';
  const setSlow = useView((state) => state.setSlowMilliseconds);
  return (
    <div className={classes.bar}>
      <span data-testid="timing-summary">
        {mode === 'operations' ? <Rate operations={operations} /> : <Count queries={queries} slow={slow} />}
      </span>
      {mode !== 'operations' && (
        <label className={classes.slowLimit}>
          slow &gt;
          <input
            className={classes.limit}
            type="number"
            min={1}
            max={60_000}
            aria-label="Slow means longer than, milliseconds"
            title="Slow means longer than so many milliseconds"
            data-testid="slow-limit"
            value={slow}
            onChange={(event) => {
              const value = event.currentTarget.valueAsNumber;
              if (value > 0) setSlow(value);
            }}
          />
          ms
        </label>
      )}
      <Choice label="Show" options={MODES} value={mode} onChange={props.onMode} />
      <Choice
        label="Timings of"
        options={RANGES.map((one) => ({ ...one, disabled: one.value === 'run' && !ofRun }))}
        value={range}
        onChange={props.onRange}
      />
      <IconButton
        label="Export all stored timings as CSV; the file contains the SQL you typed"
        onClick={() => void downloadTimings(client)}
        testId="export-timings"
      >
        <DownloadIcon size={14} />
      </IconButton>
    </div>
  );
}

function Count(props: { readonly queries: readonly QueryTiming[]; readonly slow: number }) {
  const slow = props.queries.filter(({ milliseconds }) => milliseconds > props.slow).length;
  const failed = props.queries.filter(
    ({ error, errorCode }) => error !== undefined && errorCode !== 'cancelled',
  );
  return (
    <>
      {formatNumber(props.queries.length)} queries · {formatNumber(slow)} slow · {formatNumber(failed.length)}{' '}
      failed
    </>
  );
}

function Rate(props: { readonly operations: readonly OperationSummary[] }) {
  const calls = props.operations.reduce((sum, one) => sum + one.calls, 0);
  const failures = props.operations.reduce((sum, one) => sum + one.failures, 0);
  return (
    <>
      {formatNumber(calls)} calls · {formatNumber(failures)} failed (
      {formatNumber(calls ? (failures / calls) * 100 : 0, 1)}%)
    </>
  );
}
