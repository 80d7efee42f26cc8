import { Button } from '@mantine/core';
import { useState } from 'react';
import { formatBytes } from '../formatting/numbers.ts';
import { formatBarTime } from '../formatting/times.ts';
import { useStorage } from '../shell/workbench.tsx';
import { Confirmation } from './confirmation.tsx';
import classes from './storage-dialog.module.css';

/** Files of damaged databases that were moved out of the way; nothing when there are none. */
export function SetAsideSection() {
  const files = useStorage((state) => state.setAside);
  const download = useStorage((state) => state.downloadSetAside);
  const remove = useStorage((state) => state.deleteSetAside);
  const [asked, setAsked] = useState<string | null>(null);
  if (files.length === 0) return null;
  return (
    <section className={classes.section} aria-label="Set aside" data-testid="set-aside">
      <h3>Set aside</h3>
      <p>Files of databases that did not open. They take up space until you delete them.</p>
      {files.map((file) => (
        <div key={file.name}>
          <div className={classes.line}>
            <span>
              {file.name} · {formatBytes(file.bytes)} · {formatBarTime(file.modifiedAt, '1m')} UTC
            </span>
            <Button
              variant="default"
              aria-label={`Download ${file.name}`}
              onClick={() => void download(file.name)}
            >
              Download
            </Button>
            <Button variant="default" aria-label={`Delete ${file.name}`} onClick={() => setAsked(file.name)}>
              Delete…
            </Button>
          </div>
          {asked === file.name && (
            <Confirmation
              question="Delete this file for good?"
              confirm="Delete"
              keep="Keep"
              testId="confirm-delete-aside"
              onConfirm={() => {
                setAsked(null);
                void remove(file.name);
              }}
              onKeep={() => setAsked(null)}
            />
          )}
        </div>
      ))}
    </section>
  );
}
