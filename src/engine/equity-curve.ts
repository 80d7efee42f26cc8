import { externalFlows } from '../core/cash-entry.ts';
import type { CompanionCloses, EquityAccumulator } from '../metrics/equity-accumulator.ts';
import type { Account } from './account/account.ts';
import type { EquityRecorder } from './equity-recorder.ts';

/** Appends bars [from, to), which are rows of `columns` from its `first` on, to a curve, with the deposits and withdrawals that `account` has booked in them. */
export function appendToCurve(
  curve: EquityAccumulator,
  columns: Pick<EquityRecorder, 'timestamp' | 'equity' | 'first'>,
  from: number,
  to: number,
  closes: CompanionCloses,
  account: Account | null,
): void {
  if (account?.cash) {
    const { bar, amount } = externalFlows(account.ledger.entries());
    for (let i = 0; i < bar.length; i++) {
      if (bar[i]! >= from && bar[i]! < to) curve.flow(bar[i]!, amount[i]!);
    }
  }
  const { timestamp, equity, first } = columns;
  curve.append(timestamp, equity, from - first, to - first, closes);
}
