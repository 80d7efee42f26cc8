import { NumberInput, type NumberInputProps } from '@mantine/core';
import { useEffect, useState } from 'react';
import { formatShortest } from '../formatting/numbers.ts';

/** The numbers that a field takes. */
export interface NumberRange {
  readonly min: number;
  readonly max?: number | undefined;
  /** `min` itself cannot be used. */
  readonly above?: boolean | undefined;
  /** 0 cannot be used. */
  readonly nonZero?: boolean | undefined;
}

type InputProps = Omit<NumberInputProps, 'value' | 'onChange' | 'onBlur' | 'min' | 'max'> & NumberRange;

/** The number in `draft`, which is a text while it is half typed (`0.`); undefined without one, NaN for what is none yet. */
function numberOf(draft: number | string): number | undefined {
  return typeof draft === 'string' && draft.trim() === '' ? undefined : Number(draft);
}

function isWithin(number: number, { min, max = Number.POSITIVE_INFINITY, above, nonZero }: NumberRange) {
  return number <= max && (above ? number > min : number >= min) && !(nonZero && number === 0);
}

/** `from 0 to 100`, as it goes on after "Give a number". */
function rangeWords({ min, max = Number.POSITIVE_INFINITY, above }: NumberRange): string {
  if (max !== Number.POSITIVE_INFINITY) {
    return `${above ? 'above' : 'from'} ${formatShortest(min)} to ${formatShortest(max)}`;
  }
  return above ? `above ${formatShortest(min)}` : `of at least ${formatShortest(min)}`;
}

/** A number that takes effect while it is typed, once it can be used. Left with what cannot be, the field shows again what is in force. */
function DraftField(
  props: InputProps & {
    readonly value: number | undefined;
    readonly optional: boolean;
    readonly onChange: (value: number | undefined) => void;
  },
) {
  const { value, optional, onChange, min, max, above, nonZero, ...rest } = props;
  const range = { min, max, above, nonZero };
  const [draft, setDraft] = useState<number | string>(value ?? '');
  useEffect(() => setDraft((now) => (numberOf(now) === value ? now : (value ?? ''))), [value]);
  const usable = (number: number | undefined) => (number === undefined ? optional : isWithin(number, range));
  return (
    <NumberInput
      {...rest}
      {...(optional ? { clampBehavior: 'none' as const } : { min, max: max ?? Number.POSITIVE_INFINITY })}
      hideControls
      data-range={`${rangeWords(range)}${optional ? ', or nothing' : ''}`}
      error={!usable(numberOf(draft))}
      value={draft}
      onChange={(next) => {
        setDraft(next);
        const number = numberOf(next);
        if (usable(number) && number !== value) onChange(number);
      }}
      onBlur={() => {
        const number = numberOf(draft);
        const clamps = !optional && Number.isFinite(number) && !(nonZero && number === 0);
        if (!usable(number) && !clamps) setDraft(value ?? '');
      }}
    />
  );
}

/** A number that takes effect while it is typed, once it lies within the range. Left empty, the field shows again what is in force; left beyond the range, the end of the range. */
export function NumberField(
  props: InputProps & { readonly value: number; readonly onChange: (value: number) => void },
) {
  const { onChange, ...rest } = props;
  return <DraftField {...rest} optional={false} onChange={(next) => next !== undefined && onChange(next)} />;
}

/** A number that may be left empty, which stands for `placeholder`. */
export function OptionalNumberField(
  props: InputProps & {
    readonly value: number | undefined;
    readonly onChange: (value: number | undefined) => void;
  },
) {
  return <DraftField {...props} optional />;
}
