import { useEffect, useState } from 'react';
import type { SeriesInfo } from '../../core/series.ts';
import { useRun, useView, useWorkbench } from '../shell/workbench.tsx';
import type { ChartOverlay } from './benchmark-rows.ts';

/** The result on screen when `series` is one of those that it traded, with the price at which its benchmark buys. */
export function useOverlay(series: SeriesInfo): ChartOverlay | null {
  const { client } = useWorkbench();
  const run = useRun((state) => state.run);
  const shown = useView((state) => state.shownRun);
  const part = run?.runs[shown] ?? run?.runs[0];
  const traded = part?.result.specification.series.findIndex(({ id }) => id === series.id) ?? -1;
  const own = part && traded >= 0 ? part : null;
  const runId = run?.runId ?? '';
  const [overlay, setOverlay] = useState<ChartOverlay | null>(null);
  useEffect(() => {
    let wanted = true;
    if (!own) {
      setOverlay(null);
      return;
    }
    const show = (benchmarkPrice: number | null) => {
      if (!wanted) return;
      setOverlay({
        result: own.result,
        series: traded,
        benchmarkPrice,
        equity: (timestamp, end) => client.getEquityRows(runId, own.equityOf, timestamp, end),
      });
    };
    const start = own.result.firstDecisionTime;
    if (start === null) show(null);
    else {
      client.getChartBars(series.id, { from: start, to: start + 1 }, 1).then(
        (bars) => show(bars.close[0] ?? null),
        () => show(null),
      );
    }
    return () => {
      wanted = false;
    };
  }, [client, own, runId, traded, series.id]);
  return overlay?.result === own?.result && overlay?.series === traded ? overlay : null;
}
