import type { RecordBatch } from 'parquet-wasm/esm';
import { BacktabError } from '../../../core/error.ts';
import type { SeriesKey } from '../../../core/series.ts';
import { BarOpen } from '../bar-open.ts';
import { BATCH_ROWS, type BarSink } from '../bar-sink.ts';
import type { ImportFile } from '../byte-source.ts';
import { grouped } from '../english-count.ts';
import type { ColumnRole, ImportMapping } from '../import-types.ts';
import type { RowReader } from '../row-reader.ts';
import { StampReader } from '../stamp-reader.ts';
import { bytesOf } from '../text-bytes.ts';
import { type ArrowColumn, arrowColumn, epochMilliseconds } from './arrow-column.ts';
import { readBatch } from './arrow-memory.ts';
import type { OpenParquet } from './parquet-engine.ts';

const NUMBERS = ['open', 'high', 'low', 'close', 'volume'] as const;

/** What reading a Parquet file needs to know. */
export interface ParquetTable {
  readonly mapping: ImportMapping;
  readonly names: readonly string[];
  readonly symbolColumn: number;
  readonly series: SeriesKey;
}

type Columns = Readonly<Partial<Record<Exclude<ColumnRole, 'ignore'> | 'symbol', ArrowColumn>>>;

/** Reads a Parquet file row group by row group: one group is decoded at a time, and handed on in batches of 65,536 rows. */
export class ParquetReader implements RowReader {
  bytesRead = 0;
  readonly linesSkipped = 0;
  readonly #file: ImportFile;
  readonly #parquet: OpenParquet;
  readonly #table: ParquetTable;
  readonly #stamps: StampReader;
  readonly #opens: BarOpen;
  readonly #groupBytes: readonly number[];
  #group = 0;
  #batches: RecordBatch[] = [];
  /** First row not read yet, within the current batch. */
  #row = 0;
  /** Rows of the file that were read. */
  #line = 0;
  #symbol: string | undefined;
  #closed = false;

  constructor(file: ImportFile, parquet: OpenParquet, table: ParquetTable) {
    this.#file = file;
    this.#parquet = parquet;
    this.#table = table;
    this.#stamps = new StampReader(table.mapping.timestampFormat);
    this.#opens = new BarOpen({ ...table.mapping, timeframe: table.series.timeframe });
    const sizes = parquet.file
      .metadata()
      .rowGroups()
      .map((group) => group.compressedSize());
    const total = sizes.reduce((sum, size) => sum + size, 0);
    this.#groupBytes = sizes.map((size) => (total > 0 ? (size / total) * file.size : 0));
  }

  async read(sink: BarSink): Promise<'more' | 'done'> {
    const batch = this.#batches[0];
    if (batch) {
      this.#readBatch(batch, sink);
      return 'more';
    }
    if (this.#group >= this.#groupBytes.length) {
      this.bytesRead = this.#file.size;
      return 'done';
    }
    await this.#nextGroup();
    return 'more';
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const batch of this.#batches) batch.free();
    this.#batches = [];
    this.#parquet.file.free();
  }

  notes(): readonly string[] {
    const { repeated } = this.#opens.zone;
    if (repeated === 0) return [];
    return [
      `Stamps in the hour that the clocks of ${this.#table.mapping.timeZone} show twice, taken as the earlier moment: ${grouped(repeated)}.`,
    ];
  }

