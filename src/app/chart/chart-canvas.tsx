import { useMantineColorScheme } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { SeriesInfo } from '../../core/series.ts';
import { tradeRecord } from '../../core/trade-columns.ts';
import { errorMessage } from '../formatting/labels.ts';
import { useRun, useView, useWorkbench } from '../shell/workbench.tsx';
import classes from './chart-canvas.module.css';
import { readChartColours } from './chart-colours.ts';
import { ChartController } from './chart-controller.ts';
import { ChartLegend, type DrawnRows } from './chart-legend.tsx';
import { useOverlay } from './overlay.ts';

const MOVES: Readonly<Record<string, { readonly share: number; readonly scale: number }>> = {
  ArrowLeft: { share: -0.1, scale: 1 },
  ArrowRight: { share: 0.1, scale: 1 },
  '=': { share: 0, scale: 0.8 },
  '+': { share: 0, scale: 0.8 },
  '-': { share: 0, scale: 1.25 },
};

function onKey(event: KeyboardEvent, controller: ChartController | null): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const move = MOVES[event.key];
  if (!move && event.key !== '0') return;
  event.preventDefault();
  event.stopPropagation();
  if (move) controller?.move(move.share, move.scale);
  else void controller?.fit();
}

/** Candles, volume, trades, equity and drawdown of one series. */
export function ChartCanvas(props: { readonly series: SeriesInfo }) {
  const { series } = props;
  const { client } = useWorkbench();
  const host = useRef<HTMLDivElement>(null);
  const [controller, setController] = useState<ChartController | null>(null);
  const [drawn, setDrawn] = useState<DrawnRows | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const [last, setLast] = useState(0);
  const [error, setError] = useState<string | null>(null);
  const { colorScheme } = useMantineColorScheme();
  const palette = useView((state) => state.palette);
  const running = useRun((state) => state.running);
  const selectedTrade = useView((state) => state.selectedTrade);
  const overlay = useOverlay(series);

  useEffect(() => {
    const element = host.current as HTMLDivElement;
    const created = new ChartController(
      element,
      readChartColours(element),
      (id, range, rows) => client.getChartBars(id, range, rows),
      {
        onBars: (bars, precision, curves) => {
          setError(null);
          setHovered(null);
          setDrawn({ bars, precision, curves, paneTops: created.paneTops() });
          requestAnimationFrame(() => {
            setDrawn((now) => (now ? { ...now, paneTops: created.paneTops() } : now));
          });
        },
        onLastRow: setLast,
        onHover: setHovered,
        onError: (problem) => setError(errorMessage(problem)),
      },
    );
    setController(created);
    const resized = new ResizeObserver(() =>
      requestAnimationFrame(() => setDrawn((now) => (now ? { ...now, paneTops: created.paneTops() } : now))),
    );
    resized.observe(element);
    return () => {
      resized.disconnect();
      created.dispose();
      setController(null);
    };
  }, [client]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a revision stands for the content of a series.
  useEffect(() => {
    void controller?.setSeries(series);
  }, [controller, series.id, series.revision]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours come from CSS, which theme and palette switch.
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      if (host.current) controller?.setColours(readChartColours(host.current));
    });
    return () => cancelAnimationFrame(frame);
  }, [controller, colorScheme, palette]);

  useEffect(() => controller?.setOverlay(overlay), [controller, overlay]);

  useEffect(() => {
    const trades = overlay?.result.trades;
    const known =
      trades &&
      selectedTrade !== null &&
      selectedTrade < trades.length &&
      trades.series[selectedTrade] === overlay.series;
    void controller?.showTrade(known ? tradeRecord(trades, selectedTrade) : null);
  }, [controller, overlay, selectedTrade]);

  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a canvas has no element of its own for this. */}
      <div
        ref={host}
        className={classes.host}
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the chart is moved and scaled by keyboard.
        tabIndex={0}
        aria-label={`Chart of ${series.symbol} ${series.timeframe}. Arrow keys move, plus and minus scale, 0 shows all bars.`}
        data-testid="chart"
        data-factor={drawn?.bars.factor}
        data-rows={drawn?.bars.timestamp.length}
        data-dimmed={running || undefined}
        onKeyDown={(event) => onKey(event, controller)}
      />
      <ChartLegend
        series={series}
        drawn={drawn}
        row={drawn ? Math.min(hovered ?? last, drawn.bars.timestamp.length - 1) : -1}
        overlay={overlay}
        onFit={() => void controller?.fit()}
      />
      {error && (
        <p className={classes.error} role="alert">
          The bars could not be read: {error}
        </p>
      )}
    </>
  );
}
