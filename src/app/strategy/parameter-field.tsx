import { Slider, Switch } from '@mantine/core';
import type { StrategyParameter } from '../../worker/client/types.ts';
import { useRun } from '../shell/workbench.tsx';
import { FieldRow } from './field-row.tsx';
import { NumberField } from './number-field.tsx';
import classes from './parameter-field.module.css';

/** Upper end of a slider: a range as wide as 1..1,000 would leave the usual values within a few pixels. The number field takes them all. */
function softMaximum(fallback: number, maximum: number, current: number): number {
  return fallback > 0 ? Math.min(maximum, Math.max(fallback * 5, current)) : maximum;
}

/** One declared parameter: a number with its slider, or a switch. */
export function ParameterField(props: {
  readonly name: string;
  readonly parameter: StrategyParameter;
  readonly value: number | boolean | undefined;
}) {
  const { name, parameter, value } = props;
  const editParameter = useRun((state) => state.editParameter);
  const id = `param-${name}`;
  if (parameter.type === 'boolean') {
    return (
      <FieldRow label={parameter.label} id={id} hint={parameter.description}>
        <Switch
          id={id}
          data-testid={id}
          checked={value === true}
          onChange={(event) => editParameter(name, event.currentTarget.checked)}
        />
      </FieldRow>
    );
  }
  const step = parameter.step ?? (parameter.type === 'integer' ? 1 : (parameter.max - parameter.min) / 100);
  const current = typeof value === 'number' ? value : parameter.default;
  const range = { min: parameter.min, max: parameter.max, step };
  const set = (next: number) => editParameter(name, next);
  return (
    <div className={classes.field}>
      <label className={classes.label} htmlFor={id} title={parameter.description}>
        {parameter.label}
      </label>
      <Slider
        className={classes.slider ?? ''}
        {...range}
        max={softMaximum(parameter.default, parameter.max, current)}
        size={2}
        thumbSize={12}
        label={null}
        thumbLabel={`${parameter.label} slider`}
        value={current}
        onChange={set}
      />
      <NumberField
        id={id}
        data-testid={id}
        {...range}
        allowDecimal={parameter.type !== 'integer'}
        clampBehavior="blur"
        value={current}
        onChange={set}
      />
    </div>
  );
}
