import { Button } from '@mantine/core';
import { useState } from 'react';
import { downloadBlob } from '../formatting/download.ts';
import { errorMessage } from '../formatting/labels.ts';
import classes from './open-notice.module.css';
import { useData, useWorkbench } from './workbench.tsx';

/** What can be done with a database that does not open: take a copy of its file, move it out of the way. Deletes nothing. */
export function DatabaseRescue(props: { readonly mayBeginAnew: boolean }) {
  const { client } = useWorkbench();
  const refresh = useData((state) => state.refresh);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const act = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(errorMessage(error));
    } finally {
      setBusy(false);
    }
  };
  const download = async () => {
    for (const file of await client.readDatabaseFiles()) downloadBlob(file.name, file);
  };
  const beginAnew = async () => {
    await client.setDatabaseAside();
    await refresh();
  };
  return (
    <>
      <div className={classes.rescue}>
        <Button
          variant="default"
          size="sm"
          disabled={busy}
          onClick={() => void act(download)}
          data-testid="download-damaged"
        >
          Download the file
        </Button>
        {props.mayBeginAnew && (
          <Button
            variant="default"
            size="sm"
            disabled={busy}
            onClick={() => void act(beginAnew)}
            data-testid="begin-anew"
          >
            Set aside and start anew
          </Button>
        )}
      </div>
      {props.mayBeginAnew && (
        <p className={classes.text}>
          What is set aside stays in this browser, under Storage, until you delete it.
        </p>
      )}
      {problem && (
        <p className={classes.text} role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
