import type { SeriesInfo } from '../../core/series.ts';
import type { StorageRun } from '../../worker/client/types.ts';
import { formProblem, problemField } from '../strategy/run-form.ts';
import { fieldProblem, unusableField } from '../strategy/unusable-field.ts';
import type { Workbench } from './workbench.tsx';

/** Series on screen, if any. */
export function selectedSeries({ data }: Workbench): SeriesInfo | undefined {
  const { series, selectedId } = data.getState();
  return series.find((one) => one.id === selectedId);
}

/** The result on screen, if any: of two runs side by side the one that is shown. */
export function shownRun({ run, view }: Workbench): StorageRun | undefined {
  const runs = run.getState().run?.runs;
  return runs?.[view.getState().shownRun] ?? runs?.[0];
}

/** Runs the strategy panel's form on the series on screen. With a field that cannot be used nothing runs: it gets the focus, and the panel says why. */
export async function runSelected(workbench: Workbench): Promise<void> {
  const { form, refuse, execute } = workbench.run.getState();
  const field = unusableField();
  if (field) {
    refuse(fieldProblem(field));
    field.focus();
    field.select();
    return;
  }
  if (formProblem(form)) document.getElementById(problemField(form))?.focus();
  const series = selectedSeries(workbench);
  if (series) await execute(series);
}

/** Loads the sample data and, when nothing was stored or run before, ends in a finished run on the first sample series. */
export async function loadSampleAndRun(workbench: Workbench): Promise<void> {
  const { data, run } = workbench;
  const wasEmpty = data.getState().series.length === 0;
  if (!(await data.getState().loadSample())) return;
  if (wasEmpty || !run.getState().run) await runSelected(workbench);
}

/** Marks trade `index` of the result and brings its series on screen. */
export function chooseTrade(workbench: Workbench, index: number): void {
  const result = shownRun(workbench)?.result;
  if (!result || index >= result.trades.length) return;
  const series = result.specification.series[result.trades.series[index] as number];
  if (series) workbench.data.getState().select(series.id);
  workbench.view.getState().selectTrade(index);
}

/** Marks the trade `step` places after the marked one. */
export function stepTrade(workbench: Workbench, step: 1 | -1): void {
  const count = shownRun(workbench)?.result.trades.length ?? 0;
  if (count === 0) return;
  const { selectedTrade } = workbench.view.getState();
  const next = selectedTrade === null ? (step > 0 ? 0 : count - 1) : selectedTrade + step;
  if (next >= 0 && next < count) chooseTrade(workbench, next);
}

/** Opens the browser's file dialog. */
export function pickFiles(): void {
  document.querySelector<HTMLInputElement>('[data-testid="file-input"]')?.click();
}

/** Puts the caret into the filter of the series list. */
export function focusFilter(): void {
  document.querySelector<HTMLInputElement>('[data-testid="series-filter"]')?.focus();
}
