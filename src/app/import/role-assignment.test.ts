import { describe, expect, it } from 'vitest';
import { assignRole, offeredRoles, withoutInnerPrices } from './role-assignment.ts';

describe('assignRole', () => {
  it('gives the column that had the role what this one gives up', () => {
    const mislabelled = ['timestamp', 'open', 'high', 'low', 'close'] as const;
    const first = assignRole(mislabelled, 1, 'low');
    expect(first).toEqual(['timestamp', 'low', 'high', 'open', 'close']);
    expect(assignRole(first, 2, 'open')).toEqual(['timestamp', 'low', 'open', 'high', 'close']);
  });

  it('takes a role away from the column that had it when this one had none', () => {
    expect(assignRole(['close', 'ignore'], 1, 'close')).toEqual(['ignore', 'close']);
  });

  it('fills an unknown header column by column', () => {
    let roles = assignRole(['timestamp', 'ignore', 'ignore', 'ignore', 'ignore'], 1, 'open');
    for (const [column, role] of [
      [2, 'high'],
      [3, 'low'],
      [4, 'close'],
    ] as const) {
      roles = assignRole(roles, column, role);
    }
    expect(roles).toEqual(['timestamp', 'open', 'high', 'low', 'close']);
  });

  it('keeps timestamp apart from date and time', () => {
    expect(assignRole(['timestamp', 'ignore', 'open'], 1, 'time')).toEqual(['date', 'time', 'open']);
    expect(assignRole(['timestamp', 'ignore', 'open'], 1, 'date')).toEqual(['ignore', 'date', 'open']);
    expect(assignRole(['date', 'time', 'open'], 0, 'timestamp')).toEqual(['timestamp', 'ignore', 'open']);
    expect(assignRole(['date', 'time', 'ignore'], 2, 'timestamp')).toEqual(['ignore', 'ignore', 'timestamp']);
  });
});

describe('one price a bar', () => {
  it('leaves no open, high and low, neither assigned nor offered', () => {
    const roles = withoutInnerPrices(['date', 'time', 'open', 'high', 'low', 'close', 'volume']);
    expect(roles).toEqual(['date', 'time', 'ignore', 'ignore', 'ignore', 'close', 'volume']);
    expect(offeredRoles(true)).toEqual(['timestamp', 'date', 'time', 'close', 'volume', 'ignore']);
    expect(offeredRoles(false)).toContain('high');
  });
});
