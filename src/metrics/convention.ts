/** Published packages whose formulas the figures of a run can follow; the first is the default. */
export const CONVENTIONS = ['backtesting.py', 'quantstats', 'lumibot'] as const;

/** Name of a convention, see {@link CONVENTIONS}. */
export type Convention = (typeof CONVENTIONS)[number];
