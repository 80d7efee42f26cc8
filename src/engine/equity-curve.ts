import { externalFlows } from '../core/cash-entry.ts';
import type { CompanionCloses, EquityAccumulator } from '../metrics/equity-accumulator.ts';
import type { Account } from './account/account.ts';

/** Appends bars [from, to) to a curve, with the deposits and withdrawals that `account` has booked in them. */
export function appendToCurve(
  curve: EquityAccumulator,
  columns: { readonly timestamp: Float64Array; readonly equity: Float64Array },
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
  curve.append(columns.timestamp, columns.equity, from, to, closes);
}
