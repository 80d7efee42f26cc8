import { type SeriesKey, SYNTHETIC_SOURCE } from '../../core/series.ts';
import type { ParameterValues, StorageKind } from '../../worker/client/types.ts';

/** Name of a storage as users read it. */
export function storageLabel(storage: StorageKind): string {
  return { duckdb: 'DuckDB', memory: 'Memory', legacy: 'Legacy' }[storage];
}

/** True when the bars of `series` were made by the built-in generator. */
export function isSynthetic(series: Pick<SeriesKey, 'source'>): boolean {
  return series.source === SYNTHETIC_SOURCE;
}

/** Names of a run's series: their symbols, with the timeframe where that tells two of them apart. */
export function seriesLabels(series: readonly Pick<SeriesKey, 'symbol' | 'timeframe'>[]): readonly string[] {
  return series.map(({ symbol, timeframe }, index) =>
    series.some((other, at) => at !== index && other.symbol === symbol) ? `${symbol} ${timeframe}` : symbol,
  );
}

/** Unit of the money of a run on `series`: their currency where it is given and one, else `money`. */
export function moneyUnit(series: readonly Pick<SeriesKey, 'quote'>[]): string {
  const quotes = new Set(series.map(({ quote }) => quote));
  const [quote] = quotes;
  return quotes.size === 1 && quote ? quote : 'money';
}

/** Parameter values in the order given: `fast 10, slow 30, short no`. */
export function parameterSummary(params: ParameterValues): string {
  return Object.entries(params)
    .map(([name, value]) => `${name} ${typeof value === 'boolean' ? (value ? 'yes' : 'no') : value}`)
    .join(', ');
}

/** Message of whatever was thrown, as a sentence with its full stop. */
export function errorMessage(error: unknown): string {
  const message = (error instanceof Error ? error.message : String(error)).trim();
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
