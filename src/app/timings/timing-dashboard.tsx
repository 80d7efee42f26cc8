import { useEffect, useMemo, useState } from 'react';
import type { QueryTiming, StorageRun } from '../../worker/client/types.ts';
import { useRun, useWorkbench } from '../shell/workbench.tsx';
import { QueryTable } from './query-table.tsx';
import classes from './timing-dashboard.module.css';
import { TimingFigures } from './timing-figures.tsx';

type Scope = 'run' | 'session';

const THROTTLE = 500;

function useSessionTimings(wanted: boolean): readonly QueryTiming[] {
  const { client } = useWorkbench();
  const [timings, setTimings] = useState<readonly QueryTiming[]>([]);
  useEffect(() => {
    if (!wanted) return;
    let alive = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = () =>
      client.timings().then(
        (read) => alive && setTimings(read),
        () => undefined,
      );
    void read();
    const stop = client.subscribe((event) => {
      if (event.type !== 'timings-changed' || timer !== undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        void read();
      }, THROTTLE);
    });
    return () => {
      alive = false;
      clearTimeout(timer);
      stop();
    };
  }, [client, wanted]);
  return timings;
}

const NONE: readonly StorageRun[] = [];

/** What the run cost on each storage, as figures and as bars, and every query behind it. */
export function TimingDashboard() {
  const runs = useRun((state) => state.run?.runs ?? NONE);
  const [chosen, setScope] = useState<Scope>('run');
  const scope = runs.length === 0 ? 'session' : chosen;
  const session = useSessionTimings(scope === 'session');
  const ofRun = useMemo(() => runs.flatMap((run) => run.timings.queries), [runs]);
  return (
    <div className={classes.dashboard} data-testid="timing-dashboard">
      <TimingFigures runs={runs} />
      <QueryTable queries={scope === 'run' ? ofRun : session} scope={scope} onScope={setScope} />
    </div>
  );
}
