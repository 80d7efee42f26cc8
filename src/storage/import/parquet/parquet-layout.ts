import type { RecordBatch } from 'parquet-wasm/esm';
import { BacktabError } from '../../../core/error.ts';
import type { ImportFile } from '../byte-source.ts';
import type { ImportMapping, ImportOptions } from '../import-types.ts';
import type { RowReader } from '../row-reader.ts';
import { proposeLayout, type TableLayout } from '../table-layout.ts';
import { arrowColumn } from './arrow-column.ts';
import { readBatch, readFields } from './arrow-memory.ts';
import { type OpenParquet, openParquet } from './parquet-engine.ts';
import { ParquetReader } from './parquet-reader.ts';

const SAMPLE_ROWS = 1_000;
const SHOWN_ROWS = 20;

/** A sniffed Parquet file, ready to be read. */
export interface ParquetLayout extends Pick<TableLayout, 'series' | 'problems' | 'notes' | 'fittingLabels'> {
  readonly mapping: ImportMapping;
  readonly columnNames: readonly string[];
  readonly sampleRows: readonly (readonly string[])[];
  createReader(): RowReader;
}

function sampleTexts(parquet: OpenParquet, batches: readonly RecordBatch[]): string[][] {
  const rows: string[][] = [];
  for (const batch of batches) {
    const exported = batch.intoFFI();
    const memory = parquet.memory();
    const columns = readBatch(memory, exported.arrayAddr(), exported.schemaAddr()).map((array) => {
      try {
        const column = arrowColumn(memory, array);
        return Array.from({ length: array.length }, (_, row) => column.text(row));
      } catch {
        return Array.from({ length: array.length }, () => `(${array.format})`);
      }
    });
    for (let row = 0; row < (columns[0]?.length ?? 0); row++)
      rows.push(columns.map((texts) => texts[row] as string));
    exported.free();
  }
  return withoutMidnights(rows);
}

/** Stamps of daily bars as dates: columns in which every time of day is midnight lose it. */
function withoutMidnights(rows: readonly string[][]): string[][] {
  const midnight = /^(\d{4}-\d\d-\d\d)[T ]00:00:00Z?$/;
  const daily = (rows[0] ?? []).map((_, index) => rows.every((row) => midnight.test(row[index] as string)));
  return rows.map((row) => row.map((text, index) => (daily[index] ? text.slice(0, 10) : text)));
}

async function readSample(parquet: OpenParquet, rowGroup: number): Promise<string[][]> {
  const table = await parquet.file.read({
    rowGroups: [rowGroup],
    limit: SAMPLE_ROWS,
    batchSize: SAMPLE_ROWS,
  });
  try {
    return sampleTexts(parquet, table.recordBatches());
  } finally {
    table.free();
  }
}

function fieldNames(parquet: OpenParquet): string[] {
  const schema = parquet.file.schema();
  const exported = schema.toFFI();
  const names = readFields(parquet.memory(), exported.addr()).map(({ name }) => name);
  exported.free();
  schema.free();
  return names;
}

function unreadable(file: ImportFile, cause: unknown): Error {
  if (cause instanceof BacktabError) return cause;
  return new BacktabError(
    'unreadable-file',
    `"${file.name}" is not an intact Parquet file (${cause instanceof Error ? cause.message : String(cause)}): export it again`,
    { cause },
  );
}

/**
 * Sniffs the footer of a Parquet file and the head of its first row group with rows; what `options` says is taken as given. Errors `empty-file`,
 * `unreadable-file`, `unsupported-file`, `not-ohlcv`, `missing-column`, `bad-argument`.
 */
export async function sniffParquet(
  file: ImportFile,
  options: ImportOptions,
  lenient: boolean,
): Promise<ParquetLayout> {
  let parquet: OpenParquet;
  let names: string[];
  let rows: string[][];
  try {
    parquet = await openParquet(file);
    const groups = parquet.file.metadata().rowGroups();
    const first = groups.findIndex((group) => group.numRows() > 0);
    for (const group of groups) group.free();
    if (first < 0)
      throw new BacktabError('empty-file', `"${file.name}" has no rows: there is nothing to import`);
    names = fieldNames(parquet);
    rows = await readSample(parquet, first);
  } catch (cause) {
    throw unreadable(file, cause);
  }
  const sample = { fileName: file.name, names, rows, header: true, delimiter: '\t' };
  const layout = proposeLayout(sample, options, lenient);
  const { roles, timestampFormat, timeZone, stampSide, series } = layout;
  const mapping: ImportMapping = {
    format: 'parquet',
    compression: 'none',
    delimiter: '',
    header: true,
    decimalComma: false,
    roles,
    timestampFormat,
    timeZone,
    stampSide,
    closeOnly: layout.closeOnly,
  };
  return {
    mapping,
    series,
    columnNames: names,
    sampleRows: rows.slice(0, SHOWN_ROWS),
    problems: layout.problems,
    notes: layout.notes,
    fittingLabels: layout.fittingLabels,
    createReader: () =>
      new ParquetReader(file, parquet, { mapping, names, symbolColumn: layout.symbolColumn, series }),
  };
}
