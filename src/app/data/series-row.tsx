import { useEffect, useRef, useState } from 'react';
import type { SeriesInfo } from '../../core/series.ts';
import { isSynthetic } from '../formatting/labels.ts';
import { formatNumber } from '../formatting/numbers.ts';
import { formatDate, formatPeriod } from '../formatting/times.ts';
import { TrashIcon } from '../shell/icons.tsx';
import { useData } from '../shell/workbench.tsx';
import { SeriesMenu } from './series-menu.tsx';
import classes from './series-row.module.css';
import { Sparkline } from './sparkline.tsx';

function Confirm(props: { readonly series: SeriesInfo; readonly onDone: () => void }) {
  const { series, onDone } = props;
  const remove = useData((state) => state.remove);
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend of its own.
    <div className={classes.confirm} role="group" aria-label={`Delete ${series.symbol} ${series.timeframe}`}>
      <span title={`${formatNumber(series.rows)} bars`}>Delete all bars?</span>
      <button
        type="button"
        data-testid="confirm-delete"
        onClick={() => {
          onDone();
          void remove(series);
        }}
      >
        Delete
      </button>
      <button type="button" ref={keep} onClick={onDone}>
        Keep
      </button>
    </div>
  );
}

/** One stored series: symbol, timeframe, bars, period and the course of its closes. */
export function SeriesRow(props: { readonly series: SeriesInfo; readonly selected: boolean }) {
  const { series, selected } = props;
  const select = useData((state) => state.select);
  const [confirming, setConfirming] = useState(false);
  const name = `${series.symbol} ${series.timeframe}`;
  return (
    <li
      className={classes.item}
      data-selected={selected || undefined}
      data-testid="series-row"
      data-series={series.id}
    >
      <button
        type="button"
        className={classes.row}
        aria-pressed={selected}
        title={[
          name,
          series.assetType,
          series.exchange,
          series.quote,
          `${formatDate(series.first)} to ${formatDate(series.last)}`,
        ]
          .filter(Boolean)
          .join(' · ')}
        onClick={() => select(series.id)}
      >
        <span className={classes.line}>
          <span className={classes.symbol}>{series.symbol}</span>
          <span className={classes.timeframe}>{series.timeframe}</span>
          <span className={classes.rows}>{formatNumber(series.rows)}</span>
        </span>
        <span className={classes.line}>
          <Sparkline series={series} />
          {isSynthetic(series) && <span className={classes.synthetic}>synthetic</span>}
          <span className={classes.period}>{formatPeriod(series.first, series.last)}</span>
        </span>
      </button>
      <button
        type="button"
        className={classes.remove}
        aria-label={`Delete ${name}`}
        onClick={() => setConfirming(true)}
      >
        <TrashIcon size={14} />
      </button>
      <SeriesMenu series={series} onDelete={() => setConfirming(true)} />
      {confirming && <Confirm series={series} onDone={() => setConfirming(false)} />}
    </li>
  );
}
