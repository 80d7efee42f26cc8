import { NativeSelect } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { SeriesInfo } from '../../core/series.ts';
import { timeframeMilliseconds } from '../../core/timeframe.ts';
import type { Coverage } from '../../worker/client/types.ts';
import { errorMessage } from '../formatting/labels.ts';
import { formatNumber } from '../formatting/numbers.ts';
import { formatBarTime, formatSpan } from '../formatting/times.ts';
import { useWorkbench } from '../shell/workbench.tsx';
import classes from './storage-dialog.module.css';

const DAY = 86_400_000;
const LISTED = 50;
/** Gaps that are drawn at most; fewer than `PLAIN` are drawn a thousandth wide at least, so that each is seen. */
const DRAWN = 20_000;
const PLAIN = 300;

const SHORTEST = [
  { value: '1', label: 'every missing bar' },
  { value: String(DAY), label: 'a day or longer' },
  { value: String(4 * DAY), label: 'longer than a long weekend' },
  { value: String(30 * DAY), label: 'a month or longer' },
];

/** What is there and what is not: figures, a strip of the whole span, and the gaps one by one. */
export function CoverageSection(props: { readonly series: SeriesInfo }) {
  const { series } = props;
  const { client } = useWorkbench();
  const [minGap, setMinGap] = useState(series.assetType === 'crypto' ? '1' : String(4 * DAY));
  const [coverage, setCoverage] = useState<Coverage | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    let wanted = true;
    client.getCoverage(series.id, { minGap: Number(minGap), limit: DRAWN }).then(
      (read) => wanted && setCoverage(read),
      (failure) => wanted && setError(errorMessage(failure)),
    );
    return () => {
      wanted = false;
    };
  }, [client, series.id, minGap]);
  const longest = coverage?.gaps.reduce((most, { from, to }) => Math.max(most, to - from), 0);
  return (
    <section className={classes.section} aria-label="Coverage">
      <div className={classes.line}>
        <h3>Coverage</h3>
        <NativeSelect
          aria-label="Gaps that count"
          value={minGap}
          data={SHORTEST}
          onChange={(event) => setMinGap(event.currentTarget.value)}
          data-testid="coverage-gaps"
        />
      </div>
      {error ? <p role="alert">{error}</p> : <Figures coverage={coverage} longest={longest} />}
      <Strip series={series} coverage={coverage} />
      <GapList series={series} coverage={coverage} />
    </section>
  );
}

function Figures(props: { readonly coverage: Coverage | null; readonly longest: number | undefined }) {
  const { coverage, longest } = props;
  return (
    <dl className={classes.figures} data-testid="coverage-figures">
      <dt>Bars</dt>
      <dd>{formatNumber(coverage?.rows)}</dd>
      <dt title="Nights and weekends of a market count as not covered">Covered (% of the time)</dt>
      <dd>{formatNumber(coverage ? coverage.share * 100 : null, 1)}</dd>
      <dt>Gaps</dt>
      <dd>{formatNumber(coverage?.gapCount)}</dd>
      <dt>Longest gap</dt>
      <dd>{longest ? formatSpan(longest) : '—'}</dd>
    </dl>
  );
}

function Strip(props: { readonly series: SeriesInfo; readonly coverage: Coverage | null }) {
  const { series, coverage } = props;
  const from = series.first;
  const span = series.last + timeframeMilliseconds(series.timeframe) - from;
  const gaps = coverage?.gaps ?? [];
  return (
    <>
      <svg
        className={classes.strip}
        viewBox="0 0 1000 16"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${formatNumber(gaps.length)} gaps between ${formatBarTime(series.first, series.timeframe)} and ${formatBarTime(series.last, series.timeframe)}`}
      >
        {gaps.map((gap) => (
          <rect
            key={gap.from}
            x={((gap.from - from) / span) * 1000}
            width={Math.max(gaps.length < PLAIN ? 1 : 0, ((gap.to - gap.from) / span) * 1000)}
            height={16}
          />
        ))}
      </svg>
      <div className={classes.ends}>
        <span>{formatBarTime(series.first, series.timeframe)}</span>
        <span>{formatBarTime(series.last, series.timeframe)} UTC</span>
      </div>
    </>
  );
}

function GapList(props: { readonly series: SeriesInfo; readonly coverage: Coverage | null }) {
  const { series, coverage } = props;
  if (!coverage || coverage.gapCount === 0) return null;
  const longest = coverage.gaps.toSorted((a, b) => b.to - b.from - (a.to - a.from)).slice(0, LISTED);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className={classes.scroll} style={{ maxHeight: 120 }} tabIndex={0} aria-label="Longest gaps">
      <table className={`figures-table ${classes.table}`} data-testid="gaps">
        <thead>
          <tr>
            <th scope="col">
              {coverage.gapCount > longest.length
                ? `Longest ${formatNumber(longest.length)} of ${formatNumber(Math.min(coverage.gapCount, coverage.gaps.length))} gaps${coverage.gapCount > coverage.gaps.length ? `; ${formatNumber(coverage.gapCount)} in all` : ''}`
                : 'Gap from'}
            </th>
            <th scope="col">To</th>
            <th scope="col">Length</th>
          </tr>
        </thead>
        <tbody>
          {longest.map((gap) => (
            <tr key={gap.from}>
              <th scope="row">{formatBarTime(gap.from, series.timeframe)}</th>
              <td>{formatBarTime(gap.to, series.timeframe)}</td>
              <td>{formatSpan(gap.to - gap.from)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
