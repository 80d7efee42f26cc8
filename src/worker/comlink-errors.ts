import { transferHandlers } from 'comlink';
import {
  BacktabError,
  fromTransferableError,
  type TransferableError,
  toTransferableError,
} from '../core/error.ts';

/**
 * Makes errors keep their code (and a cancellation its name) across Comlink, whose own handler keeps only name, message and stack.
 * To be called once on each side before the first message. Comlink does not export the marker of a thrown value, so its own handler keeps
 * deciding what is one.
 */
export function installErrorTransfer(): void {
  const builtIn = transferHandlers.get('throw');
  if (!builtIn) throw new Error('Comlink has no handler "throw": its version has changed');
  transferHandlers.set('throw', {
    canHandle: builtIn.canHandle,
    serialize: (thrown) => [toTransferableError(named((thrown as { readonly value: unknown }).value)), []],
    deserialize: (data) => {
      throw fromTransferableError(data as TransferableError);
    },
  });
}

/** A full disk under its own code; anything else as it is. */
function named(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof BacktabError) return error;
  if (error.name === 'QuotaExceededError') {
    return new BacktabError(
      'quota-exceeded',
      `The browser grants no more space (${error.message}): delete series or free space on the disk`,
    );
  }
  return error;
}
