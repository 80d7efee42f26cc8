import { describe, expect, it } from 'vitest';
import type { RunResult } from '../../worker/client/types.ts';
import { accountCsv } from './account-export.ts';

const series = [
  { symbol: 'GOOG', timeframe: '1d' },
  { symbol: 'GOOG', timeframe: '1h' },
];

describe('the account as CSV', () => {
  it('has a line a bar, and the units of each series in a column of its own', () => {
    const column = (...values: number[]) => Float64Array.from(values);
    const account = {
      timestamp: column(0, 86_400_000),
      equity: column(100, 90),
      cash: column(100, 40.25),
      gross: column(0, 49.75),
      net: column(0, 49.75),
      drawdown: column(0, 0.1),
      units: [column(0, 2), column(0, -0.5)],
    };
    expect(accountCsv(account, { series } as unknown as RunResult['specification']).split('\r\n')).toEqual([
      'time,equity,cash,gross_exposure,net_exposure,drawdown_pct,units GOOG 1d,units GOOG 1h',
      '1970-01-01T00:00:00.000Z,100,100,0,0,0,0,0',
      '1970-01-02T00:00:00.000Z,90,40.25,49.75,49.75,10,2,-0.5',
      '',
    ]);
  });
});
