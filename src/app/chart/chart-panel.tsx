import { lazy, Suspense } from 'react';
import { isSynthetic } from '../formatting/labels.ts';
import { useData } from '../shell/workbench.tsx';
import classes from './chart-panel.module.css';
import { EmptyState } from './empty-state.tsx';

const ChartCanvas = lazy(async () => ({ default: (await import('./chart-canvas.tsx')).ChartCanvas }));

/** The series on screen with the run over it; before there is any, the way to the first one. */
export function ChartPanel() {
  const series = useData((state) => state.series.find((one) => one.id === state.selectedId));
  const opening = useData((state) => state.phase === 'opening');
  const listed = useData((state) => state.listed);
  const stored = useData((state) => state.series.length > 0);
  if (!series) {
    return (
      <section className={classes.panel} aria-label="Chart">
        {listed && !stored ? (
          <EmptyState />
        ) : (
          <p className={classes.opening}>
            {opening ? 'Opening the database…' : listed ? 'Pick a series.' : 'Reading the list of series…'}
          </p>
        )}
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
