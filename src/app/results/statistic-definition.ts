import type { Performance, Statistics } from '../../worker/client/types.ts';

/** How a figure is written. */
export type StatisticKind =
  | 'percent'
  | 'signed-percent'
  | 'money'
  | 'signed-money'
  | 'ratio'
  | 'share'
  | 'count'
  | 'span'
  | 'date';

/** What the figures of a run are read from. */
export interface RunFigures {
  readonly statistics: Statistics;
  /** Null for a run kept by a version without these figures. */
  readonly performance: Performance | null;
}

/** One figure: its name, unit, formula, convention, and what stands behind it. */
export interface StatisticDefinition {
  /** Unique among all definitions. */
  readonly key: string;
  readonly label: string;
  readonly kind: StatisticKind;
  /** Formula, shown on hover and focus. */
  readonly formula: string;
  /** Whose formula it is. */
  readonly convention: string;
  /** In the unit of `kind`; null is undefined. */
  readonly value: (run: RunFigures) => number | null;
  /** Tab that holds the rows behind the figure. */
  readonly behind?: 'trades' | 'orders' | 'drawdowns' | 'returns';
  /** True when its sign means gain or loss. */
  readonly gainOrLoss?: boolean;
}

/** Figures that belong together. */
export interface StatisticGroup {
  readonly title: string;
  readonly statistics: readonly StatisticDefinition[];
}

/** Makes definitions of one convention whose values are read by key with `read`; the key shown is `prefix` + key. */
export function definer<Key extends string>(
  convention: string,
  prefix: string,
  read: (run: RunFigures, key: Key) => number | null,
) {
  return (
    key: Key,
    label: string,
    kind: StatisticKind,
    formula: string,
    more: Pick<StatisticDefinition, 'behind' | 'gainOrLoss'> = {},
  ): StatisticDefinition => ({
    key: `${prefix}${key}`,
    label,
    kind,
    formula,
    convention,
    value: (run) => read(run, key),
    ...more,
  });
}

/** As {@link definer}, of ratios as they are and of shares in percent. */
export function definers<Key extends string>(
  convention: string,
  prefix: string,
  read: (run: RunFigures, key: Key) => number | null,
) {
  return {
    ratio: definer<Key>(convention, prefix, read),
    share: definer<Key>(convention, prefix, (run, key) => inPercent(read(run, key))),
  };
}

/** `ratio` in percent. */
export function inPercent(ratio: number | null | undefined): number | null {
  return ratio === null || ratio === undefined ? null : 100 * ratio;
}
