import type { DayColumns } from '../../metrics/day-columns.ts';
import { type DrawdownEpisode, KEPT_EPISODES } from '../../metrics/drawdown-tracker.ts';
import type { EquitySamples } from '../../metrics/performance.ts';
import { count, finite, listOf, Mismatch, nullable, oneOf, type Reader, record } from './plain-data.ts';

const readEpisode = record<DrawdownEpisode>({
  start: finite,
  trough: finite,
  recovery: nullable(finite),
  end: finite,
  depth: finite,
  bars: count,
});

/** Reads the samples of an equity of at most `bars` bars: at least one day, all columns of one length. */
export function samplesCheck(bars: number): Reader<EquitySamples> {
  const column = listOf(finite, bars);
  const closes = listOf(nullable(finite), bars);
  const read = record<EquitySamples>({
    bars: count,
    first: finite,
    start: finite,
    unit: oneOf(['day', 'week', 'month', 'year']),
    perYear: finite,
    days: record<DayColumns>(
      { time: column, equity: column, index: column, asset: closes, benchmark: closes },
      ['asset', 'benchmark'],
    ),
    drawdowns: listOf(readEpisode, KEPT_EPISODES),
  });
  return (data) => {
    const samples = read(data);
    const { time, ...columns } = samples.days;
    const lengths = Object.values(columns).map(({ length }) => length);
    if (time.length === 0 || lengths.some((length) => length !== time.length)) {
      throw new Mismatch('of at least one day and of one length', time.length);
    }
    return samples;
  };
}
