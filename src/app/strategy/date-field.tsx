import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { formatDate } from '../formatting/times.ts';
import { isIsoDay } from './iso-day.ts';

/** A day as `2014-01-31`; takes effect once it is one. Left as anything else, the field shows again the day in force. Empty is allowed and shows the time `unset` stands for. */
export function DateField(props: {
  readonly id: string;
  readonly value: string;
  readonly unset: number | undefined;
  readonly onChange: (day: string) => void;
}) {
  const { id, value, unset, onChange } = props;
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const valid = draft === '' || isIsoDay(draft);
  return (
    <TextInput
      id={id}
      data-testid={id}
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
        if ((text === '' || isIsoDay(text)) && text !== value) onChange(text);
      }}
    />
  );
}
