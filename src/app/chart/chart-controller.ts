import type { TimeRange } from '../../core/bar.ts';
import type { SeriesInfo } from '../../core/series.ts';
import { timeframeMilliseconds } from '../../core/timeframe.ts';
import type { Trade } from '../../core/trade.ts';
import type { ChartBars } from '../../worker/client/types.ts';
import { pricePrecision } from '../formatting/numbers.ts';
import { type ChartOverlay, type RunCurves, type RunRows, runCurves } from './benchmark-rows.ts';
import type { ChartColours } from './chart-colours.ts';
import { ChartView } from './chart-view.ts';
import {
  type LoadedWindow,
  type RowSpan,
  rowAtTime,
  timeAtRow,
  WINDOW_ROWS,
  wantedRange,
} from './chart-window.ts';
import { tradeLine } from './trade-line.ts';
import { type TradeEvents, tradeEvents, tradeMarkers } from './trade-markers.ts';

/** Loads the rows of `range`. */
export type LoadBars = (seriesId: string, range: TimeRange, maxRows: number) => Promise<ChartBars>;

/** What the chart tells the page. */
export interface ChartListener {
  /** New rows are drawn. */
  onBars(bars: ChartBars, precision: number, curves: RunCurves | null): void;
  /** The last row on screen changed. */
  onLastRow(row: number): void;
  /** Row under the crosshair; null when there is none. */
  onHover(row: number | null): void;
  onError(error: unknown): void;
}

const DEBOUNCE = 120;

/** Keeps a window of rows around what is visible, and draws a run over it. */
export class ChartController {
  readonly #view: ChartView;
  readonly #load: LoadBars;
  readonly #listener: ChartListener;
  #series: SeriesInfo | null = null;
  #bars: ChartBars | null = null;
  #window: LoadedWindow | null = null;
  #precision = 2;
  #overlay: ChartOverlay | null = null;
  /** What `#overlay` comes to in the rows of `#bars`. */
  #rows: RunRows | null = null;
  #events: TradeEvents | null = null;
  #trade: Trade | null = null;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #disposed = false;

