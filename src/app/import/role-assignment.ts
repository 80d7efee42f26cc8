import type { ColumnRole } from '../../worker/client/types.ts';

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

/** Whether `roles` name all that a bar needs; volume may be absent. */
export function rolesComplete(roles: readonly ColumnRole[]): boolean {
  const prices = (['open', 'high', 'low', 'close'] as const).every((role) => roles.includes(role));
  return prices && (roles.includes('timestamp') || roles.includes('date'));
}
