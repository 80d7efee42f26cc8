import { DIGEST_BLOCK_BARS } from '../../core/equity-digest.ts';
import { isIndex, ownField } from './protocol.ts';

/** Bars of one block of equity that a sandbox sends at most: the engine hands over the blocks that it hashes. */
export const EQUITY_BLOCK_BARS = DIGEST_BLOCK_BARS;

/** The other thing a sandbox may say on its feed: the equity of the next bars of its run, transferred, to be kept by the storage worker. */
export interface EquityMessage {
  readonly type: 'equity';
  /** Chosen by the sender, repeated in the receipt. */
  readonly request: number;
  /** Open times, epoch ms UTC, ascending, and money at each close. */
  readonly timestamp: Float64Array;
  readonly equity: Float64Array;
}

/** A checked message, rebuilt field by field; `undefined` for anything else. Never throws. What the numbers are is checked by who keeps them. */
export function parseEquityMessage(data: unknown): EquityMessage | undefined {
  if (ownField(data, 'type') !== 'equity') return undefined;
  const request = ownField(data, 'request');
  const timestamp = ownField(data, 'timestamp');
  const equity = ownField(data, 'equity');
  if (!isIndex(request) || !(timestamp instanceof Float64Array) || !(equity instanceof Float64Array)) {
    return undefined;
  }
  if (timestamp.length !== equity.length || equity.length === 0 || equity.length > EQUITY_BLOCK_BARS) {
    return undefined;
  }
  return { type: 'equity', request, timestamp, equity };
}
