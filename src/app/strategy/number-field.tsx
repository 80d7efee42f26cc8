import { NumberInput, type NumberInputProps } from '@mantine/core';
import { useEffect, useState } from 'react';

/** A number that takes effect while it is typed. Left empty, the field shows again what is in force. */
export function NumberField(
  props: Omit<NumberInputProps, 'value' | 'onChange' | 'onBlur'> & {
    readonly value: number;
    readonly onChange: (value: number | string) => void;
  },
) {
  const { value, onChange, ...rest } = props;
  const [draft, setDraft] = useState<number | string>(value);
  useEffect(() => setDraft(value), [value]);
  return (
    <NumberInput
      {...rest}
      hideControls
      value={draft}
      onChange={(next) => {
        setDraft(next);
        onChange(next);
      }}
      onBlur={() => {
        if (typeof draft !== 'number') setDraft(value);
      }}
    />
  );
}
