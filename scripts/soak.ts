/** Kills a browser at random moments of storage work, 200 times or as often as asked, and prints the tally. Run: `npm run soak [-- rounds [seed]]`. */
import { killAtRandom } from '../tests/e2e/loss/random-kill.ts';

const rounds = Number(process.argv[2] ?? 200);
const seed = Number(process.argv[3] ?? Date.now() % 2_147_483_647);
const began = Date.now();
console.log(`${rounds} rounds, seed ${seed}`);
const { wrong, ...tally } = await killAtRandom(Number(process.env.PORT ?? 4310), rounds, seed);
for (const [name, value] of Object.entries(tally)) console.log(`${name}: ${value}`);
for (const line of wrong) console.log(`WRONG ${line}`);
console.log(`${wrong.length} of ${rounds} rounds wrong, ${((Date.now() - began) / 1000).toFixed(0)} s`);
process.exit(wrong.length > 0 ? 1 : 0);
