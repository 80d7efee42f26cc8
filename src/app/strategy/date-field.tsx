import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { formatDate } from '../formatting/times.ts';
import { isIsoDay } from './iso-day.ts';

/** A day as `2014-01-31`; takes effect once it is one. Left as anything else, the field shows again the day in force. Empty is allowed and shows the time `unset` stands for. */
export function DateField(props: {
  readonly id: string;
  readonly value: string;
  readonly unset: number | undefined;
  /** Name of a field that has no label of its own. */
  readonly label?: string;
  /** Empty is not allowed. */
  readonly required?: boolean;
  readonly onChange: (day: string) => void;
}) {
  const { id, value, unset, label, required = false, onChange } = props;
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const usable = (day: string) => (day === '' && !required) || isIsoDay(day);
  const valid = usable(draft);
  return (
    <TextInput
      id={id}
      data-testid={id}
      aria-label={label}
      inputMode="numeric"
      autoComplete="off"
      placeholder={unset === undefined ? 'yyyy-mm-dd' : formatDate(unset)}
      error={!valid}
      value={draft}
      onBlur={() => {
        if (!valid) setDraft(value);
      }}
      onChange={(event) => {
        const text = event.currentTarget.value.trim();
        setDraft(text);
        if (usable(text) && text !== value) onChange(text);
      }}
    />
  );
}
