import { describe, expect, test } from 'vitest';
import { readFileName } from './file-name.ts';
import { proposeSeries } from './series-proposal.ts';
import { commonGap, nearestTimeframe, proposeStampSide } from './timeframe-detection.ts';

describe('a file name', () => {
  test.each<[string, string, string | undefined]>([
    ['GOOG.csv', 'GOOG', undefined],
    ['EURUSD_1h.csv', 'EURUSD', '1h'],
    ['FESX_1min_2006.csv', 'FESX', '1m'],
    ['BTCUSDT-1m-2024-01.csv', 'BTCUSDT', '1m'],
    ['yhoo-1996-2015.txt', 'YHOO', undefined],
    ['2006-min-005.txt', '', '5m'],
    ['AAPL.csv.gz', 'AAPL', undefined],
    ['AAPL_2012_2014.csv', 'AAPL', undefined],
    ['ESTX50_5min_2006.csv', 'ESTX50', '5m'],
    ['XYZ_1D_BAD.csv', 'XYZ', '1d'],
    ['Binance_BTCUSDT_d.csv', 'BTCUSDT', '1d'],
    ['BTC-USD.csv', 'BTC-USD', undefined],
    ['BRK.B_daily.csv', 'BRK.B', '1d'],
    ['EURUSD60min.csv', 'EURUSD60MIN', undefined],
    ['EURUSD_M15.csv', 'EURUSD', '15m'],
    ['EURUSD_H4.csv', 'EURUSD', '4h'],
    ['EURUSD_60min.csv', 'EURUSD', '1h'],
    ['ES 1 min.snappy.parquet', 'ES', undefined],
    ['SYN-ALPHA_1d.csv', 'SYN-ALPHA', '1d'],
    ['GOOG (1).csv', 'GOOG', undefined],
    ['M.csv', 'M', undefined],
    ['ohlcv.csv', '', undefined],
  ])('%s names the symbol "%s" and the timeframe %s', (name, symbol, timeframe) => {
    expect(readFileName(name)).toEqual(timeframe ? { symbol, timeframe } : { symbol });
  });
});

describe('the asset type', () => {
  test.each<[string, string, string]>([
    ['EURUSD.csv', 'forex', 'USD'],
    ['BTCUSD.csv', 'crypto', 'USD'],
    ['BTCUSDT.csv', 'crypto', 'USDT'],
    ['ETH-BTC.csv', 'crypto', 'BTC'],
    ['GOOG.csv', 'stock', ''],
    ['GOOGLE.csv', 'stock', ''],
    ['^GSPC.csv', 'index', ''],
  ])('of %s is %s, quoted in "%s"', (name, assetType, quote) => {
    expect(proposeSeries(name, '', [0, 86_400_000]).series).toMatchObject({
      assetType,
      quote,
      source: 'file',
    });
  });
});

describe('the timeframe', () => {
  const minute = 60_000;
  const day = 1_440 * minute;
  test('is the most frequent gap, in any order, across nights and weekends', () => {
    const stamps = [0, 5, 10, 15, 1_440, 1_445, 1_450, 4_320].map((m) => m * minute).reverse();
    expect(nearestTimeframe(commonGap(stamps) as number)).toEqual({ timeframe: '5m', exact: true });
    expect(nearestTimeframe(31 * day).timeframe).toBe('1mo');
    expect(nearestTimeframe(7 * day).timeframe).toBe('1w');
  });

  test('comes from the data when the file name contradicts them, and a note says so', () => {
    const proposal = proposeSeries('X_1h.csv', '', [0, minute, 2 * minute]);
    expect(proposal.series.timeframe).toBe('1m');
    expect(proposal.notes.join(' ')).toMatch(/says 1h.*1m/);
  });

  test('comes from the file name when the data cannot tell, else it is an assumption with a note', () => {
    expect(proposeSeries('X_4h.csv', '', [0])).toMatchObject({ series: { timeframe: '4h' }, notes: [] });
    expect(proposeSeries('X.csv', '', [0]).notes.join(' ')).toMatch(/1d is assumed/);
  });
});

describe('the stamp side', () => {
  const date = (text: string) => Date.parse(`${text}Z`);
  test('is close for month ends and Fridays of weeks, open for month starts and Mondays', () => {
    expect(proposeStampSide([date('2024-01-31'), date('2024-02-29')], '1mo').side).toBe('close');
    expect(proposeStampSide([date('2024-01-01'), date('2024-02-01')], '1mo').side).toBe('open');
    expect(proposeStampSide([date('2024-01-05'), date('2024-01-12')], '1w').side).toBe('close');
    expect(proposeStampSide([date('2024-01-08'), date('2024-01-15')], '1w').side).toBe('open');
  });

  test('is close for days stamped at their last second', () => {
    const stamps = [date('2024-01-05T23:59:59.999'), date('2024-01-06T23:59:59.999')];
    expect(proposeStampSide(stamps, '1d').side).toBe('close');
  });

  test('stays open intraday, where a session start is only a hint', () => {
    const hint = proposeStampSide([date('2024-01-05T09:05'), date('2024-01-05T09:10')], '5m');
    expect([hint.side, hint.note !== undefined]).toEqual(['open', true]);
    const plain = proposeStampSide([date('2024-01-05T09:00'), date('2024-01-05T09:05')], '5m');
    expect(plain).toEqual({ side: 'open' });
  });
});
