import type { KeepEquity } from './equity-recorder.ts';

/** How a host follows and stops a run. Nothing here changes a result. */
export interface RunControl {
  /** Called between slices with bars done and bars of the run. */
  onProgress(done: number, total: number): void;
  /** Asked between slices; true makes the run reject with an AbortError. */
  shouldStop(): boolean;
  /** Awaited between slices, so that messages (a stop button) can arrive. */
  pause(): Promise<void>;
  /** Called before the run begins anew for another intrabar policy: what draws lots must draw the same ones again. */
  onRestart?(): void;
  /** Takes over the equity in blocks as bars are done; the result holds none then. Without it the result holds all. */
  readonly keepEquity?: KeepEquity;
}

/** Control of a run that nobody watches: no progress, never stopped. */
export const UNATTENDED: RunControl = {
  onProgress: () => {},
  shouldStop: () => false,
  pause: () => Promise.resolve(),
};
