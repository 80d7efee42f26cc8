import { NativeSelect } from '@mantine/core';
import type { SeriesInfo } from '../../core/series.ts';
import { CrossIcon } from '../shell/icons.tsx';
import { useData, useRun } from '../shell/workbench.tsx';
import { FieldRow } from './field-row.tsx';
import { hoursWith, sameSession } from './market-hours.ts';
import classes from './portfolio-fields.module.css';

/** `GOOG 1d`, with exchange and source where they are needed to tell two series apart. */
function seriesLabel(series: SeriesInfo, all: readonly SeriesInfo[]): string {
  const { symbol, timeframe, exchange, source } = series;
  const twin = all.some(
    (one) => one.id !== series.id && one.symbol === symbol && one.timeframe === timeframe,
  );
  return [symbol, timeframe, ...(twin ? [exchange, source] : [])].filter(Boolean).join(' ');
}

/** Series that are traded besides the one on screen: chosen from a list, each taken away by its button. */
function FurtherSeries() {
  const all = useData((state) => state.series);
  const selectedId = useData((state) => state.selectedId);
  const others = useRun((state) => state.form.others);
  const edit = useRun((state) => state.edit);
  const free = all.filter(({ id }) => id !== selectedId && !others.includes(id));
  const shown = others.filter((id) => id !== selectedId);
  return (
    <>
      <FieldRow
        label="Also trade"
        id="run-others"
        hint="Further series of the run, on one clock and from one pool of cash. The series on screen is the main one: it sets the period."
      >
        <NativeSelect
          id="run-others"
          data-testid="run-others"
          value=""
          disabled={free.length === 0}
          onChange={(event) => edit({ others: [...others, event.currentTarget.value] })}
          data={[
            { value: '', label: free.length === 0 ? 'no other series' : 'add…' },
            ...free.map((series) => ({ value: series.id, label: seriesLabel(series, all) })),
          ]}
        />
      </FieldRow>
      {shown.length > 0 && (
        <ul className={classes.list} aria-label="Also traded" data-testid="run-others-list">
          {shown.map((id) => {
            const series = all.find((one) => one.id === id);
            const label = series ? seriesLabel(series, all) : decodeURIComponent(id.split(':')[0] ?? id);
            return (
              <li
                key={id}
                className={`${classes.chip} ${series ? '' : classes.gone}`}
                title={series ? id : `${id} is not stored any more`}
              >
                <span>{label}</span>
                <button
                  type="button"
                  className={classes.remove}
                  aria-label={`Do not trade ${label}`}
                  onClick={() => edit({ others: others.filter((one) => one !== id) })}
                >
                  <CrossIcon size={10} />
                </button>
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}

function Benchmark() {
  const all = useData((state) => state.series);
  const benchmark = useRun((state) => state.form.benchmark);
  const edit = useRun((state) => state.edit);
  const gone = benchmark !== '' && all.every(({ id }) => id !== benchmark);
  return (
    <FieldRow
      label="Benchmark"
      id="run-benchmark"
      hint="Series that the run is measured against. It is not traded and changes no result."
    >
      <NativeSelect
        id="run-benchmark"
        data-testid="run-benchmark"
        value={benchmark}
        onChange={(event) => edit({ benchmark: event.currentTarget.value })}
        data={[
          { value: '', label: 'none' },
          ...all.map((series) => ({ value: series.id, label: seriesLabel(series, all) })),
          ...(gone ? [{ value: benchmark, label: 'not stored any more' }] : []),
        ]}
      />
    </FieldRow>
  );
}

function Hours() {
  const session = useRun((state) => state.form.session);
  const edit = useRun((state) => state.edit);
  const offered = hoursWith(session);
  return (
    <FieldRow
      label="Hours"
      id="run-hours"
      hint="Of bars shorter than a day, only those that open within these hours are seen and traded. Holidays and half days are not known."
    >
      <NativeSelect
        id="run-hours"
        data-testid="run-hours"
        value={String(offered.findIndex((hours) => sameSession(hours.session, session)))}
        onChange={(event) => edit({ session: offered[Number(event.currentTarget.value)]?.session ?? null })}
        data={offered.map(({ label }, index) => ({ value: String(index), label }))}
      />
    </FieldRow>
  );
}

/** What a run trades besides the series on screen, what it is measured against, and when. */
export function PortfolioFields() {
  return (
    <>
      <FurtherSeries />
      <Benchmark />
      <Hours />
    </>
  );
}
