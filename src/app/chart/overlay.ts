import { useEffect, useState } from 'react';
import type { SeriesInfo } from '../../core/series.ts';
import type { StorageRun, WorkbenchClient } from '../../worker/client/types.ts';
import { useRun, useView, useWorkbench } from '../shell/workbench.tsx';
import { type ChartOverlay, findBenchmark, rowCloses } from './benchmark-rows.ts';
import { netDrawdown } from './net-drawdown.ts';

/** The run `part` over the bars of `series`, which is number `traded` of those that it traded. */
async function createOverlay(
  client: WorkbenchClient,
  runId: string,
  part: StorageRun,
  series: SeriesInfo,
  traded: number,
): Promise<ChartOverlay> {
  const { result, equityOf } = part;
  const start = result.firstDecisionTime;
  const [bars, benchmark] = await Promise.all([
    start === null
      ? null
      : client.getChartBars(series.id, { from: start, to: start + 1 }, 1).catch(() => null),
    findBenchmark(client, result).catch(() => null),
  ]);
  return {
    result,
    series: traded,
    holdingPrice: benchmark?.id === series.id ? null : (bars?.close[0] ?? null),
    benchmark,
    async rows(timestamp, end) {
      const [kept, prices] = await Promise.all([
        client.getEquityRows(runId, equityOf, timestamp, end),
        benchmark && client.getLastPrices(benchmark.id, rowCloses(timestamp, end, series.timeframe)),
      ]);
      if (!kept) return undefined;
      const { flows, samples } = result;
      const inRun = (row: number) => !Number.isNaN(kept.last[row] as number);
      const withinRun = (values: Float64Array) =>
        values.map((value, row) => (inRun(row) ? value : Number.NaN));
      const net = flows && samples ? withinRun(netDrawdown(samples.days, timestamp, end)) : null;
      const equity = net ? { ...kept, drawdown: net } : kept;
      if (!benchmark || !prices) return { equity, benchmark: null };
      const scale = result.specification.cash / benchmark.base;
      return { equity, benchmark: withinRun(prices.map((price) => price * scale)) };
    },
  };
}

/** The result on screen when `series` is one of those that it traded, with what it is measured against. */
export function useOverlay(series: SeriesInfo): ChartOverlay | null {
  const { client } = useWorkbench();
  const run = useRun((state) => state.run);
  const shown = useView((state) => state.shownRun);
  const part = run?.runs[shown] ?? run?.runs[0];
  const traded = part?.result.specification.series.findIndex(({ id }) => id === series.id) ?? -1;
  const own = part && traded >= 0 ? part : null;
  const runId = run?.runId ?? '';
  const [overlay, setOverlay] = useState<ChartOverlay | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: id and timeframe of the series are all that counts of it.
  useEffect(() => {
    let wanted = true;
    if (!own) {
      setOverlay(null);
      return;
    }
    void createOverlay(client, runId, own, series, traded).then((created) => wanted && setOverlay(created));
    return () => {
      wanted = false;
    };
  }, [client, own, runId, traded, series.id]);
  return overlay?.result === own?.result && overlay?.series === traded ? overlay : null;
}
