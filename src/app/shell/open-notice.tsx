import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { DatabaseRescue } from './database-rescue.tsx';
import { LogoIcon } from './icons.tsx';
import classes from './open-notice.module.css';
import { useData, useWorkbench } from './workbench.tsx';

function Notice(props: { readonly title: string; readonly testId: string; readonly children: ReactNode }) {
  const { data } = useWorkbench();
  const [waiting, setWaiting] = useState(false);
  const retry = async () => {
    setWaiting(true);
    await data.getState().retry();
    setWaiting(false);
  };
  return (
    <main className={classes.page} data-testid={props.testId}>
      <div className={classes.notice}>
        <span className={classes.logo}>
          <LogoIcon size={20} /> Backtab
        </span>
        <h1 className={classes.title}>{props.title}</h1>
        {props.children}
        <Button onClick={() => void retry()} disabled={waiting} data-testid="retry-open" size="sm">
          {waiting ? 'Trying…' : 'Retry'}
        </Button>
      </div>
    </main>
  );
}

/** Stands in for the page while another tab holds the database and does not let this one work through it. */
export function HeldNotice() {
  const reason = useData((state) => state.status?.reason);
  return (
    <Notice title="Another tab holds the data" testId="held-notice">
      <p className={classes.text}>{reason}</p>
      <p className={classes.text}>
        One tab at a time opens the database, and the others work through it. Here that did not come about.
        Everything stored is safe, and this tab goes on by itself as soon as it can.
      </p>
    </Notice>
  );
}

/** Stands in for the page when the database cannot be opened at all. */
export function OpenFailedNotice() {
  const error = useData((state) => state.error);
  const failure = useData((state) => state.failure);
  const damaged = failure === 'database-damaged';
  return (
    <Notice title={damaged ? 'The database is damaged' : 'The database did not open'} testId="open-failed">
      <p className={classes.text}>{error}</p>
      <p className={classes.text}>Nothing was changed or deleted.</p>
      {(damaged || failure === 'database-newer') && <DatabaseRescue mayBeginAnew={damaged} />}
    </Notice>
  );
}
