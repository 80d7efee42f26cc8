import { Button, NativeSelect } from '@mantine/core';
import type { SeriesKey } from '../../core/series.ts';
import type { ImportMapping, ImportOptions } from '../../worker/client/types.ts';
import { WarningIcon } from '../shell/icons.tsx';
import { useImport } from '../shell/workbench.tsx';
import classes from './import-dialog.module.css';
import { ImportField } from './import-field.tsx';
import { MappingFields } from './mapping-fields.tsx';
import { SampleTable } from './sample-table.tsx';
import { SeriesFields } from './series-fields.tsx';

function stampColumn(roles: ImportMapping['roles']): number {
  return Math.max(roles.indexOf('timestamp'), roles.indexOf('date'));
}

/** Corrections with `change` applied: another delimiter or header makes earlier role corrections meaningless, another column of stamps their format. */
function corrected(
  options: ImportOptions,
  before: ImportMapping,
  change: Partial<ImportMapping>,
): ImportOptions {
  const { roles, timestampFormat, ...rest } = options.mapping ?? {};
  const moved = change.roles !== undefined && stampColumn(change.roles) !== stampColumn(before.roles);
  const mapping = { ...rest, ...(timestampFormat && !moved ? { timestampFormat } : {}) };
  const reshaped = 'delimiter' in change || 'header' in change;
  return { ...options, mapping: { ...mapping, ...(roles && !reshaped ? { roles } : {}), ...change } };
}

/** What was understood of the file, each point open to correction. */
export function ImportPreviewForm() {
  const preview = useImport((state) => state.preview);
  const options = useImport((state) => state.options);
  const error = useImport((state) => state.error);
  const refreshing = useImport((state) => state.refreshing);
  const correct = useImport((state) => state.correct);
  const begin = useImport((state) => state.begin);
  const next = useImport((state) => state.next);
  if (!preview) return null;
  // What was read last, with the corrections on top: one that cannot be read yet must not be undone by the next.
  const mapping: ImportMapping = { ...preview.mapping, ...options.mapping };
  const series = { ...preview.series, ...options.series };
  const setMapping = (change: Partial<ImportMapping>) => correct(corrected(options, mapping, change), true);
  const setSeries = (change: Partial<SeriesKey>) =>
    correct({ ...options, series: { ...options.series, ...change } }, false);
  return (
    <form
      className={classes.body}
      onSubmit={(event) => {
        event.preventDefault();
        void begin();
      }}
    >
      {error && (
        <p className={classes.wrong} role="alert">
          {error}
        </p>
      )}
      {!error && preview.problems.length > 0 && (
        <div className={classes.settle} role="status" data-testid="import-problems">
          {preview.problems.map((problem) => (
            <p key={problem}>{problem}</p>
          ))}
        </div>
      )}
      {preview.notes.length > 0 && (
        <ul className={classes.notes}>
          {preview.notes.map((note) => (
            <li key={note}>
              <WarningIcon size={14} /> {note}
            </li>
          ))}
        </ul>
      )}
      <div className={classes.fields}>
        <SeriesFields series={series} onChange={setSeries} />
        <MappingFields mapping={mapping} onChange={setMapping} />
        <ImportField label="Bars already stored">
          <NativeSelect
            data={[
              { value: 'keep', label: 'stay as they are' },
              { value: 'replace', label: 'are replaced' },
            ]}
            value={options.onConflict ?? 'keep'}
            onChange={(event) =>
              correct(
                { ...options, onConflict: event.currentTarget.value === 'replace' ? 'replace' : 'keep' },
                false,
              )
            }
          />
        </ImportField>
      </div>
      <SampleTable
        preview={preview}
        roles={mapping.roles}
        closeOnly={mapping.closeOnly}
        onRoles={(roles) => setMapping({ roles })}
      />
      <footer className={classes.foot}>
        <span>{refreshing ? 'Reading again…' : 'Nothing is stored yet.'}</span>
        <Button variant="default" onClick={next} data-testid="import-discard">
          Discard
        </Button>
        <Button
          type="submit"
          disabled={
            refreshing || Boolean(error) || series.symbol.trim() === '' || preview.problems.length > 0
          }
          data-testid="import-confirm"
        >
          Import
        </Button>
      </footer>
    </form>
  );
}
