import type { BarColumns, StoredBars } from '../../core/bar.ts';
import { EXTRA_COLUMNS } from '../../core/bar.ts';
import { gatherColumns } from '../bar-order.ts';

/**
 * Bars as whole numbers: prices in units of 1 / `priceScale`, volume in units of 1 / `volumeScale`. `body` is open - close, `upper` is
 * high - max(open, close), `lower` is min(open, close) - low.
 */
export interface PackedBars {
  readonly timestamp: Float64Array;
  readonly priceScale: number;
  readonly volumeScale: number;
  readonly close: Float64Array;
  readonly body: Int32Array;
  readonly upper: Int32Array;
  readonly lower: Int32Array;
  readonly volume: Float64Array;
}

/** Bars in two parts, each in the order of before: those that fit whole numbers, and the rest. */
export interface SplitBars {
  readonly packed: PackedBars | undefined;
  readonly rest: StoredBars | undefined;
  /** Row numbers of both parts; undefined = all rows, in order. */
  readonly packedRows: Uint32Array | undefined;
  readonly restRows: Uint32Array | undefined;
}

/** Powers of ten that a scale may be: all fit a 32-bit integer. */
const SCALES = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9] as const;

/** Largest whole number that is packed: far enough below 2^53 that sums and quotients stay exact. */
const LARGEST = 2 ** 51;

/** Rows looked at to choose a scale. */
const SAMPLE = 256;

/** Scale that prices of a small batch have at least, so that bars that come one by one share a scale with their neighbours. */
const USUAL_PRICE_SCALE = 100;

/** Share of rows that must fit; with fewer, all rows stay floating point, so that reads need not join two tables row by row. */
const ENOUGH = 15 / 16;

/** True when `value` is a whole number of 1 / `scale` and comes back bit for bit by one division. */
function fits(value: number, scale: number): boolean {
  const whole = Math.round(value * scale);
  return Math.abs(whole) <= LARGEST && whole / scale === value && !Object.is(value, -0);
}

/** The smallest scale that fits enough of a sample of rows; undefined when there is none. */
function chooseScale(columns: readonly Float64Array[]): number | undefined {
  const rows = columns[0]?.length ?? 0;
  const step = Math.max(1, Math.floor(rows / SAMPLE));
  const counts = SCALES.map(() => 0);
  let sampled = 0;
  for (let row = 0; row < rows; row += step) {
    sampled++;
    let digits = 0;
    for (const column of columns) {
      while (digits < SCALES.length && !fits(column[row] as number, SCALES[digits] as number)) digits++;
    }
    if (digits < SCALES.length) counts[digits] = (counts[digits] as number) + 1;
  }
  let covered = 0;
  return SCALES.find((_, digits) => {
    covered += counts[digits] as number;
    return covered >= sampled * ENOUGH;
  });
}

/**
 * Packs every row whose five numbers come back bit for bit and that has no optional value. When fewer than 15 of 16 rows do, none is packed.
 */
export function splitBars(bars: StoredBars): SplitBars {
  const { timestamp, open, high, low, close, volume } = bars;
  const rows = timestamp.length;
  const unpacked = { packed: undefined, rest: bars, packedRows: undefined, restRows: undefined };
  const chosen = chooseScale([open, high, low, close]);
  const volumeScale = chooseScale([volume]);
  if (chosen === undefined || volumeScale === undefined || rows === 0) return unpacked;
  const priceScale = rows < SAMPLE ? Math.max(chosen, USUAL_PRICE_SCALE) : chosen;
  const packed = {
    close: new Float64Array(rows),
    body: new Int32Array(rows),
    upper: new Int32Array(rows),
    lower: new Int32Array(rows),
    volume: new Float64Array(rows),
  };
  const packedRows = new Uint32Array(rows);
  const restRows = new Uint32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const [o, h] = [open[row] as number, high[row] as number];
    const [l, c, v] = [low[row] as number, close[row] as number, volume[row] as number];
    const wholeOpen = Math.round(o * priceScale);
    const wholeClose = Math.round(c * priceScale);
    const body = wholeOpen - wholeClose;
    const upper = Math.round(h * priceScale) - Math.max(wholeOpen, wholeClose);
    const lower = Math.min(wholeOpen, wholeClose) - Math.round(l * priceScale);
    if (
      fits(o, priceScale) &&
      fits(h, priceScale) &&
      fits(l, priceScale) &&
      fits(c, priceScale) &&
      fits(v, volumeScale) &&
      (body | 0) === body &&
      (upper | 0) === upper &&
      (lower | 0) === lower &&
      !hasExtra(bars, row)
    ) {
      packed.close[count] = wholeClose;
      packed.body[count] = body;
      packed.upper[count] = upper;
      packed.lower[count] = lower;
      packed.volume[count] = Math.round(v * volumeScale);
      packedRows[count++] = row;
    } else restRows[row - count] = row;
  }
  if (count < rows * ENOUGH) return unpacked;
  const whole = count === rows;
  const kept = packedRows.subarray(0, count);
  const left = restRows.subarray(0, rows - count);
  return {
    packed: {
      timestamp: whole ? timestamp : Float64Array.from(kept, (row) => timestamp[row] as number),
      priceScale,
      volumeScale,
      close: packed.close.subarray(0, count),
      body: packed.body.subarray(0, count),
      upper: packed.upper.subarray(0, count),
      lower: packed.lower.subarray(0, count),
      volume: packed.volume.subarray(0, count),
    },
    rest: whole ? undefined : gatherColumns(bars, left),
    packedRows: whole ? undefined : kept,
    restRows: whole ? undefined : left,
  };
}

function hasExtra(bars: StoredBars, row: number): boolean {
  for (const column of EXTRA_COLUMNS) {
    const values = bars[column];
    if (values && !Number.isNaN(values[row])) return true;
  }
  return false;
}

/**
 * Takes the error of addition out of sums of decimals, in place: each sum that lies within a few units in the last place of a decimal with the
 * digits that most of them have becomes that decimal.
 */
export function mendSums(sums: BarColumns['volume']): void {
  const near = (value: number, scale: number) => {
    const decimal = Math.round(value * scale) / scale;
    const close = Math.abs(decimal - value) <= Math.abs(value) * 1e-13;
    return close && Math.abs(value * scale) <= LARGEST ? decimal : value;
  };
  const step = Math.max(1, Math.floor(sums.length / SAMPLE));
  const scale = SCALES.find((candidate) => {
    let [sampled, fitting] = [0, 0];
    for (let row = 0; row < sums.length; row += step) {
      sampled++;
      if (fits(near(sums[row] as number, candidate), candidate)) fitting++;
    }
    return fitting >= sampled * ENOUGH;
  });
  if (scale === undefined) return;
  for (let row = 0; row < sums.length; row++) sums[row] = near(sums[row] as number, scale);
}
