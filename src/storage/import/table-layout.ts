import { BacktabError } from '../../core/error.ts';
import type { SeriesKey } from '../../core/series.ts';
import {
  assertDistinctRoles,
  assertRoles,
  isNumeric,
  missingRoles,
  normalizeName,
  proposeRoles,
} from './column-roles.ts';
import { sniffDecimalComma } from './csv-dialect.ts';
import { parsePrice } from './decimal-parser.ts';
import type { ColumnRole, ImportOptions, StampSide, TimestampFormat } from './import-types.ts';
import { fittingLabels, type LabelledPrices, looksMislabelled } from './price-labels.ts';
import { proposeSeries } from './series-proposal.ts';
import { StampReader } from './stamp-reader.ts';
import { bytesOf } from './text-bytes.ts';
import { proposeStampSide } from './timeframe-detection.ts';
import { proposeFormat } from './timestamp-format.ts';

const DAY = 86_400_000;

/** The beginning of a table as text, whatever file it came from. */
export interface TableSample {
  readonly fileName: string;
  /** `` for an unnamed column. */
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** False when `names` are made up. */
  readonly header: boolean;
  /** `,` when numbers cannot be cut by it. */
  readonly delimiter: string;
}

/** What the columns of a table mean. */
export interface TableLayout {
  readonly roles: readonly ColumnRole[];
  readonly timestampFormat: TimestampFormat;
  readonly timeZone: string;
  readonly stampSide: StampSide;
  readonly decimalComma: boolean;
  readonly series: SeriesKey;
  readonly notes: readonly string[];
  /** Column that names the instrument, -1 without one: a file may hold one only. */
  readonly symbolColumn: number;
  /** Names under which the sampled prices would fit, when they contradict their labels. */
  readonly fittingLabels: readonly string[] | undefined;
}

type Rows = TableSample['rows'];

function stampsOf(
  rows: Rows,
  roles: readonly ColumnRole[],
  format: TimestampFormat,
): { readonly stamps: readonly number[]; readonly absolute: boolean } {
  const reader = new StampReader(format);
  const time = roles.indexOf('time');
  const stamp = Math.max(roles.indexOf('timestamp'), roles.indexOf('date'));
  const stamps: number[] = [];
  let absolute = false;
  for (const row of rows) {
    const date = row[stamp] ?? '';
    const bytes = bytesOf(time < 0 ? date : date + (row[time] ?? ''));
    const split = bytesOf(date).length;
    const readable =
      time < 0 ? reader.read(bytes, 0, split) : reader.readDateAndTime(bytes, 0, split, split, bytes.length);
    if (!readable) continue;
    stamps.push(reader.milliseconds);
    absolute ||= reader.absolute;
  }
  return { stamps, absolute };
}

function stampFormat(
  { fileName, rows, names }: TableSample,
  roles: readonly ColumnRole[],
  forced: TimestampFormat | undefined,
): { readonly format: TimestampFormat; readonly note?: string } {
  if (forced) return { format: forced };
  const index = Math.max(roles.indexOf('timestamp'), roles.indexOf('date'));
  const filled = rows.map((row) => row[index] ?? '').filter((value) => value.trim() !== '');
  const proposal = proposeFormat(filled);
  if (proposal) return proposal;
  throw new BacktabError(
    'not-ohlcv',
    `"${fileName}": column "${names[index]}" was taken for the timestamp, but "${(filled[0] ?? '').slice(0, 60)}" is in no known format: looked for ISO 8601, epoch seconds to nanoseconds, YYYYMMDD, YYYY/MM/DD, D/M/Y and M/D/Y`,
  );
}

function pricesOf(rows: Rows, roles: readonly ColumnRole[], decimalComma: boolean): LabelledPrices[] {
  const columns = (['open', 'high', 'low', 'close'] as const).map((role) => roles.indexOf(role));
  const number = (text: string) => {
    const bytes = bytesOf(text.trim());
    return parsePrice(bytes, 0, bytes.length, decimalComma ? 0x2c : 0x2e, true);
  };
  return rows.flatMap((row) => {
    const prices = columns.map((index) => number(row[index] ?? ''));
    return prices.every(Number.isFinite) ? [prices as unknown as LabelledPrices] : [];
  });
}

