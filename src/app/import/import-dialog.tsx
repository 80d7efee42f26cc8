import { Button, Modal } from '@mantine/core';
import { formatBytes } from '../formatting/numbers.ts';
import { useInitialFocus } from '../shell/initial-focus.ts';
import { useImport } from '../shell/workbench.tsx';
import classes from './import-dialog.module.css';
import { ImportPreviewForm } from './import-preview-form.tsx';
import { ImportProgressView } from './import-progress.tsx';
import { ImportReportView } from './import-report.tsx';

function Failure() {
  const error = useImport((state) => state.error);
  const failedWhile = useImport((state) => state.failedWhile);
  const waiting = useImport((state) => state.waiting.length);
  const next = useImport((state) => state.next);
  const back = useImport((state) => state.back);
  const correctable = useImport((state) => state.preview !== null);
  const button = useInitialFocus<HTMLButtonElement>();
  return (
    <div className={classes.body}>
      <div className={classes.failure} role="alert" data-testid="import-error">
        <p>{error}</p>
        <p className={classes.kept}>
          {failedWhile === 'preview'
            ? 'Nothing was stored. No mapping helps here: correct the file and choose it again.'
            : 'The series you have are unchanged.'}
        </p>
      </div>
      <footer className={classes.foot}>
        <Button
          variant={correctable ? 'default' : 'filled'}
          onClick={next}
          data-testid="import-close"
          {...(correctable ? {} : { ref: button, 'data-autofocus': true })}
        >
          {waiting > 0 ? 'Next file' : 'Close'}
        </Button>
        {correctable && (
          <Button onClick={back} data-testid="import-back" ref={button} data-autofocus>
            Correct the mapping
          </Button>
        )}
      </footer>
    </div>
  );
}

function Content() {
  const phase = useImport((state) => state.phase);
  switch (phase) {
    case 'previewing':
      return <p className={classes.reading}>Reading the first rows…</p>;
    case 'preview':
      return <ImportPreviewForm />;
    case 'importing':
      return <ImportProgressView />;
    case 'report':
      return <ImportReportView />;
    case 'failed':
      return <Failure />;
    default:
      return null;
  }
}

/** One file on its way in: what was understood, how far it is, what became of it. */
export function ImportDialog() {
  const phase = useImport((state) => state.phase);
  const file = useImport((state) => state.file);
  const waiting = useImport((state) => state.waiting.length);
  const close = useImport((state) => state.close);
  return (
    <Modal
      opened
      onClose={close}
      size={880}
      closeOnClickOutside={phase !== 'importing'}
      closeOnEscape={phase !== 'importing'}
      withCloseButton={phase !== 'importing'}
      closeButtonProps={{ 'aria-label': 'Discard this import' }}
      title={
        <span className={classes.title}>
          Import <span className={classes.file}>{file?.name}</span>
          <span className={classes.size}>
            {file ? formatBytes(file.size) : ''}
            {waiting > 0 ? ` · ${waiting} more waiting` : ''}
          </span>
        </span>
      }
    >
      <div data-testid="import-dialog" data-phase={phase}>
        <Content />
      </div>
    </Modal>
  );
}
