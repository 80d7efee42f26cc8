import { useEffect, useState } from 'react';
import type { RunProgress } from '../../worker/client/types.ts';
import { storageLabel } from '../formatting/labels.ts';
import { formatNumber } from '../formatting/numbers.ts';
import { runSelected } from '../shell/actions.ts';
import { PlayIcon, StopIcon } from '../shell/icons.tsx';
import { KeyCaps } from '../shell/key-caps.tsx';
import { useData, useRun, useWorkbench } from '../shell/workbench.tsx';
import classes from './run-button.module.css';

const PHASES: Readonly<Record<RunProgress['phase'], string>> = {
  loading: 'loading',
  running: 'running',
  finishing: 'working out the figures',
  storing: 'storing the run',
};

function Progress() {
  const progress = useRun((state) => state.progress);
  const done = progress?.barsDone ?? 0;
  const total = progress?.barsTotal ?? 0;
  const share = total > 0 ? Math.min(1, done / total) : 0;
  return (
    <div className={classes.progress} data-testid="run-progress">
      <span className={classes.figures}>
        {progress ? `${storageLabel(progress.storage)} · ${PHASES[progress.phase]} · ` : 'starting · '}
        {formatNumber(done)} / {formatNumber(total)} bars
      </span>
      <div
        className={classes.track}
        role="progressbar"
        aria-label="Run"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <div className={classes.done} style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}

/** Time for which a Stop button that has just taken the place of Run takes no click: it was meant for Run. Milliseconds. */
const SETTLE = 300;

/** Whether `running` has been so for {@link SETTLE}. */
function useSettled(running: boolean): boolean {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    if (!running) return;
    const timer = setTimeout(() => setSettled(true), SETTLE);
    return () => {
      clearTimeout(timer);
      setSettled(false);
    };
  }, [running]);
  return running && settled;
}

/** Starts the run; while it goes on: how far it is, and how to stop it. */
export function RunButton() {
  const workbench = useWorkbench();
  const running = useRun((state) => state.running);
  const stop = useRun((state) => state.stop);
  const stoppable = useSettled(running);
  const ready = useData((state) => state.series.some((one) => one.id === state.selectedId));
  return (
    <div className={classes.row}>
      {running && <Progress />}
      {running ? (
        <button
          type="button"
          className={classes.stop}
          disabled={!stoppable}
          onClick={stop}
          data-testid="stop-button"
        >
          <StopIcon /> Stop <KeyCaps keys="Escape" />
        </button>
      ) : (
        <button
          type="button"
          className={classes.run}
          disabled={!ready}
          onClick={() => void runSelected(workbench)}
          data-testid="run-button"
        >
          <PlayIcon /> Run <KeyCaps keys="Mod+Enter" />
        </button>
      )}
    </div>
  );
}