function labelNotes(prices: readonly LabelledPrices[], labels: readonly string[] | undefined): string[] {
  const broken = prices.filter(([o, h, l, c]) => !(h >= Math.max(o, l, c) && l <= Math.min(o, c))).length;
  if (!looksMislabelled(broken, prices.length)) return [];
  const fit = labels ? ` They would fit as ${labels.join(', ')}.` : '';
  return [
    `In ${broken} of ${prices.length} sampled rows high and low contradict the other prices: open, high, low, close look mislabelled.${fit}`,
  ];
}

function rolesOf(sample: TableSample, options: ImportOptions, lenient: boolean): readonly ColumnRole[] {
  const { fileName, names, rows, header } = sample;
  const forced = options.mapping?.roles;
  if (forced && forced.length !== names.length)
    throw new BacktabError(
      'bad-argument',
      `"${fileName}" has ${names.length} columns, but the mapping gives ${forced.length} roles: give one per column`,
    );
  const roles = forced ?? proposeRoles(names, rows, header);
  const missing = missingRoles(roles);
  const spare = roles.filter(
    (role, index) => role === 'ignore' && isNumeric(rows.map((row) => row[index] ?? '').filter(Boolean)),
  ).length;
  const assignable = !missing.includes('timestamp') && spare >= missing.length;
  assertDistinctRoles(fileName, roles);
  if (!lenient || !assignable) assertRoles(fileName, roles, names);
  return roles;
}

/**
 * Proposes what the columns of a table mean; what `options` says is taken as given. With `lenient` roles may be missing where the user can still
 * assign them. Errors `not-ohlcv`, `missing-column`, `bad-argument`.
 */
export function proposeLayout(sample: TableSample, options: ImportOptions, lenient: boolean): TableLayout {
  const forced = options.mapping ?? {};
  const { fileName, names, rows, header, delimiter } = sample;
  const roles = rolesOf(sample, options, lenient);
  const missing = missingRoles(roles);
  const stamp = stampFormat(sample, roles, forced.timestampFormat);
  const { stamps, absolute } = stampsOf(rows, roles, stamp.format);
  const symbol = names.findIndex((name) => /^(?:symbol|ticker|instrument|secid)$/.test(normalizeName(name)));
  const symbolColumn = roles[symbol] === 'ignore' ? symbol : -1;
  const proposal = proposeSeries(fileName, rows[0]?.[symbolColumn] ?? '', stamps);
  const series = { ...proposal.series, ...options.series };
  const side = forced.stampSide ? { side: forced.stampSide } : proposeStampSide(stamps, series.timeframe);
  const numbers = rows.flatMap((row) =>
    row.filter((_, index) => ['open', 'high', 'low', 'close', 'volume'].includes(roles[index] as string)),
  );
  const decimalComma = forced.decimalComma ?? sniffDecimalComma(numbers, delimiter);
  const prices = pricesOf(rows, roles, decimalComma);
  const labels = missing.length > 0 ? undefined : fittingLabels(prices);
  const zoneless = stamps.some((moment) => moment % DAY !== 0) && !absolute && !forced.timeZone;
  return {
    roles,
    timestampFormat: stamp.format,
    timeZone: forced.timeZone ?? 'UTC',
    stampSide: side.side,
    decimalComma,
    series,
    symbolColumn,
    fittingLabels: labels,
    notes: [
      ...(missing.length > 0 ? [`Not found: ${missing.join(', ')}. Say which columns hold them.`] : []),
      ...(header
        ? []
        : ['There is no header: the columns were taken in the order open, high, low, close, volume.']),
      ...(stamp.note ? [stamp.note] : []),
      ...('note' in side && side.note ? [side.note] : []),
      ...proposal.notes,
      ...(zoneless ? ['The stamps carry no time zone: they are read as UTC.'] : []),
      ...(roles.includes('volume')
        ? []
        : ['There is no volume column: the volume of every bar is stored as 0.']),
      ...labelNotes(prices, labels),
    ],
  };
}
