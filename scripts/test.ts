import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { ensureBrowser } from './browser/ensure-browser.ts';

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Reports of the browser tests: of those that run side by side, and of those that measure time. */
const TOGETHER = '.cache/playwright-together.json';
const ALONE = '.cache/playwright-alone.json';
const UNIT = '.cache/vitest.json';

const playwright = (project: string, workers: number, report: string): Step => ({
  name: `browser tests, ${project}`,
  command: ['npx', 'playwright', 'test', '--project', project, '--workers', String(workers)],
  env: { BACKTAB_E2E_REPORT: report },
});

/** Stages one after the other; the lanes of a stage run side by side, and the steps of a lane one after the other. */
const STAGES: readonly (readonly (readonly Step[])[])[] = [
  [
    [
      { name: 'types', command: ['npm', 'run', '-s', 'check:types'] },
      { name: 'lint', command: ['npm', 'run', '-s', 'check:lint'] },
    ],
    [
      { name: 'layers', command: ['npm', 'run', '-s', 'check:layers'] },
      { name: 'file length', command: ['npm', 'run', '-s', 'check:length'] },
      { name: 'build', command: ['npx', 'vite', 'build', '--logLevel', 'warn'] },
      { name: 'page size', command: ['npm', 'run', '-s', 'check:size'] },
    ],
  ],
  [
    [
      {
        name: 'unit and contract tests',
        command: [
          ...['npx', 'vitest', 'run', '--reporter=default', '--reporter=json'],
          `--outputFile.json=${UNIT}`,
        ],
      },
    ],
  ],
  [[playwright('together', 2, TOGETHER)]],
  [[playwright('alone', 1, ALONE)]],
];

interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

function vitestTally(): Tally {
  const report = JSON.parse(readFileSync(UNIT, 'utf8'));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function playwrightTally(report: string): Tally {
  const { stats } = JSON.parse(readFileSync(report, 'utf8'));
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}

/** Runs a step and resolves with its exit code. What it prints comes at once, or, beside another lane, in one piece at its end. */
function run({ name, command, env }: Step, beside: boolean): Promise<number> {
  const started = Date.now();
  const [program, ...args] = command as [string, ...string[]];
  if (!beside) console.log(`\n== ${name}`);
  const child = spawn(program, args, {
    stdio: ['ignore', beside ? 'pipe' : 'inherit', beside ? 'pipe' : 'inherit'],
    env: { ...process.env, ...env },
  });
  const printed: Buffer[] = [];
  child.stdout?.on('data', (data: Buffer) => printed.push(data));
  child.stderr?.on('data', (data: Buffer) => printed.push(data));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      if (beside) process.stdout.write(`\n== ${name}\n${Buffer.concat(printed)}`);
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      console.log(`== ${name}: ${status === 0 ? 'ok' : 'FAILED'} in ${seconds} s`);
      resolve(status ?? 1);
    });
  });
}

/** Runs the steps of a lane up to the first one that fails; its exit code, or 0. */
async function runLane(steps: readonly Step[], beside: boolean): Promise<number> {
  for (const step of steps) {
    const status = await run(step, beside);
    if (status !== 0) return status;
  }
  return 0;
}

for (const report of [UNIT, TOGETHER, ALONE]) rmSync(report, { force: true });
mkdirSync('.cache', { recursive: true });
console.log(`browser: ${ensureBrowser()}`);
const begun = Date.now();
for (const lanes of STAGES) {
  const statuses = await Promise.all(lanes.map((steps) => runLane(steps, lanes.length > 1)));
  const failed = statuses.find((status) => status !== 0);
  if (failed !== undefined) process.exit(failed);
}
const tallies = [vitestTally(), playwrightTally(TOGETHER), playwrightTally(ALONE)];
const sum = (key: keyof Tally) => tallies.reduce((total, tally) => total + tally[key], 0);
console.log(`\nall steps in ${((Date.now() - begun) / 1000).toFixed(0)} s`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
if (sum('passed') === 0) process.exit(1);
