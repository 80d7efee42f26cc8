import { NumberInput, type NumberInputProps } from '@mantine/core';
import { useEffect, useState } from 'react';
import { formatShortest } from '../formatting/numbers.ts';

/** The number in `draft`, which is a text while it is half typed (`0.`); NaN without one. */
function numberOf(draft: number | string): number {
  return typeof draft === 'string' && draft.trim() === '' ? Number.NaN : Number(draft);
}

/** A number that takes effect while it is typed, once it lies within the range. Left empty, the field shows again what is in force; left beyond the range, the end of the range. */
export function NumberField(
  props: Omit<NumberInputProps, 'value' | 'onChange' | 'onBlur' | 'min' | 'max'> & {
    readonly value: number;
    readonly min: number;
    readonly max?: number | undefined;
    /** 0 cannot be used. */
    readonly nonZero?: boolean;
    readonly onChange: (value: number) => void;
  },
) {
  const { value, onChange, min, max = Number.POSITIVE_INFINITY, nonZero = false, ...rest } = props;
  const [draft, setDraft] = useState<number | string>(value);
  useEffect(() => setDraft((now) => (numberOf(now) === value ? now : value)), [value]);
  const usable = (number: number) => number >= min && number <= max && !(nonZero && number === 0);
  const range =
    max === Number.POSITIVE_INFINITY
      ? `of at least ${formatShortest(min)}`
      : `from ${formatShortest(min)} to ${formatShortest(max)}`;
  return (
    <NumberInput
      {...rest}
      min={min}
      max={max}
      hideControls
      data-range={range}
      error={!usable(numberOf(draft))}
      value={draft}
      onChange={(next) => {
        setDraft(next);
        const number = numberOf(next);
        if (usable(number) && number !== value) onChange(number);
      }}
      onBlur={() => {
        if (Number.isNaN(numberOf(draft)) || (nonZero && numberOf(draft) === 0)) setDraft(value);
      }}
    />
  );
}
