import type { FillProfile } from '../backtest-specification.ts';
import { backtestingPy } from './backtesting-py.ts';
import type { FillRules } from './fill-rules.ts';
import { atClose, lumibot, nextOpen } from './next-open.ts';

/** The rules of every fill profile. */
export const FILL_RULES: Readonly<Record<FillProfile, FillRules>> = {
  'next-open': nextOpen,
  'backtesting.py': backtestingPy,
  close: atClose,
  lumibot,
};
