import classes from './choice.module.css';

/** A few buttons of which one is pressed. */
export function Choice<Value extends string | number>(props: {
  /** Accessible name. */
  readonly label: string;
  readonly options: readonly {
    readonly value: Value;
    readonly label: string;
    readonly testId?: string;
    readonly disabled?: boolean;
  }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend of its own.
    <span className={classes.choice} role="group" aria-label={props.label}>
      {props.options.map(({ value, label, testId, disabled }) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === props.value}
          disabled={disabled}
          onClick={() => props.onChange(value)}
          data-testid={testId}
        >
          {label}
        </button>
      ))}
    </span>
  );
}
