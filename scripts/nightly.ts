import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Cases of each property, unless the first argument says how many. */
const CASES = 100_000;
const ENGINE = 'src/engine';
const REPORT = '.cache/nightly.json';

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly duration?: number;
    }[];
  }[];
}

const cases = Number(process.argv[2] ?? CASES);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);
if (!Number.isInteger(cases) || cases < 1 || !Number.isInteger(seed)) {
  console.error('Usage: npm run nightly -- [cases of each property] [seed]');
  process.exit(2);
}
const files = readdirSync(ENGINE, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.property.test.ts'))
  .map((path) => `${ENGINE}/${path}`)
  .sort();
console.log(`${cases} cases of each property of the engine, seed ${seed}: ${files.join(', ')}`);
mkdirSync('.cache', { recursive: true });
const { status } = spawnSync(
  'npx',
  [
    ...['vitest', 'run', '--project', 'unit', `--maxWorkers=${availableParallelism()}`, ...files],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`],
  ],
  {
    stdio: 'inherit',
    env: { ...process.env, BACKTAB_PROPERTY_RUNS: String(cases), BACKTAB_PROPERTY_SEED: String(seed) },
  },
);
const report = JSON.parse(readFileSync(REPORT, 'utf8')) as Report;
for (const { name, assertionResults } of report.testResults) {
  console.log(name.slice(name.lastIndexOf(ENGINE)));
  for (const { title, status: outcome, duration = 0 } of assertionResults) {
    console.log(`${outcome.padEnd(7)} ${(duration / 1_000).toFixed(0).padStart(6)} s  ${title}`);
  }
}
console.log(
  `${report.numPassedTests} properties held and ${report.numFailedTests} failed in ${cases} cases each, seed ${seed}`,
);
process.exit(status ?? 1);
