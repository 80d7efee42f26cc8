import type { WorkbenchClient } from '../../worker/client/types.ts';
import { downloadText, toCsv } from '../formatting/csv.ts';

const HEADER = [
  'started_at',
  'session',
  'sequence',
  'operation',
  'storage',
  'sql',
  'rows',
  'bytes',
  'milliseconds',
  'cache',
  'calls',
  'run_id',
  'strategy',
  'error_code',
  'error',
] as const;

/** Hands every stored timing to the browser as a CSV file. It contains the SQL that was typed, and its name says so. */
export async function downloadTimings(client: WorkbenchClient): Promise<void> {
  const timings = await client.storedTimings({ scope: 'stored', limit: 100_000 });
  const iso = (time: number | undefined) => (time === undefined ? null : new Date(time).toISOString());
  const rows = timings
    .toReversed()
    .map((one) => [
      iso(one.moment),
      iso(one.session),
      one.sequence,
      one.operation,
      one.storage,
      one.sql || null,
      one.rows,
      one.bytes,
      one.milliseconds,
      one.cache ?? null,
      one.calls ?? 1,
      one.runId ?? null,
      one.strategy ?? null,
      one.errorCode ?? null,
      one.error ?? null,
    ]);
  downloadText('backtab-timings-with-sql.csv', toCsv(HEADER, rows));
}
