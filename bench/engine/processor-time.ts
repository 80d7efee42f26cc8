import { performance } from 'node:perf_hooks';

/** Time of one run in ms: wall time or processor time, whichever is less: on a machine with other work a long run is interrupted, a short one is not. */
export async function timed(run: () => unknown): Promise<number> {
  const cpu = process.cpuUsage();
  const from = performance.now();
  await run();
  const elapsed = performance.now() - from;
  const { user, system } = process.cpuUsage(cpu);
  return Math.min(elapsed, (user + system) / 1_000);
}
