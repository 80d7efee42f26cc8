import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { formatBytes, formatNumber } from '../formatting/numbers.ts';
import { useData, useStorage } from '../shell/workbench.tsx';
import { Confirmation } from './confirmation.tsx';
import classes from './storage-dialog.module.css';

/** The whole database out to one file, and back in from one. */
export function BackupSection() {
  const stats = useData((state) => state.stats.find(({ kind }) => kind === 'duckdb'));
  const inMemory = useData((state) => state.status?.place === 'memory');
  const busy = useStorage((state) => state.transfer !== null);
  const backUp = useStorage((state) => state.backUp);
  const restore = useStorage((state) => state.restore);
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<File | null>(null);
  return (
    <section className={classes.section} aria-label="Back up and restore">
      <h3>Back up and restore</h3>
      <div className={classes.line}>
        <p>
          {inMemory
            ? 'This window keeps its database in memory: there is no file to back up. Export the series instead.'
            : 'One .duckdb file with every series, run and timing, the SQL you typed included. Any DuckDB opens it.'}
        </p>
        <Button
          variant="default"
          disabled={busy || inMemory || chosen !== null}
          onClick={() => input.current?.click()}
          data-testid="restore"
        >
          Restore…
        </Button>
        <Button disabled={busy || inMemory} onClick={() => void backUp()} data-testid="back-up">
          Back up
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        accept=".duckdb,.db"
        hidden
        aria-label="Backup to restore"
        data-testid="restore-input"
        onChange={(event) => {
          setChosen(event.currentTarget.files?.[0] ?? null);
          event.currentTarget.value = '';
        }}
      />
      {chosen && (
        <Confirmation
          question={`Replace ${formatNumber(stats?.series ?? 0)} series with ${formatNumber(stats?.rows ?? 0)} bars, and all runs, by ${chosen.name} (${formatBytes(chosen.size)})?`}
          confirm="Replace"
          keep="Keep what is here"
          testId="confirm-restore"
          onConfirm={() => {
            setChosen(null);
            void restore(chosen);
          }}
          onKeep={() => setChosen(null)}
        />
      )}
    </section>
  );
}
