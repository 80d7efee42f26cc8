/** Types of storage, engine and metrics that a client of the workbench speaks in, so that the page imports from one place. */
export type { AmbiguityBand } from '../../engine/ambiguity-band.ts';
export type { Ambiguity, RunWarning } from '../../engine/backtest-result.ts';
export type { BacktestSpecification, FillProfile, RunTerms } from '../../engine/backtest-specification.ts';
export { FILL_PROFILES, RUN_TERMS } from '../../engine/backtest-specification.ts';
export { refines } from '../../engine/finer-bars.ts';
export { INTRABAR_POLICIES, type IntrabarPolicy } from '../../engine/intrabar-policy.ts';
export type {
  ParameterValues,
  StrategyDescription,
  StrategyParameter,
} from '../../engine/strategy-parameter.ts';
export type { AccountColumns } from '../../metrics/account-columns.ts';
export { CONVENTIONS, type Convention } from '../../metrics/convention.ts';
export type { DrawdownEpisode } from '../../metrics/drawdown-tracker.ts';
export type { LumibotFigures } from '../../metrics/lumibot.ts';
export type { MarketComparison } from '../../metrics/market-comparison.ts';
export type { YearReturns } from '../../metrics/monthly-returns.ts';
export type { EquitySamples, Performance } from '../../metrics/performance.ts';
export type { PeriodSample } from '../../metrics/period-sample.ts';
export type { QuantstatsFigures } from '../../metrics/quantstats.ts';
export type { RollingFigures } from '../../metrics/rolling-figures.ts';
export type { SharpeSignificance } from '../../metrics/sharpe-significance.ts';
export type { Statistics } from '../../metrics/statistics.ts';
export type { TradeGroup, TradeGroupKind } from '../../metrics/trade-groups.ts';
export type { TradingActivity } from '../../metrics/trading-activity.ts';
export type { ChartBars, SeriesSize, StorageKind, StorageStats } from '../../storage/bar-storage.ts';
export type { Coverage, CoverageOptions } from '../../storage/coverage.ts';
export type { EquityRows } from '../../storage/equity-cells.ts';
export type {
  ColumnRole,
  ImportMapping,
  ImportOptions,
  ImportPreview,
  ImportProgress,
  ImportReport,
  Rejection,
  StampSide,
  TimestampFormat,
} from '../../storage/import/import-types.ts';
export { COLUMN_ROLES, TIMESTAMP_FORMATS } from '../../storage/import/import-types.ts';
export type { OperationSummary, StoredTiming } from '../../storage/query-log.ts';
export type { SeriesComparison } from '../../storage/series-comparison.ts';
export type { FeedTotals, QueryTiming } from '../../storage/timing.ts';
export { parseSeriesId } from '../storage/series-key.ts';
export type {
  ExportFormat,
  SeriesCopy,
  SetAsideFile,
  StorageStatus,
  TimingRequest,
  TransferProgress,
} from '../storage-facade.ts';
export type {
  RunRepeat,
  RunResult,
  RunTimings,
  StorageRun,
  StoredRun,
  StoredRunSummary,
} from '../stored-run.ts';
export type { SessionRequest } from './portfolio-request.ts';
export type {
  CallOptions,
  RunProgress,
  RunRequest,
  RunStorage,
  WorkbenchClient,
  WorkbenchEvent,
} from './workbench-client.ts';
