import {
  type Data,
  Field,
  Float64,
  makeData,
  makeVector,
  Null,
  Struct,
  Table,
  TimestampMicrosecond,
  tableToIPC,
  Uint32,
  Utf8,
  type Vector,
} from 'apache-arrow';
import type { BarColumns, StoredBars } from '../../core/bar.ts';

// Only makeData and makeVector: Arrow's builders call `new Function`, which the content security policy forbids.

/** Columns of an Arrow stream, by name. */
export type StreamColumns = Readonly<Record<string, Vector>>;

/** An Arrow IPC stream of `columns`. */
export function encodeStream(columns: StreamColumns): Uint8Array {
  return tableToIPC(new Table(columns), 'stream');
}

/**
 * DOUBLE columns. HAZARD: Arrow's writer drops a buffer that overlaps the one before it (util/buffer.ts, collapseContiguousByteRanges,
 * https://github.com/apache/arrow-js), and DuckDB takes the stream that came out short for one that goes on: no row, no error. Columns
 * on shared memory are therefore copied, until Arrow writes them whole.
 */
export function doubleColumns(values: Readonly<Record<string, Float64Array>>): StreamColumns {
  const seen = new Set<ArrayBufferLike>();
  const columns: Record<string, Vector> = {};
  for (const [name, column] of Object.entries(values)) {
    const data = seen.has(column.buffer) ? column.slice() : column;
    seen.add(data.buffer);
    columns[name] = makeVector(makeData({ type: new Float64(), length: data.length, nullCount: 0, data }));
  }
  return columns;
}

/** A TIMESTAMP column out of epoch milliseconds, which must be whole. No BigInt is made for a row. */
export function timestampColumn(milliseconds: Float64Array): Vector {
  const halves = new Int32Array(milliseconds.length * 2);
  for (let row = 0; row < milliseconds.length; row++) {
    const microseconds = (milliseconds[row] as number) * 1000;
    const high = Math.floor(microseconds / 4_294_967_296);
    halves[2 * row] = microseconds - high * 4_294_967_296;
    halves[2 * row + 1] = high;
  }
  const data = new BigInt64Array(halves.buffer);
  return makeVector(
    makeData({ type: new TimestampMicrosecond(), length: milliseconds.length, nullCount: 0, data }),
  );
}

/** A column with one UINTEGER in every row. */
export function constantColumn(value: number, rows: number): Vector {
  const data = new Uint32Array(rows).fill(value);
  return makeVector(makeData({ type: new Uint32(), length: rows, nullCount: 0, data }));
}

/** A VARCHAR column of one row. */
export function textColumn(value: string): Vector {
  const data = new TextEncoder().encode(value);
  const valueOffsets = new Int32Array([0, data.byteLength]);
  return makeVector(makeData({ type: new Utf8(), length: 1, nullCount: 0, valueOffsets, data }));
}

/** A VARCHAR column with one text in every row. */
export function constantTextColumn(value: string, rows: number): Vector {
  const text = new TextEncoder().encode(value);
  const data = new Uint8Array(text.byteLength * rows);
  const valueOffsets = new Int32Array(rows + 1);
  for (let row = 0; row < rows; row++) {
    data.set(text, row * text.byteLength);
    valueOffsets[row + 1] = (row + 1) * text.byteLength;
  }
  return makeVector(makeData({ type: new Utf8(), length: rows, nullCount: 0, valueOffsets, data }));
}

/** One STRUCT column out of columns of one part and equal length. */
export function structColumn(columns: StreamColumns, rows: number): Vector {
  const fields = Object.entries(columns).map(([name, { type }]) => new Field(name, type, true));
  const children = Object.values(columns).map(({ data }) => data[0] as Data);
  return makeVector(makeData({ type: new Struct(fields), length: rows, nullCount: 0, children }));
}

/** A VARCHAR column; `undefined` is NULL. */
export function textsColumn(values: readonly (string | undefined)[]): Vector {
  const encoder = new TextEncoder();
  const parts = values.map((value) => encoder.encode(value ?? ''));
  const valueOffsets = new Int32Array(values.length + 1);
  const nullBitmap = new Uint8Array(Math.ceil(values.length / 64) * 8);
  let nullCount = 0;
  for (const [row, part] of parts.entries()) {
    valueOffsets[row + 1] = (valueOffsets[row] as number) + part.byteLength;
    if (values[row] === undefined) nullCount++;
    else nullBitmap[row >> 3] = (nullBitmap[row >> 3] as number) | (1 << (row & 7));
  }
  const data = new Uint8Array(valueOffsets[values.length] as number);
  for (const [row, part] of parts.entries()) data.set(part, valueOffsets[row] as number);
  return makeVector(
    makeData({ type: new Utf8(), length: values.length, nullCount, nullBitmap, valueOffsets, data }),
  );
}

/** A column of nulls. */
export function nullColumn(rows: number): Vector {
  return makeVector(makeData({ type: new Null(), length: rows }) as Data<Null>);
}

/** A DOUBLE column in which NaN is NULL; all NULL without `values`. */
export function nullableColumn(values: Float64Array | undefined, rows: number): Vector {
  if (!values) return nullColumn(rows);
  const nullBitmap = new Uint8Array(Math.ceil(rows / 64) * 8);
  let nullCount = 0;
  for (let row = 0; row < rows; row++) {
    if (Number.isNaN(values[row])) nullCount++;
    else nullBitmap[row >> 3] = (nullBitmap[row >> 3] as number) | (1 << (row & 7));
  }
  // A copy: see the hazard of doubleColumns.
  const data = values.slice();
  return makeVector(makeData({ type: new Float64(), length: rows, nullCount, nullBitmap, data }));
}

/** Bars as a stream with all columns of a bar. */
export function stagingStream(bars: StoredBars): Uint8Array {
  return encodeStream({ ...priceColumns(bars), ...extraColumns(bars) });
}

/** Bars as a stream with the columns of the table `raw_bars`. */
export function barStream(seriesNumber: number, bars: StoredBars): Uint8Array {
  return encodeStream({
    series_id: constantColumn(seriesNumber, bars.timestamp.length),
    ...priceColumns(bars),
    ...extraColumns(bars),
  });
}

function extraColumns(bars: StoredBars): StreamColumns {
  const rows = bars.timestamp.length;
  return {
    adj_close: nullableColumn(bars.adjClose, rows),
    dividend: nullableColumn(bars.dividend, rows),
    split_ratio: nullableColumn(bars.splitRatio, rows),
  };
}

function priceColumns(bars: BarColumns): StreamColumns {
  return {
    timestamp: timestampColumn(bars.timestamp),
    ...doubleColumns({
      open: bars.open,
      high: bars.high,
      low: bars.low,
      close: bars.close,
      volume: bars.volume,
    }),
  };
}
