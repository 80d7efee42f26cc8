import { Button } from '@mantine/core';
import type { StorageRun } from '../../worker/client/types.ts';
import { storageLabel } from '../formatting/labels.ts';
import { formatExact, formatNumber } from '../formatting/numbers.ts';
import { formatMilliseconds } from '../formatting/times.ts';
import { runSelected } from '../shell/actions.ts';
import { CheckIcon, CrossIcon } from '../shell/icons.tsx';
import { useData, useRun, useWorkbench } from '../shell/workbench.tsx';
import classes from './comparison.module.css';

interface Line {
  readonly id: string;
  readonly label: string;
  readonly text: (run: StorageRun) => string;
  /** Part of what must be equal. */
  readonly decides: boolean;
}

const LINES: readonly Line[] = [
  { id: 'hash', label: 'Result hash (SHA-256)', text: (run) => run.result.resultHash, decides: true },
  { id: 'orders', label: 'Orders', text: (run) => formatNumber(run.result.orders.length), decides: true },
  { id: 'fills', label: 'Fills', text: (run) => formatNumber(run.result.fills.length), decides: true },
  { id: 'trades', label: 'Trades', text: (run) => formatNumber(run.result.trades.length), decides: true },
  {
    id: 'equity',
    label: 'Final equity',
    text: (run) => formatExact(run.result.statistics.equityFinal),
    decides: true,
  },
  {
    id: 'bars',
    label: 'Bars processed',
    text: (run) => formatNumber(run.result.barsProcessed),
    decides: true,
  },
  { id: 'total', label: 'Total (ms)', text: (run) => formatMilliseconds(run.timings.total), decides: false },
];

function Invitation() {
  const workbench = useWorkbench();
  const ready = useData((state) => state.series.some((one) => one.id === state.selectedId));
  const edit = useRun((state) => state.edit);
  return (
    <div className={classes.invitation}>
      <p>
        Run the same strategy on DuckDB and in memory, and see whether every order, fill and equity value is
        the same.
      </p>
      <Button
        disabled={!ready}
        data-testid="run-both"
        onClick={() => {
          edit({ storage: 'both' });
          void runSelected(workbench);
        }}
      >
        Run on both
      </Button>
    </div>
  );
}

/** Two runs side by side: identical or not, by hash, and the first difference in words. */
export function Comparison() {
  const run = useRun((state) => state.run);
  if (!run || run.runs.length < 2) return <Invitation />;
  const identical = run.identical === true;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className={classes.scroll} tabIndex={0} aria-label="Comparison">
      <p
        className={classes.verdict}
        data-identical={identical}
        data-testid="identical"
        data-value={identical}
      >
        {identical ? <CheckIcon /> : <CrossIcon />}
        <strong>{identical ? 'Identical' : 'Not identical'}</strong>
        <span>
          {identical
            ? 'Orders, fills and the equity of every bar are the same bytes on both storages.'
            : 'The storages gave different results: one of them is wrong.'}
        </span>
      </p>
      {run.divergence && (
        <p className={classes.divergence} data-testid="divergence">
          <strong>First difference:</strong> {run.divergence}
        </p>
      )}
      <table className={`figures-table ${classes.table}`}>
        <thead>
          <tr>
            <th scope="col">Compared</th>
            {run.runs.map((one) => (
              <th key={one.storage} scope="col">
                {storageLabel(one.storage)}
              </th>
            ))}
            <th scope="col">Equal</th>
          </tr>
        </thead>
        <tbody>
          {LINES.map((line) => {
            const texts = run.runs.map(line.text);
            const equal = texts.every((text) => text === texts[0]);
            return (
              <tr key={line.id} data-differs={(line.decides && !equal) || undefined}>
                <th scope="row">{line.label}</th>
                {run.runs.map((one, index) => (
                  <td
                    key={one.storage}
                    data-testid={`compare-${line.id}-${one.storage}`}
                    title={texts[index]}
                  >
                    {line.id === 'hash' ? <code>{texts[index]?.slice(0, 24)}…</code> : texts[index]}
                  </td>
                ))}
                <td>{line.decides ? equal ? 'yes' : <b>no</b> : '—'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
