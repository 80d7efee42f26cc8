import type { CompanionCloses, EquityAccumulator } from '../metrics/equity-accumulator.ts';
import type { Account } from './account/account.ts';
import type { EquityRecorder } from './equity-recorder.ts';

/** Appends bars [from, to), which are rows of `columns` from its `first` on, to a curve, with the deposits and withdrawals that `account` has booked since the last time. */
export function appendToCurve(
  curve: EquityAccumulator,
  columns: Pick<EquityRecorder, 'timestamp' | 'equity' | 'first'>,
  from: number,
  to: number,
  closes: CompanionCloses,
  account: Account | null,
): void {
  if (account?.cash) for (const { bar, amount } of account.cash.take()) curve.flow(bar, amount);
  const { timestamp, equity, first } = columns;
  curve.append(timestamp, equity, from - first, to - first, closes);
}
