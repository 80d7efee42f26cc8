import { BacktabError } from '../../core/error.ts';
import type { SeriesKey } from '../../core/series.ts';
import { type ImportFile, readHead } from './byte-source.ts';
import {
  assertRoles,
  isNumeric,
  missingRoles,
  normalizeName,
  proposeRoles,
  recognizedNames,
} from './column-roles.ts';
import { fitColumns } from './csv-columns.ts';
import { headLines, sniffDecimalComma, sniffDelimiter, sniffHeader } from './csv-dialect.ts';
import { splitLine } from './csv-scanner.ts';
import { parseDecimal } from './decimal-parser.ts';
import { assertText } from './file-kind.ts';
import type { ColumnRole, ImportMapping, ImportOptions, TimestampFormat } from './import-types.ts';
import { fittingLabels, type LabelledPrices, looksMislabelled } from './price-labels.ts';
import { proposeSeries } from './series-proposal.ts';
import { StampReader } from './stamp-reader.ts';
import { bytesOf } from './text-bytes.ts';
import { proposeStampSide } from './timeframe-detection.ts';
import { proposeFormat } from './timestamp-format.ts';

const HEAD_BYTES = 256 * 1_024;
const SAMPLE_ROWS = 20;

/** Everything that reading a CSV file needs to know. */
export interface CsvLayout {
  readonly mapping: ImportMapping;
  readonly series: SeriesKey;
  readonly columnNames: readonly string[];
  readonly sampleRows: readonly (readonly string[])[];
  readonly notes: readonly string[];
  /** Physical line of the header, 0 without one. */
  readonly headerLine: number;
  readonly newline: 0x0a | 0x0d;
  /** Column that names the instrument, -1 without one: a file may hold one only. */
  readonly symbolColumn: number;
  /** Names under which the sampled prices would fit, when they contradict their labels. */
  readonly fittingLabels: readonly string[] | undefined;
}

type Rows = readonly (readonly string[])[];

function stampsOf(rows: Rows, roles: readonly ColumnRole[], format: TimestampFormat): [number[], boolean] {
  const reader = new StampReader(format);
  const time = roles.indexOf('time');
  const stamp = time >= 0 || roles.includes('date') ? roles.indexOf('date') : roles.indexOf('timestamp');
  const stamps: number[] = [];
  let absolute = false;
  for (const row of rows) {
    const first = bytesOf(row[stamp] ?? '');
    const second = bytesOf(time < 0 ? '' : (row[time] ?? ''));
    const joined = new Uint8Array(first.length + second.length);
    joined.set(first);
    joined.set(second, first.length);
    const readable =
      time < 0
        ? reader.read(joined, 0, joined.length)
        : reader.readDateAndTime(joined, 0, first.length, first.length, joined.length);
    if (!readable) continue;
    stamps.push(reader.milliseconds);
    absolute ||= reader.absolute;
  }
  return [stamps, absolute];
}

function proposeStampFormat(
  file: string,
  rows: Rows,
  roles: readonly ColumnRole[],
  names: readonly string[],
) {
  const index = Math.max(roles.indexOf('timestamp'), roles.indexOf('date'));
  const filled = rows.map((row) => row[index] ?? '').filter((value) => value.trim() !== '');
  const proposal = proposeFormat(filled);
  if (proposal) return proposal;
  throw new BacktabError(
    'not-ohlcv',
    `"${file}": column "${names[index]}" was taken for the timestamp, but "${(filled[0] ?? '').slice(0, 60)}" is in no known format: looked for ISO 8601, epoch seconds to nanoseconds, YYYYMMDD, YYYY/MM/DD, D/M/Y and M/D/Y`,
  );
}

function pricesOf(rows: Rows, roles: readonly ColumnRole[], decimalComma: boolean): LabelledPrices[] {
  const columns = (['open', 'high', 'low', 'close'] as const).map((role) => roles.indexOf(role));
  const mark = decimalComma ? 0x2c : 0x2e;
  return rows
    .map((row) =>
      columns.map((index) => {
        const bytes = bytesOf((row[index] ?? '').trim());
        return parseDecimal(bytes, 0, bytes.length, mark, true);
      }),
    )
    .filter((prices) => prices.every(Number.isFinite)) as unknown as LabelledPrices[];
}

function checkForced(file: string, mapping: Partial<ImportMapping>, columns: number): void {
  if (mapping.delimiter !== undefined && !/^[ -~\t]$/.test(mapping.delimiter))
    throw new BacktabError(
      'bad-argument',
      `Delimiter "${mapping.delimiter}" is not a single plain character`,
    );
  if (mapping.roles && mapping.roles.length !== columns)
    throw new BacktabError(
      'bad-argument',
      `"${file}" has ${columns} columns, but the mapping gives ${mapping.roles.length} roles: give one per column`,
    );
}

