import { BacktabError } from '../../core/error.ts';
import type { SeriesKey } from '../../core/series.ts';
import {
  assertDistinctRoles,
  assertRoles,
  missingRoles,
  normalizeName,
  proposeRoles,
} from './column-roles.ts';
import { sniffDecimalComma } from './csv-dialect.ts';
import { parsePrice } from './decimal-parser.ts';
import { grouped } from './english-count.ts';
import type { ColumnRole, ImportOptions, StampSide, TimestampFormat } from './import-types.ts';
import { fittingLabels, type LabelledPrices, looksMislabelled } from './price-labels.ts';
import { proposeSeries } from './series-proposal.ts';
import { StampReader } from './stamp-reader.ts';
import { bytesOf } from './text-bytes.ts';
import { proposeStampSide } from './timeframe-detection.ts';
import { type FormatProposal, proposeFormat } from './timestamp-format.ts';

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
  readonly closeOnly: boolean;
  readonly series: SeriesKey;
  /** What the user has to settle before the table can be read. */
  readonly problems: readonly string[];
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

/** The format of the stamps; with a `problem` it is a guess that reads none of them. */
function stampFormat(
  { rows, names }: TableSample,
  roles: readonly ColumnRole[],
  forced: TimestampFormat | undefined,
): FormatProposal & { readonly problem?: string } {
  if (forced) return { format: forced };
  const index = Math.max(roles.indexOf('timestamp'), roles.indexOf('date'));
  if (index < 0) return { format: 'iso' };
  const filled = rows.map((row) => row[index] ?? '').filter((value) => value.trim() !== '');
  const proposal = proposeFormat(filled);
  if (proposal) return proposal;
  return {
    format: 'iso',
    problem: `column "${names[index] || index + 1}" was taken for the timestamp, but "${(filled[0] ?? '').slice(0, 60)}" is in no known format: looked for ISO 8601, epoch seconds to nanoseconds, YYYYMMDD, YYYY/MM/DD, D/M/Y, M/D/Y and English month names`,
  };
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
    `In ${grouped(broken)} of ${grouped(prices.length)} sampled rows high and low contradict the other prices: open, high, low, close look mislabelled.${fit}`,
  ];
}

function rolesOf(sample: TableSample, options: ImportOptions, lenient: boolean): readonly ColumnRole[] {
  const { fileName, names, rows, header } = sample;
  const forced = options.mapping?.roles;
  const closeOnly = options.mapping?.closeOnly ?? false;
  if (forced && forced.length !== names.length)
    throw new BacktabError(
      'bad-argument',
      `"${fileName}" has ${names.length} columns, but the mapping gives ${forced.length} roles: give one per column`,
    );
  const proposed = forced ?? proposeRoles(names, rows, header);
  const roles =
    closeOnly && !forced
      ? proposed.map((role) => (role === 'open' || role === 'high' || role === 'low' ? 'ignore' : role))
      : proposed;
  assertDistinctRoles(fileName, roles, closeOnly);
  if (!lenient) assertRoles(fileName, roles, names, closeOnly);
  return roles;
}

/** What a mapping by hand has to settle, one sentence each. */
function missingProblems(missing: readonly string[]): string[] {
  const prices = missing.filter((role) => role !== 'timestamp');
  return [
    ...(missing.includes('timestamp')
      ? [
          'No column was recognized as the time of the bars: give one the role timestamp, or two the roles date and time.',
        ]
      : []),
    ...(prices.length > 0
      ? [
          `Not found: ${prices.join(', ')}. Say which columns hold them${prices.includes('open') ? ', or choose “close only” for a table with one price' : ''}.`,
        ]
      : []),
  ];
}

/** Fields in which the decimal mark shows: prices, else the volume, else all that are no stamps. */
function markedFields(rows: Rows, roles: readonly ColumnRole[]): string[] {
  const fields = (wanted: readonly ColumnRole[]) =>
    rows.flatMap((row) => row.filter((_, index) => wanted.includes(roles[index] as ColumnRole)));
  const prices = fields(['open', 'high', 'low', 'close']);
  if (prices.length === 0) return fields(['volume', 'ignore']);
  return prices.some((field) => /[.,]/.test(field)) ? prices : fields(['volume']);
}

/**
 * Proposes what the columns of a table mean; what `options` says is taken as given. With `lenient` whatever the user can still
 * settle is a problem of the layout, else an error: `not-ohlcv`, `missing-column`. Error `bad-argument`.
 */
export function proposeLayout(sample: TableSample, options: ImportOptions, lenient: boolean): TableLayout {
  const forced = options.mapping ?? {};
  const { fileName, names, rows, header, delimiter } = sample;
  const closeOnly = forced.closeOnly ?? false;
  const roles = rolesOf(sample, options, lenient);
  const missing = missingRoles(roles, closeOnly);
  const stamp = stampFormat(sample, roles, forced.timestampFormat);
  if (stamp.problem && !lenient) throw new BacktabError('not-ohlcv', `"${fileName}": ${stamp.problem}`);
  const { stamps, absolute } = stampsOf(rows, roles, stamp.format);
  const symbol = names.findIndex((name) => /^(?:symbol|ticker|instrument|secid)$/.test(normalizeName(name)));
  const symbolColumn = roles[symbol] === 'ignore' ? symbol : -1;
  const proposal = proposeSeries(fileName, rows[0]?.[symbolColumn] ?? '', stamps);
  const series = { ...proposal.series, ...options.series };
  const side = forced.stampSide ? { side: forced.stampSide } : proposeStampSide(stamps, series.timeframe);
  const decimalComma = forced.decimalComma ?? sniffDecimalComma(markedFields(rows, roles), delimiter);
  const prices = pricesOf(rows, roles, decimalComma);
  const labels = missing.length > 0 || closeOnly ? undefined : fittingLabels(prices);
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
    closeOnly,
    problems: [
      ...missingProblems(missing),
      ...(forced.timestampFormat && stamps.length === 0 && !missing.includes('timestamp')
        ? [
            `None of the first rows has a timestamp that reads as ${forced.timestampFormat}: choose another format or column.`,
          ]
        : []),
      ...(stamp.problem ? [`${stamp.problem[0]?.toUpperCase()}${stamp.problem.slice(1)}.`] : []),
    ],
    notes: [
      ...(closeOnly
        ? [
            'Only the close is read: open, high and low of every bar are stored as its close, so no order finds a price within a bar.',
          ]
        : []),
      ...(header || missing.length > 0 || closeOnly
        ? []
        : ['There is no header: the columns were taken in the order open, high, low, close, volume.']),
      ...(stamp.note ? [stamp.note] : []),
      ...('note' in side && side.note ? [side.note] : []),
      ...proposal.notes,
      ...(zoneless ? ['The stamps carry no time zone: they are read as UTC.'] : []),
      ...(roles.includes('volume')
        ? []
        : ['There is no volume column with values: the volume of every bar is stored as 0.']),
      ...labelNotes(prices, labels),
    ],
  };
}
