import { NumberInput, type NumberInputProps } from '@mantine/core';
import { useEffect, useState } from 'react';
import { formatShortest } from '../formatting/numbers.ts';

/** A number that may be left empty, which stands for `placeholder`; takes effect while it is typed. Left with what cannot be used, the field shows again what is in force. */
export function OptionalNumberField(
  props: Omit<NumberInputProps, 'value' | 'onChange' | 'onBlur' | 'min' | 'max'> & {
    readonly value: number | undefined;
    readonly min: number;
    readonly max?: number | undefined;
    /** `min` itself cannot be used. */
    readonly above?: boolean | undefined;
    readonly onChange: (value: number | undefined) => void;
  },
) {
  const { value, onChange, min, max = Number.POSITIVE_INFINITY, above = false, ...rest } = props;
  const [draft, setDraft] = useState<number | string>(value ?? '');
  useEffect(() => setDraft((now) => (numberOf(now) === value ? now : (value ?? ''))), [value]);
  const usable = (number: number | undefined) =>
    number === undefined || (number <= max && (above ? number > min : number >= min));
  const least = above ? `above ${formatShortest(min)}` : `from ${formatShortest(min)}`;
  const range = max === Number.POSITIVE_INFINITY ? least : `${least} to ${formatShortest(max)}`;
  return (
    <NumberInput
      {...rest}
      hideControls
      clampBehavior="none"
      data-range={`${range}, or nothing`}
      error={!usable(numberOf(draft))}
      value={draft}
      onChange={(next) => {
        setDraft(next);
        const number = numberOf(next);
        if (usable(number) && number !== value) onChange(number);
      }}
      onBlur={() => {
        if (!usable(numberOf(draft))) setDraft(value ?? '');
      }}
    />
  );
}

/** The number in `draft`, undefined for none; NaN, which no range has, for what is none yet. */
function numberOf(draft: number | string): number | undefined {
  return typeof draft === 'string' && draft.trim() === '' ? undefined : Number(draft);
}
