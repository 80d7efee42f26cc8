import { barCloseTime, timeframeMilliseconds } from '../../core/timeframe.ts';
import type { BacktestSpecification } from '../../engine/backtest-specification.ts';
import { Contracts } from '../../engine/contracts.ts';
import { sessionOf } from '../../engine/series-marks.ts';
import type { RunSeriesRow } from '../../storage/run-store.ts';

/**
 * What SQL needs to know of the series of a run to put its account together. `known` is 0 where it could not: one of several series whose bars
 * are seen in some hours only, or splits with trade on close.
 */
export function runSeriesRows(specification: BacktestSpecification): RunSeriesRow[] {
  const { series, session, contract, end, adjustments, tradeOnClose } = specification;
  const contracts = new Contracts(contract, series.length);
  const [main] = series;
  if (!main) return [];
  const until = end ?? barCloseTime(main.last, main.timeframe);
  const raw = adjustments === 'raw';
  return series.map((info, index) => ({
    id: info.id,
    series: index,
    revision: info.revision,
    bars: info.rows,
    updatedAt: info.updatedAt,
    milliseconds: info.timeframe === '1mo' ? Number.NaN : timeframeMilliseconds(info.timeframe),
    multiplier: contracts.multiplier[index]!,
    paid: Number(Number.isNaN(contracts.initialMargin[index]!)),
    raw: Number(raw),
    alone: Number(series.length === 1),
    known: Number((series.length === 1 || !sessionOf(info, session)) && !(raw && tradeOnClose === true)),
    until,
  }));
}
