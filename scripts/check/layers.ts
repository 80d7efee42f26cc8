import { spawnSync } from 'node:child_process';

/** Fewer modules than this means that the checker did not see the sources (it passes silently without a TypeScript it can load: at most version 6, hence the two versions in package.json). */
const LEAST_MODULES = 60;

const result = spawnSync(
  'npx',
  ['depcruise', '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src'],
  {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  },
);
if (!result.stdout) {
  console.error(result.stderr);
  process.exit(1);
}

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

const { summary } = JSON.parse(result.stdout) as {
  summary: { totalCruised: number; totalDependenciesCruised: number; violations: Violation[] };
};
for (const { rule, from, to } of summary.violations) console.error(`${rule.name}: ${from} -> ${to}`);
if (summary.totalCruised < LEAST_MODULES)
  console.error(
    `Only ${summary.totalCruised} modules seen, at least ${LEAST_MODULES} expected: is a typescript that it can load installed?`,
  );
console.log(
  `layers: ${summary.totalCruised} modules, ${summary.totalDependenciesCruised} imports, ${summary.violations.length} violations`,
);
process.exit(summary.violations.length > 0 || summary.totalCruised < LEAST_MODULES ? 1 : 0);
