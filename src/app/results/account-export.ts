import type { AccountColumns, RunResult, StorageRun, WorkbenchClient } from '../../worker/client/types.ts';
import { downloadText, toCsv } from '../formatting/csv.ts';
import { seriesLabels } from '../formatting/labels.ts';

/** The account at every bar as CSV: full precision, times in UTC, units of each series in a column of its own. */
export function accountCsv(account: AccountColumns, specification: RunResult['specification']): string {
  const { timestamp, equity, cash, gross, net, drawdown, units } = account;
  const symbols = seriesLabels(specification.series);
  const header = ['time', 'equity', 'cash', 'gross_exposure', 'net_exposure', 'drawdown_pct'];
  function* rows() {
    for (let bar = 0; bar < timestamp.length; bar++) {
      yield [
        new Date(timestamp[bar]!).toISOString(),
        equity[bar]!,
        cash[bar]!,
        gross[bar]!,
        net[bar]!,
        drawdown[bar]! * 100,
        ...units.map((each) => each[bar]!),
      ];
    }
  }
  return toCsv([...header, ...symbols.map((symbol) => `units ${symbol}`)], rows());
}

/** Asks for the account of a run and hands {@link accountCsv} to the browser as a download. Errors as `getAccount`, `unknown-run`. */
export async function downloadAccount(
  client: Pick<WorkbenchClient, 'getAccount'>,
  runId: string,
  { storage, result: { specification } }: StorageRun,
): Promise<void> {
  const account = await client.getAccount(runId, storage);
  if (!account) return;
  const name = `${specification.series[0]?.symbol ?? 'series'}-${specification.strategy}-account.csv`;
  downloadText(name.replace(/[^\w.-]+/g, '_'), accountCsv(account, specification));
}
