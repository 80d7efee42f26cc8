import { CrossIcon } from '../shell/icons.tsx';
import { useData, useRun } from '../shell/workbench.tsx';
import { DateField } from './date-field.tsx';
import { NumberField } from './number-field.tsx';
import { useEditTerms } from './term-fields.tsx';
import classes from './term-group.module.css';

const NO_FLOWS: readonly { readonly time: number; readonly amount: number }[] = [];

/** Deposits and withdrawals: a day and an amount each, withdrawals with a minus sign. */
export function CashFlowList() {
  const flows = useRun((state) => state.form.terms.cashFlows) ?? NO_FLOWS;
  const from = useRun((state) => state.form.from);
  const first = useData((state) => state.series.find((one) => one.id === state.selectedId)?.first);
  const edit = useEditTerms();
  const put = (index: number, change: Partial<(typeof flows)[number]>) =>
    edit({ cashFlows: flows.map((flow, at) => (at === index ? { ...flow, ...change } : flow)) });
  const add = () => {
    const last = flows.at(-1);
    const start = from === '' ? (first ?? Date.UTC(2020, 0, 1)) : Date.parse(from);
    const day = new Date(last?.time ?? start).toISOString().slice(0, 7);
    const [year = 2020, month = 1] = day.split('-').map(Number);
    edit({ cashFlows: [...flows, { time: Date.UTC(year, month, 1), amount: last?.amount ?? 1_000 }] });
  };
  return (
    <>
      <div className={classes.caption}>
        <span title="Booked at the open of the first bar at or after the day (UTC). A withdrawal has a minus sign.">
          Deposits and withdrawals (money)
        </span>
        <button type="button" className={classes.link} onClick={add} data-testid="add-flow">
          add
        </button>
      </div>
      {flows.length > 0 && (
        <ul className={classes.flows} aria-label="Deposits and withdrawals" data-testid="cash-flows">
          {flows.map(({ time, amount }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a flow is its place in the list, its fields change while they are typed.
            <li key={index} className={classes.flow}>
              <DateField
                id={`flow-day-${index}`}
                label={`Day of flow ${index + 1}`}
                required
                value={new Date(time).toISOString().slice(0, 10)}
                unset={undefined}
                onChange={(day) => put(index, { time: Date.parse(day) })}
              />
              <NumberField
                id={`flow-amount-${index}`}
                aria-label={`Amount of flow ${index + 1}`}
                min={-1e12}
                max={1e12}
                nonZero
                thousandSeparator=","
                value={amount}
                onChange={(next) => put(index, { amount: next })}
              />
              <button
                type="button"
                className={classes.remove}
                aria-label={`Remove flow ${index + 1}`}
                onClick={() => edit({ cashFlows: flows.filter((_, at) => at !== index) })}
              >
                <CrossIcon size={10} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
