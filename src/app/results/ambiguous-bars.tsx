import type { StorageRun } from '../../worker/client/types.ts';
import { seriesLabels } from '../formatting/labels.ts';
import { formatNumber } from '../formatting/numbers.ts';
import { formatBarTime } from '../formatting/times.ts';
import { ambiguityWords, DOUBTS, distinctDoubts } from './ambiguity-words.ts';
import classes from './overview.module.css';

/** Lines that are listed at most; a longer list is told to be cut. */
const SHOWN = 200;

/** The ambiguous bars of a run, to be folded out, headed by their count and the band of the final equity. Nothing where there are none. */
export function AmbiguousBars(props: { readonly run: StorageRun }) {
  const { ambiguities, ambiguityBand, specification } = props.run.result;
  if (ambiguities.length === 0 && !ambiguityBand) return null;
  const words = ambiguityWords(ambiguities, ambiguityBand);
  if (ambiguities.length === 0) {
    return (
      <div className={classes.ambiguous} data-testid="ambiguous-bars">
        {words}
      </div>
    );
  }
  const doubts = distinctDoubts(ambiguities);
  const symbols = seriesLabels(specification.series);
  return (
    <details className={classes.ambiguous} data-testid="ambiguous-bars">
      <summary>{words}</summary>
      <ul>
        {doubts.slice(0, SHOWN).map(({ series, bar, time, kind }) => (
          <li key={`${series}/${bar}/${kind}`}>
            {formatBarTime(time, specification.series[series]?.timeframe ?? '1d')}{' '}
            {symbols.length > 1 && `${symbols[series]} `}
            {DOUBTS[kind]}
          </li>
        ))}
        {doubts.length > SHOWN && <li>and {formatNumber(doubts.length - SHOWN)} more</li>}
      </ul>
    </details>
  );
}
