import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const LONGEST = 400;

const files = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', 'src', 'scripts', 'tests', 'bench'],
  { encoding: 'utf8' },
)
  .split('\n')
  .filter((name) => /\.(ts|tsx|css)$/.test(name));
const long = files
  .map((name) => [name, readFileSync(name, 'utf8').split('\n').length - 1] as const)
  .filter(([, lines]) => lines > LONGEST);
for (const [name, lines] of long) console.error(`${name}: ${lines} lines, at most ${LONGEST}`);
console.log(`file length: ${files.length} files, ${long.length} over ${LONGEST} lines`);
process.exit(long.length > 0 || files.length === 0 ? 1 : 0);
