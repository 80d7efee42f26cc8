import { useEffect, useState } from 'react';
import type { SeriesInfo } from '../../core/series.ts';
import type { BacktestResult } from '../../worker/client/types.ts';
import { useRun, useView, useWorkbench } from '../shell/workbench.tsx';
import type { ChartOverlay } from './benchmark-rows.ts';

function shownResult(
  runs: readonly { readonly result: BacktestResult }[] | undefined,
  shown: number,
): BacktestResult | undefined {
  return runs?.[shown]?.result ?? runs?.[0]?.result;
}

/** The result on screen when `series` is one of those that it traded, with the price at which its benchmark buys. */
export function useOverlay(series: SeriesInfo): ChartOverlay | null {
  const { client } = useWorkbench();
  const runs = useRun((state) => state.run?.runs);
  const shown = useView((state) => state.shownRun);
  const result = shownResult(runs, shown);
  const traded = result?.specification.series.findIndex(({ id }) => id === series.id) ?? -1;
  const own = result && traded >= 0 ? result : null;
  const [overlay, setOverlay] = useState<ChartOverlay | null>(null);
  useEffect(() => {
    let wanted = true;
    const start = own?.equity.timestamp[own.firstDecisionBar];
    if (!own || start === undefined) {
      setOverlay(own ? { result: own, series: traded, benchmarkPrice: null } : null);
      return;
    }
    client.getChartBars(series.id, { from: start, to: start + 1 }, 1).then(
      (bars) => wanted && setOverlay({ result: own, series: traded, benchmarkPrice: bars.close[0] ?? null }),
      () => wanted && setOverlay({ result: own, series: traded, benchmarkPrice: null }),
    );
    return () => {
      wanted = false;
    };
  }, [client, own, traded, series.id]);
  return overlay?.result === own && overlay?.series === traded ? overlay : null;
}
