import { COLUMN_ROLES, type ColumnRole } from '../../worker/client/types.ts';

/**
 * `roles` with `role` given to `column`. A role stands once: the column that had it takes what `column` gives up, so that swapped labels are put right
 * one by one. A timestamp and a pair of date and time exclude each other.
 */
export function assignRole(
  roles: readonly ColumnRole[],
  column: number,
  role: ColumnRole,
): readonly ColumnRole[] {
  const before = roles[column] ?? 'ignore';
  if (role === 'ignore' || role === before)
    return roles.map((other, index) => (index === column ? role : other));
  return roles.map((other, index) => {
    if (index === column) return role;
    if (other === role) return before;
    if (role === 'timestamp' && (other === 'date' || other === 'time')) return 'ignore';
    if (other === 'timestamp' && role === 'time') return 'date';
    if (other === 'timestamp' && role === 'date') return 'ignore';
    return other;
  });
}

const INNER_PRICES: readonly ColumnRole[] = ['open', 'high', 'low'];

/** The roles that a column can have: with one price a bar there is no open, high and low. */
export function offeredRoles(closeOnly: boolean): readonly ColumnRole[] {
  return closeOnly ? COLUMN_ROLES.filter((role) => !INNER_PRICES.includes(role)) : COLUMN_ROLES;
}

/** `roles` without open, high and low. */
export function withoutInnerPrices(roles: readonly ColumnRole[]): readonly ColumnRole[] {
  return roles.map((role) => (INNER_PRICES.includes(role) ? 'ignore' : role));
}
