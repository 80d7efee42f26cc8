// `npm run bench:call-log`: what recording costs a call of the storage facade. Prints nanoseconds for each recorded call and statement.
import { createCallLog } from '../src/worker/storage/call-log.ts';
import { createLogKeeper } from '../src/worker/storage/log-keeper.ts';

const CALLS = 100_000;
const ROUNDS = 9;
const clock = () => performance.now();
const keeper = createLogKeeper({
  session: performance.timeOrigin,
  log: () => undefined,
  busy: () => false,
  timed: (work) => work(),
  later: () => {},
});
const log = createCallLog(clock, { origin: performance.timeOrigin, told: (timing) => keeper.add(timing) });
const context = {
  operation: 'readChunk',
  storage: 'duckdb',
  runId: '20261122-150312-9f3a61',
  strategy: 'sma-cross',
  cache: 'miss',
} as const;
const statement = {
  sql: 'SELECT epoch_ms(timestamp), close FROM bars',
  rows: 65_536,
  bytes: 1_048_576,
  milliseconds: 9,
};
const work = async () => 1;

async function nanoseconds(call: () => unknown): Promise<number> {
  const found: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const began = clock();
    for (let count = 0; count < CALLS; count++) await call();
    found.push(((clock() - began) * 1e6) / CALLS);
  }
  return found.toSorted((a, b) => a - b)[ROUNDS >> 1] as number;
}

const bare = await nanoseconds(work);
const call = await nanoseconds(() => log.call(context, work));
const both = await nanoseconds(() =>
  log.call(context, () => {
    log.observe('duckdb', statement);
    return work();
  }),
);
const shown = (value: number) => `${Math.round(value)} ns`;
console.log(`a call without the log             ${shown(bare)}`);
console.log(`one recorded call                  +${shown(call - bare)}`);
console.log(`one recorded call with a statement +${shown(both - bare)}`);
process.exit(0);
