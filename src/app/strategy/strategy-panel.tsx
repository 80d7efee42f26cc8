import { NativeSelect, SegmentedControl, Switch } from '@mantine/core';
import type { RunStorage } from '../../worker/client/types.ts';
import { formatElapsed } from '../formatting/times.ts';
import { useData, useRun, useView } from '../shell/workbench.tsx';
import { AccountFields } from './account-fields.tsx';
import { CostFields } from './cost-fields.tsx';
import { DateField } from './date-field.tsx';
import { FieldRow } from './field-row.tsx';
import { FillFields } from './fill-fields.tsx';
import { NumberField } from './number-field.tsx';
import { ParameterField } from './parameter-field.tsx';
import { PortfolioFields } from './portfolio-fields.tsx';
import { RunError } from './run-error.tsx';
import { formParameters, type RunForm } from './run-form.ts';
import { CHEAP_RUN, runCost } from './run-store.ts';
import classes from './strategy-panel.module.css';
import { COMMISSION_NAMES } from './term-words.ts';

function Parameters() {
  const strategies = useRun((state) => state.strategies);
  const form = useRun((state) => state.form);
  const strategy = strategies.find((one) => one.id === form.strategy);
  const values = formParameters(form, strategies);
  const entries = Object.entries(strategy?.parameters ?? {});
  if (entries.length === 0) return <p className={classes.none}>No parameters.</p>;
  return entries.map(([name, parameter]) => (
    <ParameterField key={`${form.strategy}/${name}`} name={name} parameter={parameter} value={values[name]} />
  ));
}

function Period() {
  const { from, to } = useRun((state) => state.form);
  const edit = useRun((state) => state.edit);
  const series = useData((state) => state.series.find((one) => one.id === state.selectedId));
  return (
    <>
      <FieldRow
        label="From (UTC)"
        id="run-from"
        hint="First day of the run, 2014-01-31. Bars before it serve as history. Empty: the first bar."
      >
        <DateField id="run-from" value={from} unset={series?.first} onChange={(day) => edit({ from: day })} />
      </FieldRow>
      <FieldRow label="To (UTC)" id="run-to" hint="Last day of the run, included. Empty: the last bar.">
        <DateField id="run-to" value={to} unset={series?.last} onChange={(day) => edit({ to: day })} />
      </FieldRow>
    </>
  );
}

function Repeat() {
  const on = useView((state) => state.rerunWhenCheap);
  const setOn = useView((state) => state.setRerunWhenCheap);
  const cost = useRun((state) => runCost(state.run));
  return (
    <div className={classes.repeat}>
      <Switch
        label="Run again on change"
        checked={on}
        onChange={(event) => setOn(event.currentTarget.checked)}
        data-testid="rerun-switch"
      />
      <p>
        {cost === 0
          ? `While a run is less than ${CHEAP_RUN} ms of work.`
          : `The last one was ${formatElapsed(cost)} of work: ${cost < CHEAP_RUN ? 'cheap enough' : `over ${CHEAP_RUN} ms, press Run`}.`}
      </p>
    </div>
  );
}

/** Strategy, its parameters, and the terms of the run. */
export function StrategyPanel() {
  const strategies = useRun((state) => state.strategies);
  const form = useRun((state) => state.form);
  const edit = useRun((state) => state.edit);
  const strategy = strategies.find((one) => one.id === form.strategy);
  const openGroups = useView((state) => state.openGroups);
  const toggleGroup = useView((state) => state.toggleGroup);
  const number = (change: (value: number) => Partial<RunForm>) => (value: number) => edit(change(value));
  return (
    <section className={classes.panel} aria-label="Strategy" data-testid="strategy-panel">
      <RunError />
      <h2 className={classes.heading}>Strategy</h2>
      <div className={classes.group}>
        <NativeSelect
          aria-label="Strategy"
          data-testid="strategy-select"
          value={form.strategy}
          onChange={(event) => edit({ strategy: event.currentTarget.value })}
          data={strategies.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <p className={classes.description}>{strategy?.description}</p>
        <Parameters />
        <PortfolioFields />
      </div>
      <h2 className={classes.heading}>Terms</h2>
      <div className={classes.group}>
        <FieldRow label="Cash" id="run-cash" hint="Money at the start, in the currency of the series.">
          <NumberField
            id="run-cash"
            min={1}
            thousandSeparator=","
            value={form.cash}
            onChange={number((cash) => ({ cash }))}
          />
        </FieldRow>
        <FieldRow
          label="Commission (%)"
          id="run-commission"
          hint="Percent of notional, at entry and at exit."
        >
          {form.terms.fees ? (
            <button
              type="button"
              id="run-commission"
              className={classes.fees}
              onClick={() => openGroups.includes('costs') || toggleGroup('costs')}
            >
              {COMMISSION_NAMES[form.terms.fees.type]}, see Costs
            </button>
          ) : (
            <NumberField
              id="run-commission"
              min={0}
              max={50}
              step={0.05}
              value={form.commissionPct}
              onChange={number((commissionPct) => ({ commissionPct }))}
            />
          )}
        </FieldRow>
        <Period />
      </div>
      <CostFields />
      <AccountFields />
      <FillFields />
      <h2 className={classes.heading}>Run on</h2>
      <div className={classes.group}>
        <SegmentedControl
          fullWidth
          aria-label="Run on"
          data-testid="run-on"
          value={form.storage}
          onChange={(value) => edit({ storage: value as RunStorage })}
          data={[
            { value: 'duckdb', label: 'DuckDB' },
            { value: 'memory', label: 'Memory' },
            { value: 'both', label: 'Both' },
          ]}
        />
        <Repeat />
      </div>
    </section>
  );
}
