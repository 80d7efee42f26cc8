import { NativeSelect } from '@mantine/core';
import { type ImportMapping, TIMESTAMP_FORMATS } from '../../worker/client/types.ts';
import { ImportField } from './import-field.tsx';
import { TIME_ZONES } from './time-zones.ts';

const DELIMITERS = [
  { value: ',', label: 'Comma ,' },
  { value: ';', label: 'Semicolon ;' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Pipe |' },
  { value: ' ', label: 'Space' },
];

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
      <ImportField label="Timestamps">
        <NativeSelect
          data-testid="import-timestamp-format"
          data={[...TIMESTAMP_FORMATS]}
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
