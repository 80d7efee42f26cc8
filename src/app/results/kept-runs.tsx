import { Popover } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { RunRepeat, StoredRunSummary } from '../../worker/client/types.ts';
import { errorMessage, storageLabel } from '../formatting/labels.ts';
import { formatSigned } from '../formatting/numbers.ts';
import { formatBarTime } from '../formatting/times.ts';
import { IconButton } from '../shell/icon-button.tsx';
import { HistoryIcon } from '../shell/panel-icons.tsx';
import { useRun, useView, useWorkbench } from '../shell/workbench.tsx';
import classes from './run-record.module.css';

/** The kept runs, newest first, read anew whenever one is stored; null until they are known. */
function useKeptRuns(): { readonly runs: readonly StoredRunSummary[] | null; readonly error: string | null } {
  const { client } = useWorkbench();
  const [runs, setRuns] = useState<readonly StoredRunSummary[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    let live = true;
    const read = () =>
      client.listRuns().then(
        (list) => live && setRuns(list),
        (reason: unknown) => live && setError(errorMessage(reason)),
      );
    void read();
    const unsubscribe = client.subscribe((event) => {
      if (event.type === 'runs-changed') void read();
    });
    return () => {
      live = false;
      unsubscribe();
    };
  }, [client]);
  return { runs, error };
}

/** What came of a repetition: whether the hash is the same, and what has changed since. */
function Outcome(props: { readonly repeat: RunRepeat }) {
  const { sameHash, changes, run } = props.repeat;
  const hash = run.runs[0]?.result.resultHash.slice(0, 12);
  return (
    <>
      <p
        className={sameHash ? classes.same : classes.other}
        data-testid="repeat-outcome"
        data-same={sameHash}
      >
        {sameHash ? `Repeated: the same hash, ${hash}.` : `Repeated: another hash, now ${hash}.`}
      </p>
      {changes.map((change) => (
        <p key={change}>{change}.</p>
      ))}
      {!sameHash && changes.length === 0 && <p>Neither bars nor engine have changed since.</p>}
    </>
  );
}

function RunList() {
  const { runs, error } = useKeptRuns();
  const strategies = useRun((state) => state.strategies);
  const shown = useRun((state) => state.run?.runId);
  const running = useRun((state) => state.running);
  const repeated = useRun((state) => state.repeated);
  const problem = useRun((state) => state.error);
  const open = useRun((state) => state.open);
  const repeat = useRun((state) => state.repeat);
  if (error || !runs) return <p className={classes.note}>{error ?? 'Reading the runs…'}</p>;
  if (runs.length === 0) return <p className={classes.note}>No run is kept yet.</p>;
  const nameOf = (id: string) => strategies.find((one) => one.id === id)?.name ?? id;
  return (
    <>
      <ul className={classes.runs} data-testid="kept-runs">
        {runs.map(({ runId, startedAt, strategy, symbol, storages, returnPct }) => {
          const what = `${nameOf(strategy)} ${symbol}`;
          return (
            <li key={runId} className={classes.run}>
              <button
                type="button"
                className={classes.open}
                aria-current={runId === shown}
                title={`Show ${runId}`}
                onClick={() => void open(runId)}
              >
                <span className={classes.when}>{formatBarTime(startedAt, '1m')}</span>
                <span>
                  {what} · {storages.map(storageLabel).join(' + ')}
                </span>
                <span>{formatSigned(returnPct)}%</span>
              </button>
              <button
                type="button"
                className={classes.repeat}
                aria-label={`Repeat ${what}, ${runId}`}
                disabled={running}
                onClick={() => void repeat(runId)}
              >
                Repeat
              </button>
            </li>
          );
        })}
      </ul>
      <div className={classes.outcome} aria-live="polite">
        {running ? (
          <p>Running…</p>
        ) : problem ? (
          <p className={classes.other}>{problem}</p>
        ) : repeated ? (
          <Outcome repeat={repeated} />
        ) : (
          <p>Times are UTC. Repeat runs the record of a run again and compares the hashes.</p>
        )}
      </div>
    </>
  );
}

/** Button with the list of kept runs: each can be shown again, and repeated from its record. */
export function KeptRuns() {
  const open = useView((state) => state.keptRunsOpen);
  const setOpen = useView((state) => state.setKeptRunsOpen);
  return (
    <Popover opened={open} onChange={setOpen} position="top-end" width={520} trapFocus returnFocus>
      <Popover.Target>
        <IconButton label="Kept runs" testId="kept-runs-button" onClick={() => setOpen(!open)}>
          <HistoryIcon />
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown p={12} aria-label="Kept runs">
        <RunList />
      </Popover.Dropdown>
    </Popover>
  );
}
