import { Popover } from '@mantine/core';
import { useState } from 'react';
import {
  type BacktestSpecification,
  parseSeriesId,
  type StorageRun,
  type StoredRun,
} from '../../worker/client/types.ts';
import { parameterSummary } from '../formatting/labels.ts';
import { formatNumber, formatShortest } from '../formatting/numbers.ts';
import { formatDate } from '../formatting/times.ts';
import { IconButton } from '../shell/icon-button.tsx';
import { RecordIcon } from '../shell/panel-icons.tsx';
import { useRun } from '../shell/workbench.tsx';
import { hoursWith, sameSession } from '../strategy/market-hours.ts';
import { formOfRun, initialForm } from '../strategy/run-form.ts';
import { accountWords, costWords, fillWords } from '../strategy/term-words.ts';
import classes from './run-record.module.css';

type Series = BacktestSpecification['series'][number];

/** What bars a result rests on: `GOOG 1d, file, 2,148 bars, revision 3`. */
function barsOf(series: Series): string {
  const { source } = parseSeriesId(series.id);
  return `${series.symbol} ${series.timeframe}, ${source}, ${formatNumber(series.rows)} bars, revision ${series.revision}`;
}

function facts(run: StoredRun, shown: StorageRun): readonly (readonly [name: string, text: string])[] {
  const { specification, engineVersion, resultHash } = shown.result;
  const { series, benchmark, finerBars = [], session = null, start, end } = specification;
  const form = formOfRun(initialForm([]), run);
  const hours = hoursWith(session).find((one) => sameSession(one.session, session));
  const bars = (name: string, list: readonly Series[]) => list.map((one) => [name, barsOf(one)] as const);
  const words = (name: string, list: readonly string[]) =>
    list.length > 0 ? [[name, list.join(', ')] as const] : [];
  return [
    ['Strategy', [specification.strategy, parameterSummary(specification.params)].filter(Boolean).join(': ')],
    ...bars('Series', series),
    ...bars('Finer bars', finerBars),
    ...bars('Benchmark', benchmark ? [benchmark] : []),
    ...(session && hours ? [['Hours', hours.label] as const] : []),
    [
      'Period',
      `${start === undefined ? 'first bar' : formatDate(start)} to ${end === undefined ? 'last bar' : formatDate(end - 1)} (UTC)`,
    ],
    ['Cash', formatShortest(specification.cash)],
    ...(form.terms.fees ? [] : [['Commission', `${formatShortest(form.commissionPct)}%`] as const]),
    ...words(
      'Costs',
      costWords(form).filter((word) => form.terms.fees || !word.startsWith('commission')),
    ),
    ...words('Account', accountWords(form)),
    ['Fills', [...new Set([specification.fillProfile, ...fillWords(form)])].join(', ')],
    ['Engine', engineVersion],
    ['Hash', resultHash],
    ['Run', run.runId],
  ];
}

/** Button that shows the record of the run on screen: all that its figures rest on. Terms that are not named are as by default. */
export function RunRecord(props: { readonly run: StoredRun; readonly shown: StorageRun }) {
  const { run, shown } = props;
  const [open, setOpen] = useState(false);
  const name = useRun(
    (state) => state.strategies.find((one) => one.id === shown.result.specification.strategy)?.name,
  );
  return (
    <Popover opened={open} onChange={setOpen} position="top-end" width={460} returnFocus>
      <Popover.Target>
        <IconButton label="Terms of this run" testId="run-record-button" onClick={() => setOpen(!open)}>
          <RecordIcon />
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown p={12} aria-label={`Terms of ${name ?? 'the run'}`}>
        <dl className={classes.facts} data-testid="run-record">
          {facts(run, shown).map(([fact, text]) => (
            <div key={`${fact}/${text}`}>
              <dt>{fact}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
        <p className={classes.note}>Terms that are not named are as by default.</p>
      </Popover.Dropdown>
    </Popover>
  );
}
