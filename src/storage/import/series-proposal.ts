import type { AssetType, SeriesKey } from '../../core/series.ts';
import type { Timeframe } from '../../core/timeframe.ts';
import { spanText } from './english-count.ts';
import { baseName, readFileName } from './file-name.ts';
import { commonGap, nearestTimeframe } from './timeframe-detection.ts';

const CURRENCIES = new Set(
  'USD EUR GBP JPY CHF AUD CAD NZD SEK NOK DKK PLN CZK HUF TRY ZAR MXN SGD HKD CNH CNY INR BRL KRW THB ILS RUB XAU XAG'.split(
    ' ',
  ),
);
const COINS = new Set(
  'BTC XBT ETH LTC XRP BCH ADA SOL DOT DOGE BNB AVAX LINK MATIC ATOM UNI XLM TRX ETC XMR EOS NEAR ALGO SHIB TON APT ARB OP SUI FIL AAVE'.split(
    ' ',
  ),
);
const COIN_QUOTES = [
  'USDT',
  'USDC',
  'BUSD',
  'FDUSD',
  'TUSD',
  'USD',
  'EUR',
  'GBP',
  'JPY',
  'BTC',
  'ETH',
  'BNB',
  'DAI',
];

function classify(symbol: string): { readonly assetType: AssetType; readonly quote: string } {
  const letters = symbol.replace(/[^A-Z]/g, '');
  for (const quote of COIN_QUOTES)
    if (letters.endsWith(quote) && COINS.has(letters.slice(0, -quote.length)))
      return { assetType: 'crypto', quote };
  const base = letters.slice(0, 3);
  const quote = letters.slice(3);
  if (letters.length === 6 && CURRENCIES.has(base) && CURRENCIES.has(quote))
    return { assetType: 'forex', quote };
  return { assetType: symbol.startsWith('^') ? 'index' : 'stock', quote: '' };
}

/** A proposed identity and what was assumed for it. */
export interface SeriesProposal {
  readonly series: SeriesKey;
  readonly notes: readonly string[];
}

function proposeTimeframe(stamps: readonly number[], named: Timeframe | undefined): [Timeframe, string?] {
  const gap = commonGap(stamps);
  if (gap === undefined)
    return named ? [named] : ['1d', 'Too few rows to tell the timeframe: 1d is assumed.'];
  const { timeframe, exact } = nearestTimeframe(gap);
  if (named && named !== timeframe)
    return [
      timeframe,
      `The file name says ${named}, but most bars are ${timeframe} apart: ${timeframe} is assumed.`,
    ];
  if (exact) return [timeframe];
  return [
    timeframe,
    `Most bars are ${spanText(gap)} apart, which is no supported timeframe: ${timeframe} is assumed.`,
  ];
}

/** Proposes the identity of a series from its file name, the value of a symbol column (`` without one) and sampled stamps (epoch ms). */
export function proposeSeries(
  fileName: string,
  symbolCell: string,
  stamps: readonly number[],
): SeriesProposal {
  const named = readFileName(fileName);
  const symbol = symbolCell.trim().toUpperCase() || named.symbol || baseName(fileName).toUpperCase();
  const [timeframe, note] = proposeTimeframe(stamps, named.timeframe);
  const notes = note ? [note] : [];
  if (!symbolCell && !named.symbol) notes.push(`The file name names no symbol: "${symbol}" is assumed.`);
  return { series: { symbol, ...classify(symbol), exchange: '', timeframe, source: 'file' }, notes };
}