  constructor(container: HTMLElement, colours: ChartColours, load: LoadBars, listener: ChartListener) {
    this.#view = new ChartView(container, colours);
    this.#load = load;
    this.#listener = listener;
    this.#view.chart.timeScale().subscribeVisibleLogicalRangeChange(() => this.#onMove());
    this.#view.chart.subscribeCrosshairMove((event) => {
      const row = event.logical;
      const rows = this.#bars?.timestamp.length ?? 0;
      this.#listener.onHover(row === undefined || row < 0 || row >= rows ? null : row);
    });
  }

  /** Shows `series` from its first to its last bar. */
  async setSeries(series: SeriesInfo): Promise<void> {
    this.#series = series;
    this.#trade = null;
    await this.#fetch({ from: series.first, to: series.last + 1 }, null);
  }

  /** Draws `overlay` over the bars; null takes it away. */
  setOverlay(overlay: ChartOverlay | null): void {
    this.#overlay = overlay;
    this.#events = overlay ? tradeEvents(overlay.result.trades, overlay.series) : null;
    this.#trade = null;
    const { timestamp } = this.#bars ?? {};
    const end = this.#window?.range.to;
    if (!overlay || !timestamp || end === undefined) {
      this.#rows = null;
      this.#drawOverlay();
      return;
    }
    this.#rowsOf(overlay, timestamp, end).then(
      (rows) => {
        if (this.#disposed || this.#overlay !== overlay || this.#bars?.timestamp !== timestamp) return;
        this.#rows = rows;
        this.#drawOverlay();
      },
      (error) => this.#overlay === overlay && !this.#disposed && this.#listener.onError(error),
    );
  }

  setColours(colours: ChartColours): void {
    const rows = this.#view.visibleRows();
    this.#view.setColours(colours);
    this.#drawOverlay(rows);
  }

  /** Marks `trade` and brings it into view; null only unmarks. */
  async showTrade(trade: Trade | null): Promise<void> {
    this.#trade = trade;
    const loaded = this.#window;
    const series = this.#series;
    if (!trade || !loaded || !series) {
      this.#drawTrade();
      return;
    }
    const exit = this.#tradeEnd(trade);
    const bar = timeframeMilliseconds(series.timeframe);
    const room = Math.max((exit - trade.entryTime) * 1.2, bar * 40);
    const from = Math.max(series.first - bar * 5, trade.entryTime - room);
    const to = Math.min(series.last + bar * 5, exit + room);
    const inside =
      loaded.range.from <= Math.max(from, series.first) && loaded.range.to > Math.min(to, series.last);
    if (inside && (loaded.factor === 1 || (to - from) / bar / loaded.factor > 200)) {
      this.#view.showRows({
        from: rowAtTime(loaded.timestamp, from),
        to: rowAtTime(loaded.timestamp, to),
      });
      this.#drawTrade();
      return;
    }
    const margin = to - from;
    const range = {
      from: Math.max(series.first, Math.floor(from - margin)),
      to: Math.min(series.last + 1, Math.ceil(to + margin)),
    };
    await this.#fetch(range, { from, to });
  }

  /** Shows all bars. */
  async fit(): Promise<void> {
    if (this.#series) await this.#fetch({ from: this.#series.first, to: this.#series.last + 1 }, null);
  }

  /** Moves by `share` of the visible span, or scales it by `scale` around its middle. */
  move(share: number, scale = 1): void {
    const span = this.#view.visibleRows();
    if (!span) return;
    const middle = (span.from + span.to) / 2 + share * (span.to - span.from);
    const half = ((span.to - span.from) / 2) * scale;
    this.#view.showRows({ from: middle - half, to: middle + half });
  }

  paneTops(): readonly number[] {
    return this.#view.paneTops();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#view.dispose();
  }

  async #fetch(range: TimeRange, visible: TimeRange | null): Promise<void> {
    const series = this.#series;
    if (!series) return;
    const own = ++this.#asked;
    try {
      const bars = await this.#load(series.id, range, WINDOW_ROWS);
      const overlay = this.#overlay;
      const rows = await this.#rowsOf(overlay, bars.timestamp, range.to);
      if (own !== this.#asked || this.#disposed) return;
      this.#rows = overlay === this.#overlay ? rows : null;
      this.#apply(bars, range, visible, series);
      if (overlay !== this.#overlay) this.setOverlay(this.#overlay);
    } catch (error) {
      if (own === this.#asked && !this.#disposed) this.#listener.onError(error);
    }
  }

  async #rowsOf(overlay: ChartOverlay | null, timestamp: Float64Array, end: number): Promise<RunRows | null> {
    return (await overlay?.rows(timestamp, end)) ?? null;
  }

  #apply(bars: ChartBars, range: TimeRange, visible: TimeRange | null, series: SeriesInfo): void {
    this.#bars = bars;
    this.#window = { timestamp: bars.timestamp, factor: bars.factor, range };
    this.#precision = pricePrecision(bars.close);
    this.#view.setBars(bars, this.#precision, timeframeMilliseconds(series.timeframe) < 86_400_000);
    this.#drawOverlay(
      visible
        ? { from: rowAtTime(bars.timestamp, visible.from), to: rowAtTime(bars.timestamp, visible.to) }
        : { from: -1, to: bars.timestamp.length + 1 },
    );
  }

  #onMove(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const visible = this.#view.visibleRows();
      this.#drawMarkers(visible);
      if (!visible || !this.#window || !this.#series) return;
      const range = wantedRange(this.#window, visible, this.#series);
      if (!range) return;
      const { timestamp } = this.#window;
      void this.#fetch(range, {
        from: timeAtRow(timestamp, visible.from),
        to: timeAtRow(timestamp, visible.to),
      });
    }, DEBOUNCE);
  }

  /** Redraws all but the bars. Replacing series makes the chart scroll, so the rows to show are set again afterwards. */
  #drawOverlay(rows: RowSpan | null = this.#view.visibleRows()): void {
    const bars = this.#bars;
    const window = this.#window;
    if (!bars || !window) return;
    const overlay = this.#overlay;
    const curves = overlay && this.#rows ? runCurves(overlay, bars, this.#rows) : null;
    this.#view.setCurves(curves);
    this.#drawMarkers(rows);
    this.#drawTrade();
    if (rows) this.#view.showRows(rows);
    this.#listener.onBars(bars, this.#precision, curves);
  }

  #drawMarkers(visible: RowSpan | null): void {
    const window = this.#window;
    if (!window) return;
    const { timestamp, range } = window;
    if (visible) {
      this.#listener.onLastRow(Math.max(0, Math.min(timestamp.length - 1, Math.floor(visible.to))));
    }
    this.#view.setMarkers(
      this.#events && visible
        ? tradeMarkers(this.#events, timestamp, visible.from, visible.to, range.to)
        : [],
    );
  }

  #drawTrade(): void {
    const window = this.#window;
    const line =
      this.#trade && window ? tradeLine(this.#trade, window.timestamp, this.#tradeEnd(this.#trade)) : null;
    this.#view.setTradeLine(line);
  }

  /** When `trade` ended; an open one goes on to the end of the run. */
  #tradeEnd(trade: Trade): number {
    return trade.exitTime ?? this.#overlay?.result.statistics.end ?? trade.entryTime;
  }
}
