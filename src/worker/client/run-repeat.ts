import { BacktabError } from '../../core/error.ts';
import type { SeriesInfo } from '../../core/series.ts';
import { type BacktestSpecification, feedSeries, RUN_TERMS } from '../../engine/backtest-specification.ts';
import { sameBars } from '../same-bars.ts';
import type { RunRepeat, StoredRun } from '../stored-run.ts';
import type { RunRequest } from './workbench-client.ts';

const HANDED_ON = [
  'params',
  'session',
  'start',
  'end',
  'cash',
  'commission',
  'fillProfile',
  'intrabar',
  'band',
  'maxGap',
  'volumeLimit',
  'trailHistory',
  'exclusiveOrders',
  'finalizeTrades',
  'riskFreeRate',
  ...RUN_TERMS,
] as const satisfies readonly (keyof BacktestSpecification & keyof RunRequest)[];

/** The request that asks for `run` again, to the last term; the text of a strategy that was given as text is in `sourceOfRun`. */
export function requestOfRun(run: StoredRun): RunRequest {
  const specification = specificationOf(run);
  const { strategy, series, finerBars, benchmark } = specification;
  const given = HANDED_ON.filter((name) => specification[name] !== undefined);
  const [first] = run.runs;
  return {
    ...Object.fromEntries(given.map((name) => [name, specification[name]])),
    strategy,
    series: series.map(({ id }) => id),
    ...(finerBars ? { finerBars: finerBars.map(({ id }) => id) } : {}),
    ...(benchmark ? { benchmark: benchmark.id } : {}),
    storage: run.runs.length > 1 ? 'both' : (first?.storage ?? 'duckdb'),
  };
}

/** `again` beside the run that it repeats. */
export function compareRepeat(before: StoredRun, again: StoredRun): RunRepeat {
  const hash = (run: StoredRun, index: number) => run.runs[index]?.result.resultHash;
  const sameHash =
    before.runs.length === again.runs.length &&
    before.runs.every((_, index) => hash(before, index) === hash(again, index));
  const old = feedSeries(specificationOf(before));
  const now = feedSeries(specificationOf(again));
  const rewritten = old.flatMap((series) => {
    const current = now.find(({ id }) => id === series.id);
    return current && !sameBars(series, current) ? [change(series, current)] : [];
  });
  const engine = before.runs[0]?.result.engineVersion;
  const current = again.runs[0]?.result.engineVersion;
  const engines = engine === current ? [] : [`The engine was ${engine} and is ${current}`];
  return { run: again, repeatOf: before.runId, sameHash, changes: [...rewritten, ...engines] };
}

function specificationOf(run: StoredRun): BacktestSpecification {
  const specification = run.runs[0]?.result.specification;
  if (specification) return specification;
  throw new BacktabError('internal', `Run "${run.runId}" holds no result`);
}

function change(before: SeriesInfo, now: SeriesInfo): string {
  const written = new Date(now.updatedAt).toISOString().slice(0, 16).replace('T', ' ');
  return `${now.symbol} ${now.timeframe} was written again on ${written} UTC: revision ${before.revision} with ${before.rows} bars then, revision ${now.revision} with ${now.rows} bars now`;
}
