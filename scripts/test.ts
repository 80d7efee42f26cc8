import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { ensureBrowser } from './browser/ensure-browser.ts';

interface Step {
  readonly name: string;
  readonly command: readonly string[];
}

const STEPS: readonly Step[] = [
  { name: 'types', command: ['npm', 'run', '-s', 'check:types'] },
  { name: 'lint', command: ['npm', 'run', '-s', 'check:lint'] },
  { name: 'layers', command: ['npm', 'run', '-s', 'check:layers'] },
  { name: 'file length', command: ['npm', 'run', '-s', 'check:length'] },
  {
    name: 'unit and contract tests',
    command: [
      'npx',
      'vitest',
      'run',
      '--reporter=default',
      '--reporter=json',
      '--outputFile.json=.cache/vitest.json',
    ],
  },
  { name: 'build', command: ['npx', 'vite', 'build', '--logLevel', 'warn'] },
  { name: 'page size', command: ['npm', 'run', '-s', 'check:size'] },
  { name: 'browser tests', command: ['npx', 'playwright', 'test'] },
];

interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

function vitestTally(): Tally {
  const report = JSON.parse(readFileSync('.cache/vitest.json', 'utf8'));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function playwrightTally(): Tally {
  const { stats } = JSON.parse(readFileSync('.cache/playwright.json', 'utf8'));
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}

rmSync('.cache/vitest.json', { force: true });
rmSync('.cache/playwright.json', { force: true });
mkdirSync('.cache', { recursive: true });
console.log(`browser: ${ensureBrowser()}`);
const begun = Date.now();
for (const { name, command } of STEPS) {
  const started = Date.now();
  console.log(`\n== ${name}`);
  const [program, ...args] = command as [string, ...string[]];
  const { status } = spawnSync(program, args, { stdio: 'inherit' });
  console.log(
    `== ${name}: ${status === 0 ? 'ok' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(1)} s`,
  );
  if (status !== 0) process.exit(status ?? 1);
}
const tallies = [vitestTally(), playwrightTally()];
const sum = (key: keyof Tally) => tallies.reduce((total, tally) => total + tally[key], 0);
console.log(`\nall steps in ${((Date.now() - begun) / 1000).toFixed(0)} s`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
if (sum('passed') === 0) process.exit(1);
