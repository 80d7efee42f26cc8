import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { ASSET_TYPES, type SeriesKey } from '../../core/series.ts';
import { TIMEFRAMES } from '../../core/timeframe.ts';
import { type ImportMapping, type ImportOptions, TIMESTAMP_FORMATS } from '../../worker/client/types.ts';
import { useInitialFocus } from '../shell/initial-focus.ts';
import { useImport } from '../shell/workbench.tsx';
import classes from './import-dialog.module.css';
import { SampleTable } from './sample-table.tsx';
import { TIME_ZONES } from './time-zones.ts';

const DELIMITERS = [
  { value: ',', label: 'Comma ,' },
  { value: ';', label: 'Semicolon ;' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Pipe |' },
  { value: ' ', label: 'Space' },
];

function Field(props: { readonly label: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child.
    <label className={classes.field}>
      {props.label}
      {props.children}
    </label>
  );
}

/** Corrections with `change` applied: another delimiter or header makes earlier role corrections meaningless. */
function corrected(options: ImportOptions, change: Partial<ImportMapping>): ImportOptions {
  const { roles, ...mapping } = options.mapping ?? {};
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
  const symbol = useInitialFocus<HTMLInputElement>();
  if (!preview) return null;
  const { mapping } = preview;
  const series = { ...preview.series, ...options.series };
  const setMapping = (change: Partial<ImportMapping>) => correct(corrected(options, change), true);
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
      {preview.notes.length > 0 && (
        <ul className={classes.notes}>
          {preview.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <div className={classes.fields}>
        <Field label="Symbol">
          <TextInput
            data-testid="import-symbol"
            ref={symbol}
            data-autofocus
            required
            value={series.symbol}
            onChange={(event) => setSeries({ symbol: event.currentTarget.value })}
          />
        </Field>
        <Field label="Timeframe">
          <NativeSelect
            data-testid="import-timeframe"
            data={[...TIMEFRAMES]}
            value={series.timeframe}
            onChange={(event) =>
              setSeries({ timeframe: event.currentTarget.value as SeriesKey['timeframe'] })
            }
          />
        </Field>
        <Field label="Asset type">
          <NativeSelect
            data-testid="import-asset-type"
            data={[...ASSET_TYPES]}
            value={series.assetType}
            onChange={(event) =>
              setSeries({ assetType: event.currentTarget.value as SeriesKey['assetType'] })
            }
          />
        </Field>
        <Field label="Exchange (optional)">
          <TextInput
            value={series.exchange}
            onChange={(event) => setSeries({ exchange: event.currentTarget.value })}
          />
        </Field>
        <Field label="Quote currency (optional)">
          <TextInput
            value={series.quote}
            onChange={(event) => setSeries({ quote: event.currentTarget.value })}
          />
        </Field>
        {mapping.format === 'csv' && (
          <>
            <Field label="Delimiter">
              <NativeSelect
                data-testid="import-delimiter"
                data={DELIMITERS}
                value={mapping.delimiter}
                onChange={(event) => setMapping({ delimiter: event.currentTarget.value })}
              />
            </Field>
            <Field label="First line">
              <NativeSelect
                data={[
                  { value: 'yes', label: 'names the columns' },
                  { value: 'no', label: 'is data' },
                ]}
                value={mapping.header ? 'yes' : 'no'}
                onChange={(event) => setMapping({ header: event.currentTarget.value === 'yes' })}
              />
            </Field>
            <Field label="Decimals">
              <NativeSelect
                data={[
                  { value: '.', label: 'point 1.5' },
                  { value: ',', label: 'comma 1,5' },
                ]}
                value={mapping.decimalComma ? ',' : '.'}
                onChange={(event) => setMapping({ decimalComma: event.currentTarget.value === ',' })}
              />
            </Field>
          </>
        )}
        <Field label="Timestamps">
          <NativeSelect
            data-testid="import-timestamp-format"
            data={[...TIMESTAMP_FORMATS]}
            value={mapping.timestampFormat}
            onChange={(event) =>
              setMapping({ timestampFormat: event.currentTarget.value as ImportMapping['timestampFormat'] })
            }
          />
        </Field>
        <Field label="Time zone of the stamps">
          <NativeSelect
            data-testid="import-zone"
            data={TIME_ZONES.includes(mapping.timeZone) ? [...TIME_ZONES] : [mapping.timeZone, ...TIME_ZONES]}
            value={mapping.timeZone}
            onChange={(event) => setMapping({ timeZone: event.currentTarget.value })}
          />
        </Field>
        <Field label="A stamp marks">
          <NativeSelect
            data={[
              { value: 'open', label: 'the open of its bar' },
              { value: 'close', label: 'the close of its bar' },
            ]}
            value={mapping.stampSide}
            onChange={(event) =>
              setMapping({ stampSide: event.currentTarget.value as ImportMapping['stampSide'] })
            }
          />
        </Field>
        <Field label="Bars already stored">
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
        </Field>
      </div>
      <SampleTable preview={preview} onRoles={(roles) => setMapping({ roles })} />
      <footer className={classes.foot}>
        <span>{refreshing ? 'Reading again…' : 'Nothing is stored yet.'}</span>
        <Button variant="default" onClick={next} data-testid="import-discard">
          Discard
        </Button>
        <Button
          type="submit"
          disabled={refreshing || Boolean(error) || series.symbol.trim() === ''}
          data-testid="import-confirm"
        >
          Import
        </Button>
      </footer>
    </form>
  );
}
