import { lazy, Suspense } from 'react';
import { isSynthetic } from '../formatting/labels.ts';
import { useData } from '../shell/workbench.tsx';
import classes from './chart-panel.module.css';
import { EmptyState } from './empty-state.tsx';

const ChartCanvas = lazy(async () => ({ default: (await import('./chart-canvas.tsx')).ChartCanvas }));

/** The series on screen with the run over it; before there is any, the way to the first one. */
export function ChartPanel() {
  const series = useData((state) => state.series.find((one) => one.id === state.selectedId));
  const phase = useData((state) => state.phase);
  if (!series) {
    return (
      <section className={classes.panel} aria-label="Chart">
        {phase === 'opening' ? <p className={classes.opening}>Opening the database…</p> : <EmptyState />}
      </section>
    );
  }
  return (
    <section className={classes.panel} aria-label="Chart" data-synthetic={isSynthetic(series) || undefined}>
      <Suspense fallback={null}>
        <ChartCanvas series={series} />
      </Suspense>
    </section>
  );
}
