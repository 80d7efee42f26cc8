import { useEffect, useRef, useState } from 'react';
import { useImport } from '../shell/workbench.tsx';
import classes from './file-drop.module.css';

const ACCEPTED = '.csv,.tsv,.txt,.gz,.parquet,.pq';

/** Takes files dropped anywhere on the page, and holds the input behind every "choose files". */
export function FileDrop() {
  const add = useImport((state) => state.add);
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth -= 1;
      if (depth <= 0) setOver(false);
    };
    const move = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      add(event.dataTransfer?.files ?? []);
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragleave', leave);
    window.addEventListener('dragover', move);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('dragover', move);
      window.removeEventListener('drop', drop);
    };
  }, [add]);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        accept={ACCEPTED}
        aria-label="Files to import"
        data-testid="file-input"
        onChange={(event) => {
          add(Array.from(event.currentTarget.files ?? []));
          event.currentTarget.value = '';
        }}
      />
      {over && (
        <div className={classes.overlay} data-testid="drop-overlay">
          <p className={classes.text}>
            <strong>Drop to import</strong>
            CSV or Parquet with open, high, low, close. You see what was understood before anything is stored.
          </p>
        </div>
      )}
    </>
  );
}
