/** Time of the engine beside a loop written by hand. Run: `npm run bench:engine [bars...]`; writes the tables of bench/engine.md. */
import { fork } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { CASES } from './engine/cases.ts';
import type { Measurement, MeasurementOrder } from './engine/measurement.ts';
import { memoryOver } from './engine/memory.ts';
import { ASSETS, type TenAssetMeasurement, type TenAssetOrder } from './engine/ten-assets.ts';

const SIZES = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1_000_000, 10_000_000];
/** Rounds of a case: fewer of a long one. */
const roundsOf = (bars: number) => (bars > 2_000_000 ? 4 : 25);
const MEMORY_RUNS = 50;
const TEN = `${ASSETS} assets on one clock, bars of all of them`;
const MARKS = ['<!-- measured -->', '<!-- /measured -->'] as const;

function measured<Result>(program: string, order: MeasurementOrder | TenAssetOrder): Promise<Result> {
  const child = fork(new URL(`./engine/${program}.ts`, import.meta.url));
  child.send(order);
  return new Promise((resolve, reject) => {
    child.once('message', (measurement) => resolve(measurement as Result));
    child.once('exit', (code) => reject(new Error(`A measurement ended early with code ${code}`)));
  });
}

function line(bars: number, name: string, stage: string, time: number, hand: number): string {
  const cells = [
    bars.toLocaleString('en'),
    name,
    stage,
    time.toFixed(1),
    (bars / time / 1_000).toFixed(1),
    ((time * 1e6) / bars).toFixed(1),
    (time / hand).toFixed(2),
  ];
  const row = `| ${cells.join(' | ')} |`;
  console.log(row);
  return row;
}

const rows: string[] = [];
const checks: string[] = [];
for (const bars of SIZES) {
  for (const key of Object.keys(CASES) as (keyof typeof CASES)[]) {
    const { name } = CASES[key];
    const times = await measured<Measurement>('measurement', { key, bars, rounds: roundsOf(bars) });
    const { hand } = times;
    rows.push(line(bars, name, 'loop by hand', hand, hand));
    if (key === 'window') rows.push(line(bars, name, "the strategy's own sums alone", times.sums, hand));
    rows.push(line(bars, name, 'event loop', times.loop - times.streamed, hand));
    rows.push(line(bars, name, '+ statistics', times.statistics, hand));
    rows.push(line(bars, name, '+ hash: the whole run', times.all, hand));
    rows.push(line(bars, name, 'first run in a fresh process', times.first, hand));
    const verdict = times.same === null ? 'another rule' : times.same ? 'equal to the last bit' : 'DIFFERENT';
    checks.push(
      `| ${bars.toLocaleString('en')} | ${name} | ${times.orders.toLocaleString('en')} | ${times.trades.toLocaleString('en')} | ${verdict} |`,
    );
    console.log(checks.at(-1));
    if (times.same === false) process.exitCode = 1;
  }
}
for (const bars of SIZES) {
  const order = { bars: bars / ASSETS, rounds: roundsOf(bars) };
  const { hand, loop, all, same } = await measured<TenAssetMeasurement>('ten-assets', order);
  rows.push(line(bars, TEN, 'loop by hand', hand, hand));
  rows.push(line(bars, TEN, 'event loop', loop, hand));
  rows.push(line(bars, TEN, 'the whole run', all, hand));
  checks.push(`| ${bars.toLocaleString('en')} | ${TEN} | | | ${same ? 'final equity equal' : 'DIFFERENT'} |`);
  console.log(checks.at(-1));
  if (!same) process.exitCode = 1;
}
const memory = await memoryOver(MEMORY_RUNS, 200_000);
const memoryLine = `${MEMORY_RUNS} runs of ${(200_000).toLocaleString('en')} bars in one process, heap and array buffers in use after collection: ${memory
  .map(({ run, megabytes }) => `after run ${run} ${megabytes.toFixed(1)} MB`)
  .join(', ')}.`;
console.log(memoryLine);

const target = new URL('./engine.md', import.meta.url);
const before = readFileSync(target, 'utf8');
const [head] = before.split(MARKS[0]);
const tail = before.split(MARKS[1])[1] ?? '\n';
writeFileSync(
  target,
  `${head}${MARKS[0]}

Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, best of ${SIZES.map((bars) => `${roundsOf(bars)} rounds at ${bars.toLocaleString('en')} bars`).join(', ')}.

| bars | case | stage | ms | million bars/s | ns per bar | times the loop |
|---|---|---|---|---|---|---|
${rows.join('\n')}

| bars | case | orders | closed trades | trades and equity beside the loop by hand |
|---|---|---|---|---|
${checks.join('\n')}

${memoryLine}

${MARKS[1]}${tail}`,
);
