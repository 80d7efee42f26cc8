import { NativeSelect, Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { useRun } from '../shell/workbench.tsx';
import { FieldRow } from './field-row.tsx';
import { changedTerms, percentOf, shareOf, type TermsChange } from './form-terms.ts';
import { NumberField, type NumberRange, OptionalNumberField } from './number-field.tsx';

interface TermLabel {
  readonly id: string;
  /** With its unit. */
  readonly label: string;
  readonly hint?: ReactNode;
  readonly disabled?: boolean;
}

interface TermRange extends NumberRange {
  /** The value is a share and shown in percent, in which `min` and `max` are too. */
  readonly percent?: boolean;
}

/** Changes terms of the form. */
export function useEditTerms(): (change: TermsChange) => void {
  const terms = useRun((state) => state.form.terms);
  const edit = useRun((state) => state.edit);
  return (change) => edit({ terms: changedTerms(terms, change) });
}

/** A term that is a number or, where `unset` says what an empty field stands for, none. */
export function TermNumber(
  props: TermLabel &
    TermRange &
    (
      | {
          readonly unset?: undefined;
          readonly value: number;
          readonly onChange: (value: number) => void;
        }
      | {
          readonly unset: string;
          readonly value: number | undefined;
          readonly onChange: (value: number | undefined) => void;
        }
    ),
) {
  const { id, label, hint, percent = false, unset: _, value: __, onChange: ___, ...rest } = props;
  const shown = (term: number) => (percent ? percentOf(term) : term);
  const meant = (number: number) => (percent ? shareOf(number) : number);
  return (
    <FieldRow label={label} id={id} hint={hint}>
      {props.unset === undefined ? (
        <NumberField
          {...rest}
          id={id}
          value={shown(props.value)}
          onChange={(next) => props.onChange(meant(next))}
        />
      ) : (
        <OptionalNumberField
          {...rest}
          id={id}
          placeholder={props.unset}
          value={props.value === undefined ? undefined : shown(props.value)}
          onChange={(next) => props.onChange(next === undefined ? undefined : meant(next))}
        />
      )}
    </FieldRow>
  );
}

/** A term that is one of a few. */
export function TermSelect<Value extends string>(
  props: TermLabel & {
    readonly value: Value;
    readonly choices: readonly { readonly value: Value; readonly label: string }[];
    readonly onChange: (value: Value) => void;
  },
) {
  const { id, label, hint, disabled = false, value, choices, onChange } = props;
  return (
    <FieldRow label={label} id={id} hint={hint}>
      <NativeSelect
        id={id}
        disabled={disabled}
        value={value}
        data={[...choices]}
        onChange={(event) => onChange(event.currentTarget.value as Value)}
      />
    </FieldRow>
  );
}

/** A term that holds or does not. */
export function TermSwitch(
  props: TermLabel & { readonly checked: boolean; readonly onChange: (checked: boolean) => void },
) {
  const { id, label, hint, disabled = false, checked, onChange } = props;
  return (
    <FieldRow label={label} id={id} hint={hint}>
      <Switch
        id={id}
        disabled={disabled}
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </FieldRow>
  );
}
