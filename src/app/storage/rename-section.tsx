import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ASSET_TYPES, type AssetType, type SeriesInfo, type SeriesKey } from '../../core/series.ts';
import { useStorage } from '../shell/workbench.tsx';
import classes from './storage-dialog.module.css';

const FIELDS = [
  ['symbol', 'Symbol'],
  ['exchange', 'Exchange'],
  ['quote', 'Quote'],
] as const;

/** Symbol, kind of asset, exchange and quote, to be changed; the timeframe and the bars stay. */
export function RenameSection(props: { readonly series: SeriesInfo }) {
  const { series } = props;
  const rename = useStorage((state) => state.rename);
  const busy = useStorage((state) => state.transfer !== null);
  const [changes, setChanges] = useState<Partial<SeriesKey>>({});
  const value = { ...series, ...changes };
  const changed = [...FIELDS.map(([field]) => field), 'assetType' as const].some(
    (field) => value[field] !== series[field],
  );
  const usable = changed && value.symbol.trim() !== '' && !busy;
  return (
    <section className={classes.section} aria-label="Name">
      <h3>Name</h3>
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          if (usable) void rename(series, { ...changes, symbol: value.symbol.trim() });
        }}
      >
        {FIELDS.map(([field, label]) => (
          <TextInput
            key={field}
            label={label}
            value={value[field]}
            data-testid={`rename-${field}`}
            {...(field === 'symbol' ? { 'data-autofocus': true } : {})}
            onChange={(event) => setChanges({ ...changes, [field]: event.currentTarget.value })}
          />
        ))}
        <NativeSelect
          label="Kind"
          value={value.assetType}
          data={[...ASSET_TYPES]}
          onChange={(event) => setChanges({ ...changes, assetType: event.currentTarget.value as AssetType })}
        />
        <Button type="submit" variant="default" disabled={!usable} data-testid="rename">
          Rename
        </Button>
      </form>
    </section>
  );
}
