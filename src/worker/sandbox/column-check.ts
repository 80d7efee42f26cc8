import type { ColumnSet } from '../../core/column-set.ts';
import { at, count, listOf, Mismatch, type Reader, record, text } from './plain-data.ts';

/** What every value of a column must be. `texts` is the number of texts that the columns refer to. */
export interface ColumnRule {
  readonly expected: string;
  holds(value: number, texts: number): boolean;
}

/** Finite numbers. */
export const FINITE: ColumnRule = { expected: 'a finite number', holds: Number.isFinite };

/** Integers >= 0. */
export const COUNT: ColumnRule = {
  expected: 'a count',
  holds: (value) => Number.isSafeInteger(value) && value >= 0,
};

/** Indices of the texts beside the columns. */
export const TEXT: ColumnRule = {
  expected: 'the index of a text',
  holds: (value, texts) => COUNT.holds(value, texts) && value < texts,
};

/** Indices of one of `names`. */
export function indexOf(names: readonly string[]): ColumnRule {
  return {
    expected: `an index of ${names.join(', ')}`,
    holds: (value, texts) => COUNT.holds(value, texts) && value < names.length,
  };
}

/** One of two numbers. */
export function either(one: number, other: number): ColumnRule {
  return { expected: `${one} or ${other}`, holds: (value) => value === one || value === other };
}

/** NaN, or what `rule` says. */
export function orNone(rule: ColumnRule): ColumnRule {
  return {
    expected: `${rule.expected} or NaN`,
    holds: (value, texts) => Number.isNaN(value) || rule.holds(value, texts),
  };
}

const LABELS = { length: 1_000, perRow: 2 };

/** A column set of at most `rows` rows with a rule per column, rebuilt from its known fields. */
export function columnsOf<Field extends string>(
  rules: Readonly<Record<Field, ColumnRule>>,
  rows: number,
): Reader<ColumnSet<Field>> {
  const readHead = record<{ length: number; texts: string[] }>({
    length: count,
    texts: listOf(text(LABELS.length), rows * LABELS.perRow + 1),
  });
  const fields = Object.keys(rules) as Field[];
  return (data) => {
    const { length, texts } = readHead(data);
    if (length > rows) throw new Mismatch(`at most ${rows} rows`, length);
    const columns: Partial<Record<Field, Float64Array>> = {};
    for (const field of fields) {
      try {
        const column = (data as Readonly<Record<string, unknown>>)[field];
        columns[field] = readColumn(column, rules[field], length, texts.length);
      } catch (error) {
        throw at(field, error);
      }
    }
    return { ...(columns as Record<Field, Float64Array>), length, texts };
  };
}

function readColumn(data: unknown, rule: ColumnRule, length: number, texts: number): Float64Array {
  if (!(data instanceof Float64Array) || data.length !== length) {
    throw new Mismatch(`a Float64Array of ${length}`, data);
  }
  for (let row = 0; row < length; row++) {
    const value = data[row] as number;
    if (!rule.holds(value, texts)) throw at(row, new Mismatch(rule.expected, value));
  }
  return data;
}
