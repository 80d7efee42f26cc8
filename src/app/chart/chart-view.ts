import {
  CandlestickSeries,
  CrosshairMode,
  createChart,
  createSeriesMarkers,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  LineSeries,
  LineStyle,
  type SeriesType,
  type Time,
} from 'lightweight-charts';
import type { ChartBars } from '../../worker/client/types.ts';
import { formatNumber, formatShort } from '../formatting/numbers.ts';
import type { RunCurves } from './benchmark-rows.ts';
import type { ChartColours } from './chart-colours.ts';
import { chartOptions } from './chart-options.ts';
import { chartTime, timeText } from './chart-time.ts';
import type { RowSpan } from './chart-window.ts';
import { drawEquityPanes } from './equity-panes.ts';
import type { TradeLine } from './trade-line.ts';
import type { TradeMarker } from './trade-markers.ts';

/** The drawing surface: candles, volume and markers above equity and drawdown, on one time axis. Knows rows, not storage. */
export class ChartView {
  readonly chart: IChartApi;
  #colours: ChartColours;
  #bars: ChartBars | null = null;
  readonly #candles: ISeriesApi<'Candlestick'>;
  readonly #volume: ISeriesApi<'Histogram'>;
  readonly #tradeLine: ISeriesApi<'Line'>;
  readonly #markers: ISeriesMarkersPluginApi<Time>;
  #overlays: ISeriesApi<SeriesType>[] = [];

  constructor(container: HTMLElement, colours: ChartColours) {
    this.#colours = colours;
    this.chart = createChart(container, { autoSize: true, ...chartOptions(colours) });
    this.chart.applyOptions({ crosshair: { mode: CrosshairMode.Normal } });
    this.#candles = this.chart.addSeries(CandlestickSeries, { priceLineVisible: false });
    this.#candles.priceScale().applyOptions({ scaleMargins: { top: 0.12, bottom: 0.2 } });
    this.#volume = this.chart.addSeries(HistogramSeries, {
      priceScaleId: 'volume',
      priceFormat: { type: 'custom', formatter: formatShort, minMove: 1 },
      priceLineVisible: false,
      lastValueVisible: false,
    });
    this.chart.priceScale('volume').applyOptions({ scaleMargins: { top: 0.86, bottom: 0 } });
    this.#tradeLine = this.chart.addSeries(LineSeries, {
      lineWidth: 2,
      lineStyle: LineStyle.Dashed,
      priceLineVisible: false,
      lastValueVisible: false,
      crosshairMarkerVisible: false,
      pointMarkersVisible: true,
      pointMarkersRadius: 4,
      autoscaleInfoProvider: () => null,
    });
    this.#markers = createSeriesMarkers<Time>(this.#candles, []);
    this.#paint();
  }

  /** Changes all colours. */
  setColours(colours: ChartColours): void {
    this.#colours = colours;
    this.chart.applyOptions(chartOptions(colours));
    this.#paint();
    if (this.#bars) this.#setVolume(this.#bars);
  }

  /** Replaces the rows that are drawn. */
  setBars(bars: ChartBars, precision: number, withTime: boolean): void {
    this.#bars = bars;
    this.chart.applyOptions({
      timeScale: { timeVisible: withTime },
      localization: { timeFormatter: (time: Time) => timeText(time, withTime) },
    });
    const negative = bars.low.some((low) => low < 0);
    this.#candles.applyOptions({
      priceFormat: {
        type: 'custom',
        formatter: (price: number) => (price < 0 && !negative ? '' : formatNumber(price, precision)),
        minMove: 10 ** -precision,
      },
    });
    const rows = bars.timestamp.length;
    const candles = new Array(rows);
    for (let row = 0; row < rows; row++) {
      candles[row] = {
        time: chartTime(bars.timestamp[row] as number),
        open: bars.open[row],
        high: bars.high[row],
        low: bars.low[row],
        close: bars.close[row],
      };
    }
    this.#tradeLine.setData([]);
    this.#candles.setData(candles);
    this.#setVolume(bars);
  }

  /** Draws equity, what it is measured against, and drawdown; `null` takes their panes away. */
  setCurves(curves: RunCurves | null): void {
    for (const series of this.#overlays) this.chart.removeSeries(series);
    const bars = this.#bars;
    this.#overlays = curves && bars ? drawEquityPanes(this.chart, bars, curves, this.#colours) : [];
  }

  /** Draws buys below and sells above the candles; a count stands where several share a marker. */
  setMarkers(markers: readonly TradeMarker[]): void {
    const bars = this.#bars;
    if (!bars) return;
    const { accent, strong } = this.#colours;
    this.#markers.setMarkers(
      markers.map(({ row, side, count }) => ({
        time: chartTime(bars.timestamp[row] as number),
        position: side > 0 ? 'belowBar' : 'aboveBar',
        shape: side > 0 ? 'arrowUp' : 'arrowDown',
        color: side > 0 ? accent : strong,
        size: 0.8,
        ...(count > 1 ? { text: String(count) } : {}),
      })),
    );
  }

  /** Marks one trade by a line from entry to exit; `null` removes it. */
  setTradeLine(line: TradeLine | null): void {
    const bars = this.#bars;
    if (!bars || !line) {
      this.#tradeLine.setData([]);
      return;
    }
    const { gain, loss } = this.#colours;
    this.#tradeLine.applyOptions({ color: line.gain ? gain : loss });
    const points = [{ time: chartTime(bars.timestamp[line.fromRow] as number), value: line.fromPrice }];
    if (line.toRow > line.fromRow) {
      points.push({ time: chartTime(bars.timestamp[line.toRow] as number), value: line.toPrice });
    }
    this.#tradeLine.setData(points);
  }

  /** Rows on screen; fractional, beyond the data when panned there. */
  visibleRows(): RowSpan | null {
    const range = this.chart.timeScale().getVisibleLogicalRange();
    return range ? { from: range.from, to: range.to } : null;
  }

  showRows(span: RowSpan): void {
    this.chart.timeScale().setVisibleLogicalRange(span);
  }

  /** Distance of each pane's top edge from the chart's, px. */
  paneTops(): readonly number[] {
    let top = 0;
    return this.chart.panes().map((pane) => {
      const own = top;
      top += pane.getHeight() + 1;
      return own;
    });
  }

  dispose(): void {
    this.chart.remove();
  }

  #paint(): void {
    const { gain, loss } = this.#colours;
    this.#candles.applyOptions({
      upColor: gain,
      downColor: loss,
      borderVisible: false,
      wickUpColor: gain,
      wickDownColor: loss,
    });
  }

  #setVolume(bars: ChartBars): void {
    const { gainFaint, lossFaint } = this.#colours;
    const rows = bars.timestamp.length;
    const volume = new Array(rows);
    for (let row = 0; row < rows; row++) {
      volume[row] = {
        time: chartTime(bars.timestamp[row] as number),
        value: bars.volume[row],
        color: (bars.close[row] as number) >= (bars.open[row] as number) ? gainFaint : lossFaint,
      };
    }
    this.#volume.setData(volume);
  }
}
