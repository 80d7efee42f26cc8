import {
  BaselineSeries,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  LineStyle,
  type SeriesType,
  type UTCTimestamp,
} from 'lightweight-charts';
import type { ChartBars } from '../../worker/client/types.ts';
import { formatNumber } from '../formatting/numbers.ts';
import type { RunCurves } from './benchmark-rows.ts';
import type { ChartColours } from './chart-colours.ts';
import { chartTime } from './chart-time.ts';

const EQUITY_PANE = 1;
const DRAWDOWN_PANE = 2;

/** Rows beyond which a line two pixels wide turns into a band. */
const DENSE_ROWS = 600;

const QUIET = { priceLineVisible: false, lastValueVisible: false, crosshairMarkerVisible: false } as const;

const MONEY = {
  type: 'custom',
  formatter: (value: number) => formatNumber(value, Math.abs(value) < 100 ? 2 : 0),
  minMove: 0.01,
} as const;

const PERCENT = {
  type: 'custom',
  formatter: (value: number) => `${formatNumber(value, 1)}%`,
  minMove: 0.1,
} as const;

/** Adds a pane with equity (its extremes too when rows are aggregated) what the asset held and the benchmark come to, and one with the drawdown. Returns the series to remove again. */
export function drawEquityPanes(
  chart: IChartApi,
  bars: ChartBars,
  { equity, benchmark, holding }: RunCurves,
  colours: ChartColours,
): ISeriesApi<SeriesType>[] {
  const { accent, text, strong, loss, lossFaint, line } = colours;
  const points = (values: Float64Array) => {
    const drawn: { time: UTCTimestamp; value: number }[] = [];
    for (let row = 0; row < values.length; row++) {
      const value = values[row] as number;
      if (!Number.isNaN(value)) drawn.push({ time: chartTime(bars.timestamp[row] as number), value });
    }
    return drawn;
  };
  const drawLine = (values: Float64Array, options: object) => {
    const series = chart.addSeries(LineSeries, { ...QUIET, priceFormat: MONEY, ...options }, EQUITY_PANE);
    series.setData(points(values));
    return series;
  };
  const overlays: ISeriesApi<SeriesType>[] = [];
  if (bars.factor > 1) {
    overlays.push(drawLine(equity.low, { color: accent, lineWidth: 1 }));
    overlays.push(drawLine(equity.high, { color: accent, lineWidth: 1 }));
  }
  if (holding) {
    overlays.push(drawLine(holding, { color: text, lineWidth: 1, lineStyle: LineStyle.Dotted }));
  }
  if (benchmark) {
    overlays.push(drawLine(benchmark, { color: strong, lineWidth: 1, lineStyle: LineStyle.LargeDashed }));
  }
  const lineWidth = bars.timestamp.length > DENSE_ROWS ? 1 : 2;
  overlays.push(drawLine(equity.last, { color: accent, lineWidth, lastValueVisible: true }));
  const drawdown = chart.addSeries(
    BaselineSeries,
    {
      ...QUIET,
      baseValue: { type: 'price', price: 0 },
      lineWidth: 1,
      topLineColor: loss,
      bottomLineColor: loss,
      topFillColor1: 'transparent',
      topFillColor2: 'transparent',
      bottomFillColor1: lossFaint,
      bottomFillColor2: lossFaint,
      priceFormat: PERCENT,
    },
    DRAWDOWN_PANE,
  );
  drawdown.setData(points(equity.drawdown.map((share) => -100 * share)));
  overlays.push(drawdown);

  const panes = chart.panes();
  panes[0]?.setStretchFactor(62);
  panes[EQUITY_PANE]?.setStretchFactor(24);
  panes[DRAWDOWN_PANE]?.setStretchFactor(14);
  const scale = (pane: number, top: number) =>
    chart.priceScale('right', pane).applyOptions({ borderColor: line, scaleMargins: { top, bottom: 0.08 } });
  scale(EQUITY_PANE, 0.22);
  scale(DRAWDOWN_PANE, 0.28);
  return overlays;
}
