import { BacktabError } from '../../core/error.ts';
import { type ImportFile, readHead } from './byte-source.ts';
import { recognizedNames } from './column-roles.ts';
import { fitColumns } from './csv-columns.ts';
import { type HeadLine, headLines, sniffDelimiter, sniffHeader } from './csv-dialect.ts';
import { splitLine } from './csv-scanner.ts';
import { assertText } from './file-kind.ts';
import type { ImportMapping, ImportOptions } from './import-types.ts';
import { proposeLayout, type TableLayout } from './table-layout.ts';
import { findTableStart, skippedNote } from './table-start.ts';

const HEAD_BYTES = 256 * 1_024;
const SNIFFED_LINES = 1_001;
const SAMPLE_ROWS = 20;

/** Everything that reading a CSV file needs to know. */
export interface CsvLayout
  extends Pick<TableLayout, 'series' | 'problems' | 'notes' | 'symbolColumn' | 'fittingLabels'> {
  readonly mapping: ImportMapping;
  readonly columnNames: readonly string[];
  readonly sampleRows: readonly (readonly string[])[];
  /** Physical lines before the first row: a banner, the header. */
  readonly rowsAfter: number;
  /** Lines of a banner before the table. */
  readonly bannerLines: number;
  readonly newline: 0x0a | 0x0d;
}

/**
 * Sniffs the first 256 kB of a text file, at most 1,000 rows; what `options` says is taken as given. With `lenient` what the user can still settle is a problem of the
 * layout, no error. Errors `empty-file`, `unsupported-file`, `unreadable-file`, `not-ohlcv`, `missing-column`, `bad-argument`.
 */
export async function sniffCsv(
  file: ImportFile,
  compression: ImportMapping['compression'],
  options: ImportOptions,
  lenient: boolean,
): Promise<CsvLayout> {
  const forced = options.mapping ?? {};
  if (forced.delimiter !== undefined && !/^[!#-~\t ]$/.test(forced.delimiter))
    throw new BacktabError('bad-argument', `Delimiter "${forced.delimiter}" is not a single plain character`);
  const head = await readHead(file, compression, HEAD_BYTES);
  assertText(file.name, head.bytes);
  const { newline, commentedHeader, ...found } = headLines(
    new TextDecoder().decode(head.bytes),
    head.complete,
  );
  const filled = found.lines.slice(0, SNIFFED_LINES);
  if (filled.length === 0)
    throw new BacktabError('empty-file', `"${file.name}" is empty: it has no line with data`);
  const delimiter = forced.delimiter ?? sniffDelimiter(filled);
  const table = filled.map(({ text }) => splitLine(text, delimiter));
  const bannerLines = commentedHeader ? 0 : findTableStart(table);
  const first = filled[bannerLines] as HeadLine;
  const split = table.slice(bannerLines);
  const firstRow = split[0] ?? [];
  const header = forced.header ?? (commentedHeader || sniffHeader(firstRow));
  const rows = (header ? split.slice(1) : split).filter((row) => row !== undefined);
  if (rows.length === 0 && recognizedNames(firstRow) >= 3)
    throw new BacktabError(
      'empty-file',
      `"${file.name}" holds a header (${first.text.slice(0, 100)}) and no rows: there is nothing to import`,
    );
  const { names, notes, problem } =
    rows.length === 0
      ? { names: firstRow, notes: [] }
      : fitColumns(file.name, header ? firstRow : undefined, rows, lenient || forced.roles !== undefined);
  const whole = rows.filter((row) => row.length >= names.length);
  const sample = { fileName: file.name, names, rows: whole.length > 0 ? whole : rows, header, delimiter };
  const layout = proposeLayout(sample, options, lenient);
  const { roles, timestampFormat, timeZone, stampSide, decimalComma, closeOnly } = layout;
  return {
    mapping: {
      format: 'csv',
      compression,
      delimiter,
      header,
      decimalComma,
      roles,
      timestampFormat,
      timeZone,
      stampSide,
      closeOnly,
    },
    series: layout.series,
    problems: [...(problem && !forced.roles ? [problem] : []), ...layout.problems],
    columnNames: names,
    sampleRows: rows.slice(0, SAMPLE_ROWS),
    notes: [
      ...skippedNote(filled.slice(0, bannerLines), header ? 'before the header' : 'before the first row'),
      ...notes,
      ...layout.notes,
    ],
    rowsAfter: header ? first.line : bannerLines > 0 ? first.line - 1 : 0,
    bannerLines,
    newline,
    symbolColumn: layout.symbolColumn,
    fittingLabels: layout.fittingLabels,
  };
}
