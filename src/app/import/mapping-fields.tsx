import { NativeSelect } from '@mantine/core';
import { type ImportMapping, TIMESTAMP_FORMATS, type TimestampFormat } from '../../worker/client/types.ts';
import { ImportField } from './import-field.tsx';
import { withoutInnerPrices } from './role-assignment.ts';
import { TIME_ZONES } from './time-zones.ts';

const DELIMITERS = [
  { value: ',', label: 'Comma ,' },
  { value: ';', label: 'Semicolon ;' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Pipe |' },
  { value: ' ', label: 'Space' },
];

/** Short enough for their field: a cut label hides what tells two formats apart. */
const FORMAT_LABELS: Readonly<Record<TimestampFormat, string>> = {
  iso: 'ISO 2020-01-31',
  'epoch-seconds': 'Unix seconds',
  'epoch-milliseconds': 'Unix milliseconds',
  'epoch-microseconds': 'Unix microseconds',
  'epoch-nanoseconds': 'Unix nanoseconds',
  yyyymmdd: '20200131',
  'year-month-day': '2020/1/31',
  'day-month-year': '31/1/2020 (D/M/Y)',
  'month-day-year': '1/31/2020 (M/D/Y)',
  'month-name': 'Jan 31, 2020',
};

/** How the file is read. */
export function MappingFields(props: {
  readonly mapping: ImportMapping;
  readonly onChange: (change: Partial<ImportMapping>) => void;
}) {
  const { mapping, onChange } = props;
  return (
    <>
      {mapping.format === 'csv' && (
        <>
          <ImportField label="Delimiter">
            <NativeSelect
              data-testid="import-delimiter"
              data={DELIMITERS}
              value={mapping.delimiter}
              onChange={(event) => onChange({ delimiter: event.currentTarget.value })}
            />
          </ImportField>
          <ImportField label="First line">
            <NativeSelect
              data={[
                { value: 'yes', label: 'names the columns' },
                { value: 'no', label: 'is data' },
              ]}
              value={mapping.header ? 'yes' : 'no'}
              onChange={(event) => onChange({ header: event.currentTarget.value === 'yes' })}
            />
          </ImportField>
          <ImportField label="Decimals">
            <NativeSelect
              data={[
                { value: '.', label: 'point 1.5' },
                { value: ',', label: 'comma 1,5' },
              ]}
              value={mapping.decimalComma ? ',' : '.'}
              onChange={(event) => onChange({ decimalComma: event.currentTarget.value === ',' })}
            />
          </ImportField>
        </>
      )}
      <ImportField label="Prices of a bar">
        <NativeSelect
          data-testid="import-prices"
          data={[
            { value: 'four', label: 'all four (OHLC)' },
            { value: 'close', label: 'close only' },
          ]}
          value={mapping.closeOnly ? 'close' : 'four'}
          onChange={(event) =>
            onChange(
              event.currentTarget.value === 'close'
                ? { closeOnly: true, roles: withoutInnerPrices(mapping.roles) }
                : { closeOnly: false },
            )
          }
        />
      </ImportField>
      <ImportField label="Timestamps">
        <NativeSelect
          data-testid="import-timestamp-format"
          data={TIMESTAMP_FORMATS.map((value) => ({ value, label: FORMAT_LABELS[value] }))}
          value={mapping.timestampFormat}
          onChange={(event) =>
            onChange({ timestampFormat: event.currentTarget.value as ImportMapping['timestampFormat'] })
          }
        />
      </ImportField>
      <ImportField label="Time zone of the stamps">
        <NativeSelect
          data-testid="import-zone"
          data={TIME_ZONES.includes(mapping.timeZone) ? [...TIME_ZONES] : [mapping.timeZone, ...TIME_ZONES]}
          value={mapping.timeZone}
          onChange={(event) => onChange({ timeZone: event.currentTarget.value })}
        />
      </ImportField>
      <ImportField label="A stamp marks">
        <NativeSelect
          data={[
            { value: 'open', label: 'the open of its bar' },
            { value: 'close', label: 'the close of its bar' },
          ]}
          value={mapping.stampSide}
          onChange={(event) =>
            onChange({ stampSide: event.currentTarget.value as ImportMapping['stampSide'] })
          }
        />
      </ImportField>
    </>
  );
}
