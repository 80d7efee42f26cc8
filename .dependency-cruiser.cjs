/** Layer rules: an import may only point left.
 * core <- indicators, metrics <- engine <- strategies; core <- storage; worker joins them; app sees only worker. */
const layer = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: '\\.(test|browser\\.test)\\.tsx?$' },
  to: { path: '^src/', pathNot: allowed },
});
module.exports = {
  forbidden: [
    layer('core-imports-nothing', '^src/core/', '^src/core/'),
    layer('indicators-import-core', '^src/indicators/', '^src/(core|indicators)/'),
    layer('metrics-import-core', '^src/metrics/', '^src/(core|metrics)/'),
    layer('engine-points-left', '^src/engine/', '^src/(core|indicators|metrics|engine)/'),
    layer('strategies-point-left', '^src/strategies/', '^src/(core|indicators|metrics|engine|strategies)/'),
    layer('storage-imports-core', '^src/storage/', '^src/(core|storage)/'),
    layer('worker-joins', '^src/worker/', '^src/(core|indicators|metrics|engine|strategies|storage|worker)/'),
    layer('app-reaches-worker-client', '^src/app/', '^src/(app|core|worker/client)/'),
    {
      name: 'one-storage-implementation-never-imports-another',
      severity: 'error',
      from: { path: '^src/storage/(duckdb|memory|legacy)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/storage/(duckdb|memory|legacy)/', pathNot: '^src/storage/$1/' },
    },
    {
      name: 'duckdb-and-arrow-only-in-storage-duckdb',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/storage/duckdb/|\\.test\\.ts$' },
      to: { path: '(^|node_modules/)(@duckdb|apache-arrow)' },
    },
    {
      name: 'comlink-only-in-worker',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/worker/' },
      to: { path: 'node_modules/comlink' },
    },
    {
      name: 'react-and-charts-only-in-app',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/app/' },
      to: { path: 'node_modules/(react|react-dom|@mantine|lightweight-charts|zustand|@tanstack)' },
    },
    { name: 'no-cycles', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true, pathNot: '^virtual:|\\?url$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'browser', 'default'] },
  },
};
