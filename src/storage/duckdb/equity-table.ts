import type { TimeRange } from '../../core/bar.ts';
import { ascendingOrder, gather, isAscending } from '../bar-order.ts';
import type { EquityCells } from '../equity-cells.ts';
import type { RunEquity } from '../run-store.ts';
import {
  constantTextColumn,
  doubleColumns,
  encodeStream,
  structColumn,
  timestampColumn,
} from './bar-stream.ts';
import { lostRowsError } from './database-error.ts';
import { textLiteral, timestampLiteral } from './literal.ts';
import { RUN_TABLES } from './run-schema.ts';
import type { Session } from './session.ts';

/** SQL condition for what is kept of a run on one storage. */
export function ofRun(runId: string, storage: string): string {
  return `run_id = ${textLiteral(runId)} AND storage = ${textLiteral(storage)}`;
}

/** Appends bars to the equity of a run. */
export function insertEquity(session: Session, runId: string, storage: string, equity: RunEquity): void {
  const columns = {
    timestamp: timestampColumn(equity.timestamp),
    ...doubleColumns({ equity: equity.equity }),
  };
  insertRows(session, runId, storage, 'run_equity', columns, equity.timestamp.length);
}

/** Keeps the cells of an equity curve. */
export function insertCells(session: Session, runId: string, storage: string, cells: EquityCells): void {
  const { timestamp, last, low, high, drawdown } = cells;
  const columns = { timestamp: timestampColumn(timestamp), ...doubleColumns({ last, low, high, drawdown }) };
  const fields = structColumn(columns, timestamp.length);
  insertRows(session, runId, storage, RUN_TABLES.cells, { fields }, timestamp.length);
}

/** Bars of a run that open in `range`, in ascending time. */
export function readEquity(session: Session, condition: string, range: TimeRange): RunEquity {
  const [timestamp, equity] = ascending(
    session.columns(
      `SELECT epoch_ms(timestamp)::DOUBLE, equity FROM run_equity WHERE ${condition}
       AND timestamp >= ${timestampLiteral(range.from)} AND timestamp < ${timestampLiteral(range.to)}`,
    ),
  ) as [Float64Array, Float64Array];
  return { timestamp, equity };
}

/** Cells of a run, in ascending time; none for runs that were kept before cells were. */
export function readCells(session: Session, condition: string): EquityCells {
  const [timestamp, last, low, high, drawdown] = ascending(
    session.columns(
      `SELECT epoch_ms(timestamp)::DOUBLE, last, low, high, drawdown FROM run_equity_cell WHERE ${condition}`,
    ),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  return { timestamp, last, low, high, drawdown };
}

/** Error `internal` unless so many bars and cells of a run are there. */
export function checkEquity(session: Session, condition: string, bars: number, cells: number): void {
  const [keptBars, keptCells] = session
    .columns(
      `SELECT (SELECT count(*) FROM run_equity WHERE ${condition})::DOUBLE,
       (SELECT count(*) FROM run_equity_cell WHERE ${condition})::DOUBLE`,
    )
    .map((count) => count[0] ?? 0) as [number, number];
  if (keptBars !== bars) throw lostRowsError(bars, keptBars);
  if (keptCells !== cells) throw lostRowsError(cells, keptCells);
}

function insertRows(
  session: Session,
  runId: string,
  storage: string,
  table: string,
  columns: Parameters<typeof encodeStream>[0],
  rows: number,
): void {
  if (rows === 0) return;
  const own = { run_id: constantTextColumn(runId, rows), storage: constantTextColumn(storage, rows) };
  session.insert(encodeStream({ ...own, ...columns }), rows, table);
}

/** Rows come in the order of insertion, which is that of time; a sort would not fit into memory. */
function ascending(columns: Float64Array[]): Float64Array[] {
  const times = columns[0] as Float64Array;
  if (isAscending(times)) return columns;
  const order = ascendingOrder(times);
  return columns.map((values) => gather(values, order));
}
