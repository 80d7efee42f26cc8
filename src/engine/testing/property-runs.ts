/** Cases of each property unless the environment says otherwise. */
const CASES = 1_000;

const { env = {} } =
  (globalThis as { process?: { readonly env?: Readonly<Record<string, string>> } }).process ?? {};

/** Cases that each property of the engine runs: `BACKTAB_PROPERTY_RUNS`, 1,000 unless given. */
export const PROPERTY_RUNS = Number(env.BACKTAB_PROPERTY_RUNS ?? CASES);

/** What `fc.assert` is called with: `BACKTAB_PROPERTY_RUNS` cases, `cases` unless given; repeatable by `BACKTAB_PROPERTY_SEED`. */
export function propertyTerms(cases: number): { readonly numRuns: number; readonly seed?: number } {
  return {
    numRuns: Number(env.BACKTAB_PROPERTY_RUNS ?? cases),
    ...(env.BACKTAB_PROPERTY_SEED === undefined ? {} : { seed: Number(env.BACKTAB_PROPERTY_SEED) }),
  };
}

/** What `fc.assert` is called with: {@link PROPERTY_RUNS} cases, repeatable by `BACKTAB_PROPERTY_SEED`. */
export const PROPERTY_TERMS = propertyTerms(CASES);

/** Time that a property of {@link PROPERTY_RUNS} cases may take, milliseconds: 60 a case, and two minutes at least. */
export const PROPERTY_TIMEOUT = Math.max(120_000, PROPERTY_RUNS * 60);
