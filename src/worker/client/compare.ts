import { fillRecords } from '../../core/fill-columns.ts';
import { orderRecords } from '../../core/order-columns.ts';
import type { BacktestResult } from '../../engine/backtest-result.ts';

/** One result with the name under which a difference mentions it. */
export interface NamedResult {
  readonly name: string;
  readonly result: BacktestResult;
}

/** Whether two runs gave the same bytes, and if not, where they part first. */
export interface Comparison {
  readonly identical: boolean;
  /** In words; null when identical. */
  readonly divergence: string | null;
}

/**
 * Compares two results by their hash over orders, fills and equity, and looks for the first difference in time when the hashes differ:
 * an order, a fill or a bar of the equity, with both values.
 */
export function compareResults(a: NamedResult, b: NamedResult): Comparison {
  if (a.result.resultHash === b.result.resultHash) return { identical: true, divergence: null };
  const found = [
    recordDifference(
      'Order',
      'submittedBar',
      a,
      b,
      orderRecords(a.result.orders),
      orderRecords(b.result.orders),
    ),
    recordDifference('Fill', 'bar', a, b, fillRecords(a.result.fills), fillRecords(b.result.fills)),
    equityDifference(a, b),
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
  barField: Field,
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
      const bar = row[barField];
      return {
        bar,
        words: `${what} ${index} exists on ${has.name} only (${at(has, bar)}); ${lacks.name} has ${index}`,
      };
    }
    const field = Object.keys({ ...rowOfA, ...rowOfB }).find(
      (name) => !Object.is(rowOfA[name as keyof Row], rowOfB[name as keyof Row]),
    ) as keyof Row | undefined;
    if (field === undefined) continue;
    const bar = Math.min(rowOfA[barField], rowOfB[barField]);
    return {
      bar,
      words: `${what} ${index} (${at(a, bar)}) differs in ${String(field)}: ${a.name} ${rowOfA[field]}, ${b.name} ${rowOfB[field]}`,
    };
  }
  return undefined;
}

function equityDifference(a: NamedResult, b: NamedResult): Difference | undefined {
  for (const column of ['timestamp', 'equity'] as const) {
    const ofA = a.result.equity[column];
    const ofB = b.result.equity[column];
    const shorter = Math.min(ofA.length, ofB.length);
    for (let bar = 0; bar < shorter; bar++) {
      if (Object.is(ofA[bar], ofB[bar])) continue;
      const name = column === 'equity' ? 'Equity' : 'The time';
      return { bar, words: `${name} differs at ${at(a, bar)}: ${a.name} ${ofA[bar]}, ${b.name} ${ofB[bar]}` };
    }
    if (ofA.length !== ofB.length) {
      return { bar: shorter, words: `${a.name} has ${ofA.length} bars, ${b.name} ${ofB.length}` };
    }
  }
  return undefined;
}

function at({ result }: NamedResult, bar: number): string {
  const time = result.equity.timestamp[bar];
  return time === undefined ? `bar ${bar}` : `bar ${bar}, ${new Date(time).toISOString()}`;
}
