import { makeData, makeVector, Uint8, Uint32, type Vector } from 'apache-arrow';
import { gather } from '../bar-order.ts';
import type { SummedBars } from '../chart-rows.ts';
import { constantColumn, doubleColumns, encodeStream, structColumn, timestampColumn } from './bar-stream.ts';
import type { TableSession } from './bar-table.ts';
import { packedColumns, wholeColumn } from './packed-stream.ts';
import { mendSums, splitBars } from './packing.ts';

/** Rows that each sum up `counts[i]` bars, the last of which opens at `lasts[i]`. */
export interface LevelRows extends SummedBars {
  readonly lasts: Float64Array;
}

/** Appends rows of one level of detail, each to the table that brings it back bit for bit. The error of summing decimal volumes is taken out before. */
export function insertLevels(
  session: TableSession,
  seriesNumber: number,
  level: number,
  rows: LevelRows,
): void {
  if (rows.timestamp.length === 0) return;
  const { counts, lasts, ...bars } = rows;
  mendSums(bars.volume);
  const { packed, rest, packedRows, restRows } = splitBars(bars);
  const pick = (values: Float64Array, order: Uint32Array | undefined) =>
    order ? gather(values, order) : values;
  if (packed) {
    const count = packed.timestamp.length;
    const { series_id, timestamp, price_scale, volume_scale, close, body, upper, lower, volume } =
      packedColumns(seriesNumber, packed);
    const ends = pick(lasts, packedRows);
    const stream = encodeStream({
      series_id,
      level: levelColumn(level, count),
      timestamp,
      price_scale,
      volume_scale,
      rows: countColumn(pick(counts, packedRows)),
      span_ms: wholeColumn(ends.map((end, row) => end - (packed.timestamp[row] as number))),
      upper,
      lower,
      body,
      close,
      volume,
    });
    session.insert(stream, count, 'packed_levels');
  }
  if (rest && rest.timestamp.length > 0) {
    const { timestamp, open, high, low, close, volume } = rest;
    const count = timestamp.length;
    const stream = encodeStream({
      series_id: constantColumn(seriesNumber, count),
      level: levelColumn(level, count),
      timestamp: timestampColumn(timestamp),
      cell: structColumn(
        {
          ...doubleColumns({ open, high, low, close, volume }),
          rows: countColumn(pick(counts, restRows)),
          last_bar: timestampColumn(pick(lasts, restRows)),
        },
        count,
      ),
    });
    session.insert(stream, count, 'raw_levels');
  }
}

function levelColumn(level: number, rows: number): Vector {
  const data = new Uint8Array(rows).fill(level);
  return makeVector(makeData({ type: new Uint8(), length: rows, nullCount: 0, data }));
}

function countColumn(counts: Float64Array): Vector {
  const data = Uint32Array.from(counts);
  return makeVector(makeData({ type: new Uint32(), length: data.length, nullCount: 0, data }));
}
