import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { formatDate } from '../formatting/times.ts';

/** True for a day of the calendar as `2014-01-31`. */
export function isIsoDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(text);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
}

/** A day as `2014-01-31`; takes effect once it is one. Empty is allowed and shows the time `unset` stands for. */
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
      onChange={(event) => {
        const text = event.currentTarget.value.trim();
        setDraft(text);
        if ((text === '' || isIsoDay(text)) && text !== value) onChange(text);
      }}
    />
  );
}
