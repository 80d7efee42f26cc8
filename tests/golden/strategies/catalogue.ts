import { atrTrailing } from './atr-trailing.ts';
import { bollingerReversion } from './bollinger.ts';
import { bracket } from './bracket.ts';
import { buyHold } from './buy-hold.ts';
import { donchian } from './donchian.ts';
import type { GoldenStrategy } from './golden-strategy.ts';
import { limitEntry } from './limit-entry.ts';
import { macdCross } from './macd-cross.ts';
import { partialClose } from './partial-close.ts';
import { pyramid } from './pyramid.ts';
import { rocMomentum } from './roc-momentum.ts';
import { rsiReversion } from './rsi-reversion.ts';
import { shortHold } from './short-hold.ts';
import { smaCross } from './sma-cross.ts';
import { stopEntry } from './stop-entry.ts';

/** The strategies of the golden runs by the name that their files give them. */
export const GOLDEN_STRATEGIES: Readonly<Record<string, GoldenStrategy>> = {
  AtrTrail: atrTrailing,
  BollMR: bollingerReversion,
  Bracket: bracket,
  BuyHold: buyHold,
  Donchian: donchian,
  LimitEntry: limitEntry,
  MacdCross: macdCross,
  PartialClose: partialClose,
  Pyramid: pyramid,
  RocMom: rocMomentum,
  RsiMR: rsiReversion,
  ShortHold: shortHold,
  SmaCross: smaCross,
  StopEntry: stopEntry,
};
