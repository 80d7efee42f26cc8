import { useEffect, useState } from 'react';
import type { OperationSummary, QueryTiming } from '../../worker/client/types.ts';
import { useWorkbench } from '../shell/workbench.tsx';

/** Entries of the run on screen, of this session, or of every stored session. */
export type TimingRange = 'run' | 'session' | 'stored';

/** Lines, slow lines only, or sums by operation. */
export type TimingMode = 'queries' | 'slow' | 'operations';

/** What the table shows. */
export interface ShownTimings {
  readonly queries: readonly QueryTiming[];
  readonly operations: readonly OperationSummary[];
}

const THROTTLE = 1_000;
const LISTED = 5_000;
const NOTHING: ShownTimings = { queries: [], operations: [] };

/** Reads what `mode` and `range` ask for from the client, again whenever the timings have changed. The run on screen needs no reading. */
export function useTimings(mode: TimingMode, range: TimingRange, slow: number): ShownTimings {
  const { client } = useWorkbench();
  const [shown, setShown] = useState(NOTHING);
  useEffect(() => {
    if (range === 'run') return;
    let alive = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<ShownTimings> => {
      if (mode === 'operations') return { ...NOTHING, operations: await client.summariseTimings(range) };
      if (mode === 'slow') {
        const queries = await client.storedTimings({ scope: range, slowerThan: slow, limit: LISTED });
        return { ...NOTHING, queries };
      }
      const queries =
        range === 'session'
          ? await client.timings()
          : await client.storedTimings({ scope: 'stored', limit: LISTED });
      return { ...NOTHING, queries };
    };
    const read = () =>
      ask().then(
        (found) => alive && setShown(found),
        () => undefined,
      );
    void read();
    const stop = client.subscribe((event) => {
      if (event.type !== 'timings-changed' || timer !== undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        void read();
      }, THROTTLE);
    });
    return () => {
      alive = false;
      clearTimeout(timer);
      stop();
      setShown(NOTHING);
    };
  }, [client, mode, range, slow]);
  return shown;
}
