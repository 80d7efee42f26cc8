import { useEffect, useState } from 'react';
import type { SeriesInfo } from '../../core/series.ts';
import { useWorkbench, type Workbench } from '../shell/workbench.tsx';
import classes from './sparkline.module.css';

const WIDTH = 48;
const HEIGHT = 14;
const POINTS = 48;
const SETTLE = 150;

const cache = new Map<string, string>();
let queue: Promise<unknown> = Promise.resolve();

function keyOf(series: SeriesInfo): string {
  return `${series.id}@${series.revision}`;
}

function path(closes: Float64Array): string {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const close of closes) {
    if (close < low) low = close;
    if (close > high) high = close;
  }
  const scale = high > low ? (HEIGHT - 2) / (high - low) : 0;
  const step = closes.length > 1 ? WIDTH / (closes.length - 1) : 0;
  return Array.from(closes, (close, i) => {
    const y = HEIGHT - 1 - (close - low) * scale;
    return `${i === 0 ? 'M' : 'L'}${(i * step).toFixed(1)} ${y.toFixed(1)}`;
  }).join('');
}

function thin(closes: Float64Array): Float64Array {
  if (closes.length <= POINTS * 2) return closes;
  return Float64Array.from(
    { length: POINTS },
    (_, i) => closes[Math.round((i * (closes.length - 1)) / (POINTS - 1))] as number,
  );
}

/** Resolves when neither an import of sample data nor a run is going on: a sparkline is never worth making either wait. */
async function quiet({ data, run }: Workbench): Promise<void> {
  do await new Promise((resolve) => setTimeout(resolve, SETTLE));
  while (data.getState().sampleRows !== null || run.getState().running);
}

function load(workbench: Workbench, series: SeriesInfo): Promise<string> {
  const range = { from: series.first, to: series.last + 1 };
  const loaded = queue.then(async () => {
    await quiet(workbench);
    const bars = await workbench.client.getChartBars(series.id, range, POINTS);
    const drawn = path(thin(bars.close));
    cache.set(keyOf(series), drawn);
    return drawn;
  });
  queue = loaded.catch(() => undefined);
  return loaded;
}

/** The course of a series' closes in a few pixels; loaded one series after the other, once per revision. */
export function Sparkline(props: { readonly series: SeriesInfo }) {
  const workbench = useWorkbench();
  const { series } = props;
  const key = keyOf(series);
  const [drawn, setDrawn] = useState(cache.get(key) ?? '');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the series and its revision.
  useEffect(() => {
    let wanted = true;
    const known = cache.get(key);
    if (known !== undefined) setDrawn(known);
    else
      load(workbench, series).then(
        (path) => wanted && setDrawn(path),
        () => undefined,
      );
    return () => {
      wanted = false;
    };
  }, [workbench, key]);
  return (
    <svg className={classes.line} width={WIDTH} height={HEIGHT} aria-hidden="true" focusable="false">
      <path d={drawn} fill="none" />
    </svg>
  );
}
