import { createStore, type StoreApi } from 'zustand/vanilla';
import { isAbortError } from '../../core/error.ts';
import type { SeriesInfo } from '../../core/series.ts';
import type {
  CallOptions,
  RunProgress,
  RunRepeat,
  StoredRun,
  StrategyDescription,
  WorkbenchClient,
} from '../../worker/client/types.ts';
import { errorMessage } from '../formatting/labels.ts';
import { formOfRun, formProblem, initialForm, type RunForm, runRequest } from './run-form.ts';

/** A run repeats by itself when the work of the last one took less than this, milliseconds. */
export const CHEAP_RUN = 300;

/** The run being set up, the run going on and the last one finished. */
export interface RunState {
  readonly strategies: readonly StrategyDescription[];
  readonly form: RunForm;
  /** True until it is known whether the database holds a run to show. */
  readonly restoring: boolean;
  readonly running: boolean;
  readonly progress: RunProgress | null;
  /** Last finished run; stays on screen while the next one computes. */
  readonly run: StoredRun | undefined;
  readonly error: string | null;
  /** What came of the last repetition, until another run is shown. */
  readonly repeated: RunRepeat | null;
  /** True from the moment the form differs from the run on screen. */
  readonly stale: boolean;
  edit(change: Partial<RunForm>): void;
  editParameter(name: string, value: number | boolean): void;
  /** Runs the form on `series`; a run going on is stopped first. A form that cannot be run sets `error`. Resolves with true when a result came. */
  execute(series: SeriesInfo): Promise<boolean>;
  /** Shows a kept run. */
  open(runId: string): Promise<void>;
  /** Runs a kept run again from its record, shows it and says whether the hash is the same. */
  repeat(runId: string): Promise<void>;
  /** Says why no run is started. */
  refuse(reason: string): void;
  stop(): void;
  /** Shows a run that came from elsewhere (the database, the console). */
  show(run: StoredRun): void;
  /** Reads the last run from the database and shows it, unless another one came first. */
  restore(): Promise<void>;
  dismissError(): void;
}

/** Work of the last run in all its storages, milliseconds: loading and engine, without the start of the sandbox, which no parameter changes. 0 before the first run. */
export function runCost(run: StoredRun | undefined): number {
  return run?.runs.reduce((total, one) => total + one.timings.load + one.timings.engine, 0) ?? 0;
}

/** Store of {@link RunState} over `client`. */
export function createRunStore(client: WorkbenchClient): StoreApi<RunState> {
  let current: AbortController | null = null;
  return createStore<RunState>()((set, get) => {
    const strategies = client.listStrategies();
    /** Does `work` in the place of what is going on, and then what it gives unless something else has begun meanwhile. */
    const attempt = async (work: (options: CallOptions<RunProgress>) => Promise<() => void>) => {
      current?.abort();
      const own = new AbortController();
      current = own;
      set({ running: true, progress: null, error: null });
      try {
        const finish = await work({
          signal: own.signal,
          onProgress: (progress) => current === own && set({ progress }),
        });
        if (current !== own) return false;
        finish();
        return true;
      } catch (error) {
        if (current === own && !isAbortError(error)) set({ error: errorMessage(error) });
        return false;
      } finally {
        if (current === own) {
          current = null;
          set({ running: false, progress: null });
        }
      }
    };
    return {
      strategies,
      form: initialForm(strategies),
      restoring: true,
      running: false,
      progress: null,
      run: undefined,
      error: null,
      repeated: null,
      stale: false,
      edit: (change) => set({ form: { ...get().form, ...change }, stale: true }),
      editParameter(name, value) {
        const { form } = get();
        const params = { ...form.params, [form.strategy]: { ...form.params[form.strategy], [name]: value } };
        set({ form: { ...form, params }, stale: true });
      },
      refuse: (error) => set({ error }),
      async execute(series) {
        const problem = formProblem(get().form);
        if (problem) {
          set({ error: problem });
          return false;
        }
        const { form } = get();
        return attempt(async (options) => {
          const run = await client.run(runRequest(form, series, strategies), options);
          return () => set({ run, repeated: null, stale: get().form !== form });
        });
      },
      async open(runId) {
        try {
          const run = await client.loadRun(runId);
          if (run) get().show(run);
          else set({ error: `Run ${runId} is not kept any more.` });
        } catch (error) {
          set({ error: errorMessage(error) });
        }
      },
      async repeat(runId) {
        await attempt(async (options) => {
          const repeated = await client.repeatRun(runId, options);
          return () => {
            get().show(repeated.run);
            set({ repeated });
          };
        });
      },
      stop: () => current?.abort(),
      show(run) {
        const { strategy } = get().form;
        const form = formOfRun(get().form, run);
        const offered = strategies.some(({ id }) => id === form.strategy);
        set({
          run,
          form: offered ? form : { ...form, strategy },
          stale: false,
          error: null,
          repeated: null,
        });
      },
      async restore() {
        if (get().run) return;
        set({ restoring: true });
        try {
          const last = await client.lastRun();
          if (last && !get().run && !get().running) get().show(last);
        } catch (error) {
          set({ error: `The last run could not be read: ${errorMessage(error)}` });
        } finally {
          set({ restoring: false });
        }
      },
      dismissError: () => set({ error: null }),
    };
  });
}
