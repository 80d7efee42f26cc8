import { useMemo, useState } from 'react';
import type { QueryTiming, StorageRun } from '../../worker/client/types.ts';
import { useRun, useView } from '../shell/workbench.tsx';
import { OperationTable } from './operation-table.tsx';
import { QueryTable } from './query-table.tsx';
import { TimingBar } from './timing-bar.tsx';
import classes from './timing-dashboard.module.css';
import { TimingFigures } from './timing-figures.tsx';
import { type TimingMode, type TimingRange, useTimings } from './timing-source.ts';

const NONE: readonly StorageRun[] = [];

/** What the run cost on each storage, as figures and as bars, and every query behind it; what the session and all before it cost. */
export function TimingDashboard() {
  const runs = useRun((state) => state.run?.runs ?? NONE);
  const slow = useView((state) => state.slowMilliseconds);
  const [mode, setMode] = useState<TimingMode>('queries');
  const [chosen, setRange] = useState<TimingRange>('run');
  const range = chosen === 'run' && (runs.length === 0 || mode === 'operations') ? 'session' : chosen;
  const read = useTimings(mode, range, slow);
  const ofRun = useMemo(() => runs.flatMap((run) => run.timings.queries), [runs]);
  const queries = useMemo(() => {
    const all: readonly QueryTiming[] = range === 'run' ? ofRun : read.queries;
    return mode === 'slow' ? all.filter(({ milliseconds }) => milliseconds > slow) : all;
  }, [range, ofRun, read.queries, mode, slow]);
  return (
    <div className={classes.dashboard} data-testid="timing-dashboard">
      <TimingFigures runs={runs} />
      <div className={classes.queries}>
        <TimingBar
          mode={mode}
          range={range}
          hasRun={runs.length > 0}
          queries={queries}
          operations={read.operations}
          onMode={setMode}
          onRange={setRange}
        />
        <div className={classes.grid}>
          {mode === 'operations' ? (
            <OperationTable operations={read.operations} />
          ) : (
            <QueryTable queries={queries} />
          )}
        </div>
      </div>
    </div>
  );
}
