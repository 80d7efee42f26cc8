import { NativeSelect, TextInput } from '@mantine/core';
import { ASSET_TYPES, type SeriesKey } from '../../core/series.ts';
import { TIMEFRAMES } from '../../core/timeframe.ts';
import { useInitialFocus } from '../shell/initial-focus.ts';
import { ImportField } from './import-field.tsx';

/** Which series the rows become. */
export function SeriesFields(props: {
  readonly series: SeriesKey;
  readonly onChange: (change: Partial<SeriesKey>) => void;
}) {
  const { series, onChange } = props;
  const symbol = useInitialFocus<HTMLInputElement>();
  return (
    <>
      <ImportField label="Symbol">
        <TextInput
          data-testid="import-symbol"
          ref={symbol}
          data-autofocus
          required
          value={series.symbol}
          onChange={(event) => onChange({ symbol: event.currentTarget.value })}
        />
      </ImportField>
      <ImportField label="Timeframe">
        <NativeSelect
          data-testid="import-timeframe"
          data={[...TIMEFRAMES]}
          value={series.timeframe}
          onChange={(event) => onChange({ timeframe: event.currentTarget.value as SeriesKey['timeframe'] })}
        />
      </ImportField>
      <ImportField label="Asset type">
        <NativeSelect
          data-testid="import-asset-type"
          data={[...ASSET_TYPES]}
          value={series.assetType}
          onChange={(event) => onChange({ assetType: event.currentTarget.value as SeriesKey['assetType'] })}
        />
      </ImportField>
      <ImportField label="Exchange (optional)">
        <TextInput
          value={series.exchange}
          onChange={(event) => onChange({ exchange: event.currentTarget.value })}
        />
      </ImportField>
      <ImportField label="Quote currency (optional)">
        <TextInput
          value={series.quote}
          onChange={(event) => onChange({ quote: event.currentTarget.value })}
        />
      </ImportField>
    </>
  );
}
