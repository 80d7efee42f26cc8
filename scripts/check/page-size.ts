import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET_KILOBYTES = 350;
const DIST = 'dist';

/** Scripts that the page loads before anything is clicked: those of index.html and all that they import statically. */
function firstLoadScripts(): Set<string> {
  const html = readFileSync(join(DIST, 'index.html'), 'utf8');
  const queue = [...html.matchAll(/<(?:script|link)[^>]+(?:src|href)="([^"]+\.js)"/g)].map((match) =>
    normalize(match[1] as string),
  );
  const seen = new Set<string>();
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const code = readFileSync(join(DIST, name), 'utf8');
    for (const match of code.matchAll(
      /(?:^|[;\n}])import\s*(?:[\w*{}\s,$]+from\s*)?["'](\.[^"']+\.js)["']/g,
    )) {
      queue.push(normalize(join(dirname(name), match[1] as string)));
    }
  }
  return seen;
}

const scripts = [...firstLoadScripts()];
const sizes = scripts.map(
  (name) => [name, gzipSync(readFileSync(join(DIST, name)), { level: 9 }).byteLength / 1000] as const,
);
const total = sizes.reduce((sum, [, size]) => sum + size, 0);
for (const [name, size] of sizes) console.log(`  ${size.toFixed(1).padStart(7)} kB  ${name}`);
console.log(`page scripts at first load: ${total.toFixed(1)} kB gzip of ${BUDGET_KILOBYTES} kB`);
process.exit(total > BUDGET_KILOBYTES || scripts.length === 0 ? 1 : 0);