function assertComplete(file: string, roles: readonly ColumnRole[], names: readonly string[], rows: Rows) {
  const missing = missingRoles(roles);
  const spare = roles.filter(
    (role, index) => role === 'ignore' && isNumeric(rows.map((row) => row[index] ?? '').filter(Boolean)),
  ).length;
  if (missing.length === 0 || missing.includes('timestamp') || spare < missing.length)
    assertRoles(file, roles, names);
  return missing.length > 0 ? [`Not found: ${missing.join(', ')}. Say which columns hold them.`] : [];
}

/**
 * Sniffs the first 256 kB of a text file; what `options` says is taken as given. With `lenient` roles may be missing where the user can still assign
 * them. Errors `empty-file`, `unsupported-file`, `unreadable-file`, `not-ohlcv`, `missing-column`, `bad-argument`.
 */
export async function sniffCsv(
  file: ImportFile,
  compression: ImportMapping['compression'],
  options: ImportOptions,
  lenient: boolean,
): Promise<CsvLayout> {
  const forced = options.mapping ?? {};
  const head = await readHead(file, compression, HEAD_BYTES);
  assertText(file.name, head.bytes);
  const { lines, newline, commentedHeader } = headLines(new TextDecoder().decode(head.bytes), head.complete);
  const first = lines[0];
  if (!first) throw new BacktabError('empty-file', `"${file.name}" is empty: it has no line with data`);
  checkForced(file.name, forced, forced.roles?.length ?? 0);
  const delimiter = forced.delimiter ?? sniffDelimiter(lines);
  const split = lines.map(({ text }) => splitLine(text, delimiter));
  const firstRow = split[0] ?? [];
  const header = forced.header ?? (commentedHeader || sniffHeader(firstRow));
  const rows = (header ? split.slice(1) : split).filter((row) => row !== undefined);
  if (rows.length === 0 && recognizedNames(firstRow) >= 3)
    throw new BacktabError(
      'empty-file',
      `"${file.name}" holds a header (${first.text.slice(0, 100)}) and no rows: there is nothing to import`,
    );
  const fitted =
    rows.length === 0
      ? { names: firstRow, notes: [] }
      : fitColumns(file.name, header ? firstRow : undefined, rows);
  const { names } = fitted;
  checkForced(file.name, forced, names.length);
  const roles = forced.roles ?? proposeRoles(names, rows, header);
  const roleNotes = lenient ? assertComplete(file.name, roles, names, rows) : [];
  if (!lenient || forced.roles) assertRoles(file.name, roles, names);
  const format = forced.timestampFormat
    ? { format: forced.timestampFormat }
    : proposeStampFormat(file.name, rows, roles, names);
  const [stamps, absolute] = stampsOf(rows, roles, format.format);
  const symbolColumn = names.findIndex((name) =>
    /^(?:symbol|ticker|instrument|secid)$/.test(normalizeName(name)),
  );
  const symbolCell =
    symbolColumn >= 0 && roles[symbolColumn] === 'ignore' ? (rows[0]?.[symbolColumn] ?? '') : '';
  const proposal = proposeSeries(file.name, symbolCell, stamps);
  const series = { ...proposal.series, ...options.series };
  const side = forced.stampSide ? { side: forced.stampSide } : proposeStampSide(stamps, series.timeframe);
  const numeric = roles.flatMap((role, index) =>
    ['open', 'high', 'low', 'close', 'volume'].includes(role) ? rows.map((row) => row[index] ?? '') : [],
  );
  const decimalComma = forced.decimalComma ?? sniffDecimalComma(numeric, delimiter);
  const mapping: ImportMapping = {
    format: 'csv',
    compression,
    delimiter,
    header,
    decimalComma,
    roles,
    timestampFormat: format.format,
    timeZone: forced.timeZone ?? 'UTC',
    stampSide: side.side,
  };
  const prices = pricesOf(rows, roles, decimalComma);
  const broken = prices.filter(([o, h, l, c]) => !(h >= o && h >= l && h >= c && l <= o && l <= c)).length;
  const labels = looksMislabelled(broken, prices.length) ? fittingLabels(prices) : undefined;
  const intraday = stamps.some((stamp) => stamp % 86_400_000 !== 0);
  const notes = [
    ...fitted.notes,
    ...roleNotes,
    ...(header
      ? []
      : ['There is no header: the columns were taken in the order open, high, low, close, volume.']),
    ...('note' in format && format.note ? [format.note] : []),
    ...('note' in side && side.note ? [side.note] : []),
    ...proposal.notes,
    ...(intraday && !absolute && !forced.timeZone
      ? ['The stamps carry no time zone: they are read as UTC.']
      : []),
    ...(roles.includes('volume')
      ? []
      : ['There is no volume column: the volume of every bar is stored as 0.']),
    ...(looksMislabelled(broken, prices.length)
      ? [
          `In ${broken} of ${prices.length} sampled rows high and low contradict the other prices: the columns look mislabelled.`,
        ]
      : []),
  ];
  return {
    mapping,
    series,
    columnNames: names,
    sampleRows: rows.slice(0, SAMPLE_ROWS),
    notes,
    headerLine: header ? first.line : 0,
    newline,
    symbolColumn: symbolCell ? symbolColumn : -1,
    fittingLabels: labels,
  };
}
