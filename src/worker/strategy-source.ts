import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { BacktabError } from '../core/error.ts';
import { sha256Of } from '../core/sha256.ts';
import type { StoredRun, StrategySource } from './stored-run.ts';

/** Id that a strategy given as text runs under. */
export const CUSTOM_STRATEGY = 'custom';

/** What a run keeps of the text of its strategy. */
export async function sourceRecord(text: string): Promise<StrategySource> {
  return { text, sha256: bytesToHex(await sha256Of(new Uint8Array(utf8ToBytes(text)))) };
}

/**
 * The text of the strategy of a kept run; undefined for one of the catalogue.
 * @throws BacktabError `unknown-strategy` when the run does not keep it (versions before did not), or keeps another text than it had.
 */
export async function sourceOfRun({ runId, runs, source }: StoredRun): Promise<string | undefined> {
  if (runs[0]?.result.specification.strategy !== CUSTOM_STRATEGY) return undefined;
  if (!source) {
    throw new BacktabError(
      'unknown-strategy',
      `The text of the strategy of run "${runId}" is not kept: run it again with runSource`,
    );
  }
  const { sha256 } = await sourceRecord(source.text);
  if (sha256 === source.sha256) return source.text;
  throw new BacktabError(
    'unknown-strategy',
    `The text of the strategy of run "${runId}" is not the one that ran: its SHA-256 is "${sha256}" and was "${source.sha256}". Run the right one with runSource`,
  );
}
