import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { makeBars } from './bars.ts';
import { CASES, stagesOf } from './cases.ts';

/** Memory in use after a number of runs. */
export interface MemorySample {
  readonly run: number;
  readonly megabytes: number;
}

/** Heap and array buffers after the first run, then after each tenth of `runs`, each after a full collection. Results are dropped. */
export async function memoryOver(runs: number, bars: number): Promise<MemorySample[]> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const { all } = stagesOf(CASES.bracket, makeBars(bars, CASES.bracket.perUnit));
  const samples: MemorySample[] = [];
  for (let run = 1; run <= runs; run++) {
    await all();
    if (run !== 1 && run % Math.ceil(runs / 5) !== 0) continue;
    collect();
    await new Promise((resolve) => setTimeout(resolve, 20));
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    samples.push({ run, megabytes: (heapUsed + arrayBuffers) / 2 ** 20 });
  }
  return samples;
}
