import type { StorageRun } from '../../worker/client/types.ts';
import { storageLabel } from '../formatting/labels.ts';
import { formatBytes, formatNumber } from '../formatting/numbers.ts';
import { formatMilliseconds } from '../formatting/times.ts';
import { useRun } from '../shell/workbench.tsx';
import classes from './timing-figures.module.css';

interface Measure {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly value: (run: StorageRun) => number;
  readonly text: (value: number) => string;
  /** Milliseconds: all bars of time share one scale, so that a part shows as a part. */
  readonly time?: true;
}

const MEASURES: readonly Measure[] = [
  {
    id: 'load',
    label: 'Load (ms)',
    hint: 'Making the series available in the storage under test.',
    time: true,
    value: (run) => run.timings.load,
    text: formatMilliseconds,
  },
  {
    id: 'engine',
    label: 'Engine (ms)',
    hint: 'Inside the sandbox: reading bars, engine, strategy, statistics.',
    time: true,
    value: (run) => run.timings.engine,
    text: formatMilliseconds,
  },
  {
    id: 'storage',
    label: 'of it in storage (ms)',
    hint: 'Time the storage spent answering.',
    time: true,
    value: (run) => run.timings.feed.milliseconds,
    text: formatMilliseconds,
  },
  {
    id: 'total',
    label: 'Total (ms)',
    hint: 'From the call to the result.',
    time: true,
    value: (run) => run.timings.total,
    text: formatMilliseconds,
  },
  {
    id: 'queries',
    label: 'Queries',
    hint: 'Reads the run asked of its storage.',
    value: (run) => run.timings.feed.queries,
    text: (value) => formatNumber(value),
  },
  {
    id: 'rows',
    label: 'Rows',
    hint: 'Rows the storage handed over.',
    value: (run) => run.timings.feed.rows,
    text: (value) => formatNumber(value),
  },
  {
    id: 'bytes',
    label: 'Bytes',
    hint: 'Size of the columns handed over.',
    value: (run) => run.timings.feed.bytes,
    text: formatBytes,
  },
];

/** One line per measure, one figure with its bar per storage. */
export function TimingFigures(props: { readonly runs: readonly StorageRun[] }) {
  const { runs } = props;
  const restoring = useRun((state) => state.restoring);
  if (runs.length === 0) {
    return (
      <p className="empty-note">
        {restoring
          ? 'Reading the last run…'
          : 'No run yet. Its times stand here, beside each other when it ran on both storages.'}
      </p>
    );
  }
  return (
    <table className="figures-table" data-testid="timing-figures">
      <caption className="visually-hidden">Cost of the run on each storage</caption>
      <thead>
        <tr>
          <th scope="col">This run</th>
          {runs.map((run, index) => (
            <th key={run.storage} scope="col">
              <span className={classes.key} data-series={index} aria-hidden="true" />{' '}
              {storageLabel(run.storage)}
            </th>
          ))}
          <th scope="col" className={classes.barHead}>
            Compared
          </th>
        </tr>
      </thead>
      <tbody>
        {MEASURES.map((measure) => {
          const values = runs.map(measure.value);
          const scale = measure.time ? runs.map((run) => run.timings.total) : values;
          const largest = Math.max(...scale, Number.MIN_VALUE);
          return (
            <tr key={measure.id}>
              <th scope="row" title={measure.hint}>
                {measure.label}
              </th>
              {runs.map((run, index) => (
                <td
                  key={run.storage}
                  data-testid={`timing-${measure.id}-${run.storage}`}
                  data-value={values[index]}
                >
                  {measure.text(values[index] as number)}
                </td>
              ))}
              <td className={classes.bars} aria-hidden="true">
                {runs.map((run, index) => (
                  <span
                    key={run.storage}
                    className={classes.bar}
                    data-series={index}
                    style={{ width: `${((values[index] as number) / largest) * 100}%` }}
                  />
                ))}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
