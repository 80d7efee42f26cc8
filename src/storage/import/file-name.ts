import { isTimeframe, type Timeframe } from '../../core/timeframe.ts';

const UNITS: Readonly<Record<string, string>> = {
  s: 's',
  sec: 's',
  second: 's',
  seconds: 's',
  m: 'm',
  t: 'm',
  min: 'm',
  mins: 'm',
  minute: 'm',
  minutes: 'm',
  h: 'h',
  hr: 'h',
  hour: 'h',
  hours: 'h',
  d: 'd',
  day: 'd',
  days: 'd',
  daily: 'd',
  w: 'w',
  week: 'w',
  weekly: 'w',
  mo: 'mo',
  mon: 'mo',
  month: 'mo',
  monthly: 'mo',
  hourly: 'h',
};
const NOISE =
  /^(?:data|ohlcv?|ohlc|history|historical|prices?|quotes?|candles?|bars?|klines?|max|full|all|copy|download|sample|spot|us|test|\(\d+\)|\d{1,2})$/i;
const VENUES =
  /^(?:binance|coinbase|kraken|bitstamp|bitfinex|bybit|okx|gemini|poloniex|kucoin|yahoo|stooq|nasdaq|nyse|oanda|dukascopy)$/i;
const DATES = /^(?:(?:19|20)\d{2}|(?:19|20)\d{6}|\d{10,13}|q[1-4])$/i;

function compose(count: number, unit: string): Timeframe | undefined {
  const total =
    unit === 'm' && count >= 60 && count % 60 === 0 && count < 1440 ? [count / 60, 'h'] : [count, unit];
  const days = unit === 'm' && count === 1440 ? [1, 'd'] : total;
  const text = `${days[0]}${days[1]}`;
  if (text === '24h') return '1d';
  return isTimeframe(text) ? text : undefined;
}

function timeframeOf(token: string): Timeframe | undefined {
  if (/^M\d+$/.test(token) && token !== 'M1' && !compose(Number(token.slice(1)), 'm')) return undefined;
  const forward = /^(\d{1,4})[ ]?([a-z]+)$/i.exec(token);
  const backward = /^([HMDW])(\d{1,3})$/.exec(token) ?? /^(min|m|h|d)(\d{1,3})$/.exec(token);
  const word = /^(?:daily|hourly|weekly|monthly|minute|hour|d|w)$/i.exec(token);
  const [count, name] = forward
    ? [Number(forward[1]), forward[2] as string]
    : backward
      ? [Number(backward[2]), backward[1] as string]
      : word
        ? [1, token]
        : [0, ''];
  if (token === '1M' || token === 'MN' || token === 'MN1') return '1mo';
  const unit = UNITS[name.toLowerCase()];
  return unit ? compose(count, unit) : undefined;
}

/** What a file name says about its series. `symbol` is upper case and `` when nothing is left for it. */
export interface NamedSeries {
  readonly symbol: string;
  readonly timeframe?: Timeframe;
}

/** File name without folders and without extensions such as `.csv.gz`. */
export function baseName(fileName: string): string {
  const name = fileName.split(/[\\/]/).at(-1) as string;
  return (
    name.replace(/(?:\.(?:csv|txt|tsv|psv|dat|prn|parquet|pq|gz|gzip|zst|zstd|snappy|lz4|brotli))+$/i, '') ||
    name
  );
}

/** Reads symbol and timeframe off names like `EURUSD_1h.csv`, `BTCUSDT-1m-2024-01.csv`, `yhoo-1996-2015.txt`, `2006-min-005.txt`. */
export function readFileName(fileName: string): NamedSeries {
  const parts = baseName(fileName).split(/([_\-\s]+)/);
  const kept: string[] = [];
  let timeframe: Timeframe | undefined;
  let closed = false;
  for (let index = 0; index < parts.length; index += 2) {
    const token = (parts[index] as string).trim();
    const next = parts[index + 2]?.trim() ?? '';
    const joined = /^(?:min|minute|hour|day|week|month)$/i.test(token) && /^\d{3}$/.test(next);
    const found = joined
      ? compose(Number(next), UNITS[token.toLowerCase()] as string)
      : kept.length > 0 || parts.length > 1
        ? timeframeOf(token)
        : undefined;
    const removed =
      found !== undefined || DATES.test(token) || NOISE.test(token) || VENUES.test(token) || token === '';
    if (found) timeframe ??= found;
    if (joined) index += 2;
    if (removed) closed ||= kept.length > 0;
    else if (!closed) kept.push(kept.length > 0 ? (parts[index - 1] as string).trim() || ' ' : '', token);
  }
  const symbol = kept.join('').toUpperCase();
  return { symbol, ...(timeframe ? { timeframe } : {}) };
}
