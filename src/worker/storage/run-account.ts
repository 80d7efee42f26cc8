import { BacktabError } from '../../core/error.ts';
import { accountCurve } from '../../engine/account-curve.ts';
import type { AccountColumns } from '../../metrics/account-columns.ts';
import type { BarStorage, StorageKind } from '../../storage/bar-storage.ts';
import type { RunEquity } from '../../storage/run-store.ts';
import { sameBars } from '../same-bars.ts';
import type { StoredRun } from '../stored-run.ts';
import { parseSeriesId } from './series-key.ts';

/**
 * The account of a kept run at each of its bars, put together from its trades and the bars of `bars`, which are read again. Undefined for a
 * run that is not kept, or not on `storage`.
 * @throws BacktabError `unknown-series` when a series is gone, `bad-argument` when its bars were written again since the run.
 */
export async function accountOfRun(
  run: StoredRun | undefined,
  storage: StorageKind,
  equity: RunEquity | undefined,
  bars: Pick<BarStorage, 'openSnapshot'>,
): Promise<AccountColumns | undefined> {
  const result = run?.runs.find((each) => each.storage === storage)?.result;
  if (!run || !result || !equity) return undefined;
  const { series } = result.specification;
  const snapshot = await bars.openSnapshot(series.map(({ id }) => parseSeriesId(id)));
  try {
    for (const [index, { info }] of snapshot.series.entries()) {
      if (sameBars(series[index]!, info)) continue;
      throw new BacktabError(
        'bad-argument',
        `${info.symbol} ${info.timeframe} was written again since run "${run.runId}": its account cannot be put together from other bars. Repeat the run, and ask for that one.`,
      );
    }
    return await accountCurve(result, equity, snapshot);
  } finally {
    await snapshot.release();
  }
}
