import type { FillProfile } from '../backtest-specification.ts';
import { backtestingPy } from './backtesting-py.ts';
import type { FillRules } from './fill-rules.ts';
import { nextOpen } from './next-open.ts';

/** The rules of each fill profile. */
export const FILL_RULES: Readonly<Record<FillProfile, FillRules>> = {
  'next-open': nextOpen,
  'backtesting.py': backtestingPy,
};
