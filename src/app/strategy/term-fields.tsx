import { NativeSelect, Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { useRun } from '../shell/workbench.tsx';
import { FieldRow } from './field-row.tsx';
import { changedTerms, percentOf, shareOf, type TermsChange } from './form-terms.ts';
import { NumberField } from './number-field.tsx';
import { OptionalNumberField } from './optional-number-field.tsx';

interface TermLabel {
  readonly id: string;
  /** With its unit. */
  readonly label: string;
  readonly hint?: ReactNode;
  readonly disabled?: boolean;
}

interface TermRange {
  readonly min: number;
  readonly max?: number | undefined;
  /** The value is a share and shown in percent, in which `min` and `max` are too. */
  readonly percent?: boolean;
}

/** Changes terms of the form. */
export function useEditTerms(): (change: TermsChange) => void {
  const terms = useRun((state) => state.form.terms);
  const edit = useRun((state) => state.edit);
  return (change) => edit({ terms: changedTerms(terms, change) });
}

/** A term that is a number. */
export function TermNumber(
  props: TermLabel & TermRange & { readonly value: number; readonly onChange: (value: number) => void },
) {
  const { id, label, hint, percent = false, value, onChange, ...rest } = props;
  return (
    <FieldRow label={label} id={id} hint={hint}>
      <NumberField
        {...rest}
        id={id}
        value={percent ? percentOf(value) : value}
        onChange={(next) => onChange(percent ? shareOf(next) : next)}
      />
    </FieldRow>
  );
}

/** A term that is a number or, left empty, `unset`. */
export function TermOption(
  props: TermLabel &
    TermRange & {
      readonly value: number | undefined;
      /** `min` itself cannot be used. */
      readonly above?: boolean;
      readonly unset: string;
      readonly onChange: (value: number | undefined) => void;
    },
) {
  const { id, label, hint, percent = false, value, unset, onChange, ...rest } = props;
  return (
    <FieldRow label={label} id={id} hint={hint}>
      <OptionalNumberField
        {...rest}
        id={id}
        placeholder={unset}
        value={percent && value !== undefined ? percentOf(value) : value}
        onChange={(next) => onChange(percent && next !== undefined ? shareOf(next) : next)}
      />
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
