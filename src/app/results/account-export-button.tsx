import { useState } from 'react';
import type { StorageRun } from '../../worker/client/types.ts';
import { errorMessage } from '../formatting/labels.ts';
import { IconButton } from '../shell/icon-button.tsx';
import { DownloadIcon } from '../shell/icons.tsx';
import { useWorkbench } from '../shell/workbench.tsx';
import { downloadAccount } from './account-export.ts';

/** Button that exports the account of the run on screen at every bar; says why when that cannot be done. */
export function AccountExportButton(props: { readonly runId: string; readonly shown: StorageRun }) {
  const { client } = useWorkbench();
  const [problem, setProblem] = useState('');
  return (
    <>
      {problem && <span role="alert">{problem}</span>}
      <IconButton
        label="Export the account at every bar as CSV"
        testId="export-account"
        onClick={() => {
          setProblem('');
          downloadAccount(client, props.runId, props.shown).catch((error: unknown) =>
            setProblem(errorMessage(error)),
          );
        }}
      >
        <DownloadIcon />
      </IconButton>
    </>
  );
}
