import type { SeriesInfo } from '../../core/series.ts';
import type { ChartBars } from '../../worker/client/types.ts';
import { isSynthetic } from '../formatting/labels.ts';
import { formatNumber, formatShort, formatSigned } from '../formatting/numbers.ts';
import { formatBarTime } from '../formatting/times.ts';
import { IconButton } from '../shell/icon-button.tsx';
import { FitIcon } from '../shell/icons.tsx';
import type { ChartOverlay, RunCurves } from './benchmark-rows.ts';
import classes from './chart-legend.module.css';

/** What is drawn at present. */
export interface DrawnRows {
  readonly bars: ChartBars;
  readonly precision: number;
  readonly curves: RunCurves | null;
  /** Top edge of each pane, px. */
  readonly paneTops: readonly number[];
}

function Prices(props: { readonly drawn: DrawnRows; readonly row: number; readonly series: SeriesInfo }) {
  const { drawn, row, series } = props;
  const { bars, precision } = drawn;
  const open = bars.open[row] as number;
  const close = bars.close[row] as number;
  const change = (close / open - 1) * 100;
  const price = (name: string, value: number | undefined) => (
    <span>
      {name} <b>{formatNumber(value, precision)}</b>
    </span>
  );
  return (
    <div className={classes.prices} data-testid="chart-legend">
      <span className={classes.time}>{formatBarTime(bars.timestamp[row], series.timeframe)}</span>
      {price('O', open)}
      {price('H', bars.high[row])}
      {price('L', bars.low[row])}
      {price('C', close)}
      <span className={change > 0 ? 'gain' : change < 0 ? 'loss' : undefined}>{formatSigned(change)}%</span>
      <span>
        V <b>{formatShort(bars.volume[row] as number)}</b>
      </span>
    </div>
  );
}

function EquityFigures(props: {
  readonly drawn: DrawnRows;
  readonly row: number;
  readonly overlay: ChartOverlay;
}) {
  const { drawn, row, overlay } = props;
  const { curves, paneTops } = drawn;
  if (!curves || paneTops.length < 3) return null;
  const { equity, benchmark, holding } = curves;
  const drawdown = equity.drawdown[row] as number;
  return (
    <>
      <div className={classes.pane} style={{ top: (paneTops[1] as number) + 4 }}>
        <span className={classes.equity}>Equity</span> <b>{formatNumber(equity.last[row], 2)}</b>
        {benchmark && overlay.benchmark && (
          <>
            <span className={classes.benchmark} data-testid="legend-benchmark">
              {overlay.benchmark.name}
            </span>{' '}
            <b>{formatNumber(benchmark[row], 2)}</b>
          </>
        )}
        {holding && (
          <>
            <span className={classes.holding}>buy and hold</span> <b>{formatNumber(holding[row], 2)}</b>
          </>
        )}
        {drawn.bars.factor > 1 && <span>with the extremes of each row</span>}
      </div>
      <div className={classes.pane} style={{ top: (paneTops[2] as number) + 4 }}>
        <span>Drawdown</span> <b>{Number.isNaN(drawdown) ? '—' : `${formatNumber(-100 * drawdown, 1)}%`}</b>
      </div>
    </>
  );
}

/** Names what is drawn and gives the figures of the row under the crosshair, or of the last one on screen. */
export function ChartLegend(props: {
  readonly series: SeriesInfo;
  readonly drawn: DrawnRows | null;
  /** Row that the figures are of: the one under the crosshair, or the last on screen. -1 = none. */
  readonly row: number;
  readonly overlay: ChartOverlay | null;
  readonly onFit: () => void;
}) {
  const { series, drawn, overlay, row } = props;
  return (
    <>
      <div className={classes.legend}>
        <div className={classes.title} data-testid="chart-title">
          <strong title={series.symbol}>{series.symbol}</strong>
          <span>{series.timeframe}</span>
          {isSynthetic(series) && <span className={classes.synthetic}>synthetic</span>}
          <span className={classes.quiet}>UTC</span>
          {drawn && drawn.bars.factor > 1 && (
            <span className={classes.quiet} data-testid="aggregation">
              1 row ≈ {formatNumber(drawn.bars.factor)} bars
            </span>
          )}
        </div>
        {drawn && row >= 0 && <Prices drawn={drawn} row={row} series={series} />}
      </div>
      <div className={classes.tools}>
        <IconButton label="Show all bars" onClick={props.onFit} testId="chart-fit">
          <FitIcon />
        </IconButton>
      </div>
      {drawn && overlay && row >= 0 && <EquityFigures drawn={drawn} row={row} overlay={overlay} />}
    </>
  );
}
