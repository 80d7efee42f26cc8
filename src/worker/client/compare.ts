import { fillRecords } from '../../core/fill-columns.ts';
import { orderRecords } from '../../core/order-columns.ts';
import type { EquityDifference } from '../storage-facade.ts';
import type { RunResult } from '../stored-run.ts';

/** One result with the name under which a difference mentions it. */
export interface NamedResult {
  readonly name: string;
  readonly result: RunResult;
}

/** Whether two runs gave the same bytes, and if not, where they part first. */
export interface Comparison {
  readonly identical: boolean;
  /** In words; null when identical. */
  readonly divergence: string | null;
}

/**
 * Compares two results by their hash over orders, fills and equity, and looks for the first difference in time when the hashes differ:
 * an order, a fill or a bar of the equity, with both values. `equity` is where the equities part, if they do.
 */
export function compareResults(a: NamedResult, b: NamedResult, equity?: EquityDifference): Comparison {
  if (a.result.resultHash === b.result.resultHash) return { identical: true, divergence: null };
  const found = [
    recordDifference(
      'Order',
      ['submittedBar', 'submittedTime'],
      a,
      b,
      orderRecords(a.result.orders),
      orderRecords(b.result.orders),
    ),
    recordDifference('Fill', ['bar', 'time'], a, b, fillRecords(a.result.fills), fillRecords(b.result.fills)),
    equity && inWords(equity, a.name, b.name),
  ].filter((difference) => difference !== undefined);
  const first = found.reduce<Difference | undefined>(
    (best, each) => (best && best.bar <= each.bar ? best : each),
    undefined,
  );
  const hashes = `${a.name} ${a.result.resultHash.slice(0, 12)}, ${b.name} ${b.result.resultHash.slice(0, 12)}`;
  return {
    identical: false,
    divergence: first?.words ?? `The result hashes differ (${hashes}), orders, fills and equity do not`,
  };
}

interface Difference {
  readonly bar: number;
  readonly words: string;
}

function recordDifference<Field extends string, Row extends Readonly<Record<Field, number>>>(
  what: string,
  [barField, timeField]: readonly [Field, Field],
  a: NamedResult,
  b: NamedResult,
  rowsOfA: readonly Row[],
  rowsOfB: readonly Row[],
): Difference | undefined {
  for (let index = 0; index < Math.max(rowsOfA.length, rowsOfB.length); index++) {
    const rowOfA = rowsOfA[index];
    const rowOfB = rowsOfB[index];
    if (!rowOfA || !rowOfB) {
      const [has, lacks, row] = rowOfA ? [a, b, rowOfA] : [b, a, rowOfB as Row];
      const moment = at(row[barField], row[timeField]);
      return {
        bar: row[barField],
        words: `${what} ${index} exists on ${has.name} only (${moment}); ${lacks.name} has ${index}`,
      };
    }
    const field = Object.keys({ ...rowOfA, ...rowOfB }).find(
      (name) => !Object.is(rowOfA[name as keyof Row], rowOfB[name as keyof Row]),
    ) as keyof Row | undefined;
    if (field === undefined) continue;
    const earlier = rowOfA[barField] <= rowOfB[barField] ? rowOfA : rowOfB;
    const moment = at(earlier[barField], earlier[timeField]);
    return {
      bar: earlier[barField],
      words: `${what} ${index} (${moment}) differs in ${String(field)}: ${a.name} ${rowOfA[field]}, ${b.name} ${rowOfB[field]}`,
    };
  }
  return undefined;
}

function inWords({ bar, time, column, values }: EquityDifference, a: string, b: string): Difference {
  const [ofA, ofB] = values;
  if (column === 'length') return { bar, words: `${a} has ${ofA} bars, ${b} ${ofB}` };
  const name = column === 'equity' ? 'Equity' : 'The time';
  return { bar, words: `${name} differs at ${at(bar, time)}: ${a} ${ofA}, ${b} ${ofB}` };
}

function at(bar: number, time: number): string {
  return Number.isFinite(time) ? `bar ${bar}, ${new Date(time).toISOString()}` : `bar ${bar}`;
}
