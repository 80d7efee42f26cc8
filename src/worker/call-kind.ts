/**
 * What may be done with a call whose worker ended before it answered.
 * `read`: asked again. `repeatable`: it writes, and a second time changes nothing, so it is done once more. `write`: not repeated, it fails and
 * says so. `feed`: belongs to a run, whose equity is in that worker too: the run starts again as a whole.
 */
export type CallKind = 'read' | 'repeatable' | 'write' | 'feed';

/** Methods that are no plain `write`. One that is not named here counts as a write: the careful assumption for a method that is new. */
const KINDS: Readonly<Record<string, CallKind>> = {
  open: 'read',
  status: 'read',
  cancel: 'read',
  previewFile: 'read',
  listSeries: 'read',
  resolveSeries: 'read',
  getCoverage: 'read',
  exportSeries: 'read',
  copySeries: 'read',
  backup: 'read',
  listSetAside: 'read',
  readSetAside: 'read',
  readDatabaseFiles: 'read',
  getChartBars: 'read',
  getLastPrices: 'read',
  getHistoricalPrices: 'read',
  query: 'read',
  stats: 'read',
  timings: 'read',
  storedTimings: 'read',
  summariseTimings: 'read',
  loadRun: 'read',
  listRuns: 'read',
  importFile: 'repeatable',
  loadSampleData: 'repeatable',
  getEquityRows: 'read',
  getEquity: 'read',
  getAccount: 'read',
  discardRun: 'read',
  openFeed: 'feed',
  closeFeed: 'feed',
  compareEquity: 'feed',
  saveRun: 'feed',
};

/** Kind of the method `name`. */
export function callKind(name: string): CallKind {
  return (Object.hasOwn(KINDS, name) ? KINDS[name] : undefined) ?? 'write';
}

/** Whether a call of the method `name` may be under way inside a transaction that writes. */
export function mayWrite(name: string): boolean {
  const kind = callKind(name);
  return kind === 'write' || kind === 'repeatable' || name === 'saveRun';
}
