import { CHEAP_RUN, runCost } from '../strategy/run-store.ts';
import type { Workbench } from './workbench.tsx';

const SETTLE = 250;

/** Opens the database, brings back the last run, and keeps the stores in step with what the client tells. Call once. */
export function connect(workbench: Workbench): void {
  const { client, data, run } = workbench;
  let refresh: ReturnType<typeof setTimeout> | undefined;
  client.subscribe((event) => {
    if (event.type === 'series-changed') {
      clearTimeout(refresh);
      refresh = setTimeout(() => void data.getState().refresh(), 50);
    } else if (event.type === 'status-changed') {
      data.getState().applyStatus(event.status);
    } else if (event.type === 'run-finished' && !run.getState().running) {
      run.getState().show(event.run);
    }
  });
  run.subscribe((state, before) => {
    if (state.run === before.run) return;
    const series = state.run?.runs[0]?.result.specification.series[0];
    const known = data.getState().series.some((one) => one.id === series?.id);
    if (series && known) data.getState().select(series.id);
    workbench.view.getState().showRun(0);
  });
  repeatCheapRuns(workbench);
  void open(workbench);
}

async function open({ data, run }: Workbench): Promise<void> {
  await data.getState().start();
  await restore();
  let phase = data.getState().phase;
  data.subscribe((state) => {
    if (state.phase === 'ready' && phase !== 'ready') void restore();
    phase = state.phase;
  });

  async function restore(): Promise<void> {
    if (data.getState().phase === 'ready') await run.getState().restore();
  }
}

function repeatCheapRuns({ data, run, view }: Workbench): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  run.subscribe((state, before) => {
    if (state.form === before.form || !state.stale) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const { series, selectedId } = data.getState();
      const selected = series.find((one) => one.id === selectedId);
      const { run: last, stale } = run.getState();
      const cheap = last !== undefined && runCost(last) < CHEAP_RUN;
      if (selected && stale && cheap && view.getState().rerunWhenCheap) void run.getState().execute(selected);
    }, SETTLE);
  });
}
