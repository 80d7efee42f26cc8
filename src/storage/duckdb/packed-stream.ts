import { Int32, Int64, makeData, makeVector, type Vector } from 'apache-arrow';
import { constantColumn, type StreamColumns, timestampColumn } from './bar-stream.ts';
import type { PackedBars } from './packing.ts';

/** A BIGINT column out of whole numbers below 2^53. No BigInt is made for a row. */
export function wholeColumn(values: Float64Array): Vector {
  const halves = new Int32Array(values.length * 2);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    const high = Math.floor(value / 4_294_967_296);
    halves[2 * row] = value - high * 4_294_967_296;
    halves[2 * row + 1] = high;
  }
  const data = new BigInt64Array(halves.buffer);
  return makeVector(makeData({ type: new Int64(), length: values.length, nullCount: 0, data }));
}

function integerColumn(data: Int32Array): Vector {
  return makeVector(makeData({ type: new Int32(), length: data.length, nullCount: 0, data }));
}

/** Packed bars with the columns of the table `packed_bars`. */
export function packedColumns(seriesNumber: number, bars: PackedBars) {
  const rows = bars.timestamp.length;
  return {
    series_id: constantColumn(seriesNumber, rows),
    timestamp: timestampColumn(bars.timestamp),
    price_scale: integerColumn(new Int32Array(rows).fill(bars.priceScale)),
    volume_scale: integerColumn(new Int32Array(rows).fill(bars.volumeScale)),
    close: wholeColumn(bars.close),
    body: integerColumn(bars.body),
    upper: integerColumn(bars.upper),
    lower: integerColumn(bars.lower),
    volume: wholeColumn(bars.volume),
  } satisfies StreamColumns;
}