  async #nextGroup(): Promise<void> {
    const { names, mapping, symbolColumn } = this.#table;
    const needed = names.filter((_, index) => mapping.roles[index] !== 'ignore' || index === symbolColumn);
    // parquet-wasm reads a dot in a name as a path into a struct.
    const plain = new Set(names).size === names.length && !needed.some((name) => name.includes('.'));
    const group = this.#group++;
    try {
      const table = await this.#parquet.file.read({
        rowGroups: [group],
        batchSize: BATCH_ROWS,
        ...(plain ? { columns: needed } : {}),
      });
      this.#batches = table.recordBatches();
      table.free();
    } catch (cause) {
      throw new BacktabError(
        'unreadable-file',
        `"${this.#file.name}": row group ${group + 1} of ${this.#groupBytes.length} cannot be read (${String(cause)}): export the file again`,
        { cause },
      );
    }
    this.bytesRead += this.#groupBytes[group] as number;
  }

  #readBatch(batch: RecordBatch, sink: BarSink): void {
    const exported = batch.toFFI();
    try {
      const memory = this.#parquet.memory();
      const arrays = readBatch(memory, exported.arrayAddr(), exported.schemaAddr());
      const { names, mapping, symbolColumn } = this.#table;
      const find = (index: number): ArrowColumn | undefined => {
        const array =
          arrays.length === names.length ? arrays[index] : arrays.find(({ name }) => name === names[index]);
        return index >= 0 && array ? arrowColumn(memory, array) : undefined;
      };
      const columns: Record<string, ArrowColumn> = {};
      for (const role of ['timestamp', 'date', 'time', ...NUMBERS] as const) {
        const single = mapping.closeOnly && (role === 'open' || role === 'high' || role === 'low');
        const column = find(mapping.roles.indexOf(single ? 'close' : role));
        if (column) columns[role] = column;
      }
      const symbol = find(symbolColumn);
      if (symbol) columns.symbol = symbol;
      const length = arrays[0]?.length ?? 0;
      while (this.#row < length && !sink.full) this.#readRow(columns, this.#row++, sink);
      if (this.#row < length) return;
      this.#row = 0;
      this.#batches.shift()?.free();
    } finally {
      exported.free();
    }
  }

  #readRow(columns: Columns, row: number, sink: BarSink): void {
    const line = ++this.#line;
    const { symbol } = columns;
    if (symbol) this.#checkSymbol(symbol.text(row), line);
    const { closeOnly } = this.#table.mapping;
    const reason = this.#storeRow(columns, row, line, sink);
    if (reason === '') return;
    sink.reject(line, reason, () =>
      Object.entries(columns)
        .filter(([role]) => !closeOnly || !/^(?:open|high|low)$/.test(role))
        .map(([, column]) => column.text(row))
        .join(','),
    );
  }

  #storeRow(columns: Columns, row: number, line: number, sink: BarSink): string {
    const stamp = (columns.timestamp ?? columns.date) as ArrowColumn;
    if (!this.#readStamp(stamp, columns.time, row))
      return `unreadable timestamp "${stamp.text(row)}${columns.time ? ` ${columns.time.text(row)}` : ''}"`;
    const timestamp = this.#opens.of(this.#stamps.milliseconds, this.#stamps.absolute);
    if (Number.isNaN(timestamp))
      return `timestamp "${stamp.text(row)}" does not exist in ${this.#table.mapping.timeZone}: the clocks skip it`;
    const open = columns.open?.number(row) as number;
    const high = columns.high?.number(row) as number;
    const low = columns.low?.number(row) as number;
    const close = columns.close?.number(row) as number;
    const volume = columns.volume ? columns.volume.number(row) : 0;
    if (open - open + (high - high) + (low - low) + (close - close) + (volume - volume) !== 0)
      return numberProblem(columns, row, this.#table.mapping.closeOnly);
    return sink.accept(line, timestamp, open + 0, high + 0, low + 0, close + 0, volume + 0);
  }

  #readStamp(stamp: ArrowColumn, time: ArrowColumn | undefined, row: number): boolean {
    const reader = this.#stamps;
    if (time) {
      const date = bytesOf(stamp.text(row));
      const bytes = bytesOf(stamp.text(row) + time.text(row));
      return reader.readDateAndTime(bytes, 0, date.length, date.length, bytes.length);
    }
    if (stamp.kind === 'bytes') return stamp.readStamp(row, reader);
    const { timestampFormat } = this.#table.mapping;
    if (stamp.kind === 'plain' && !timestampFormat.startsWith('epoch')) {
      const bytes = bytesOf(stamp.text(row));
      return reader.read(bytes, 0, bytes.length);
    }
    const plain = stamp.kind === 'plain';
    reader.milliseconds = plain ? epochMilliseconds(stamp, row, timestampFormat) : stamp.number(row);
    reader.absolute = plain || stamp.kind === 'absolute';
    return Math.abs(reader.milliseconds) <= 8.64e15;
  }

  #checkSymbol(symbol: string, line: number): void {
    this.#symbol ??= symbol;
    if (symbol === this.#symbol) return;
    throw new BacktabError(
      'unsupported-file',
      `"${this.#file.name}" holds several instruments: row ${grouped(line)} changes from "${this.#symbol}" to "${symbol}". Split the file, one instrument each`,
    );
  }
}

function numberProblem(columns: Columns, row: number, closeOnly: boolean): string {
  for (const role of closeOnly ? NUMBERS.slice(3) : NUMBERS) {
    const column = columns[role];
    if (!column || Number.isFinite(column.number(row))) continue;
    const text = column.text(row);
    if (column.isNull(row) || text === '') return role === 'volume' ? 'empty volume' : `empty ${role} price`;
    return column.kind === 'bytes' ? `${role} "${text}" is not a number` : `${role} "${text}" is not finite`;
  }
  return 'unreadable number';
}
