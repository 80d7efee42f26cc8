import { allocateColumns, type ColumnSet, columnSet, orNull } from './column-set.ts';
import { ORDER_STATUSES, ORDER_TYPES, type OrderRecord, TIMES_IN_FORCE } from './order.ts';
import { StringTable } from './string-table.ts';

/**
 * Fields of an order in the order in which a result hash covers them; an order's id is its row. `type`, `status` and `timeInForce` are
 * indices of {@link ORDER_TYPES}, {@link ORDER_STATUSES} and {@link TIMES_IN_FORCE}; `side` is 1 for a buy and -1 for a sell; `settledBar`
 * and `settledTime` are those of the fill or the end; `reason` and `tag` are indices of `texts`.
 */
export const ORDER_FIELDS = [
  'type',
  'side',
  'series',
  'submittedBar',
  'submittedTime',
  'size',
  'status',
  'settledBar',
  'settledTime',
  'filledPrice',
  'limit',
  'stop',
  'timeInForce',
  'triggeredBar',
  'triggeredTime',
  'reason',
  'tag',
] as const;

/** Name of a column of orders. */
export type OrderField = (typeof ORDER_FIELDS)[number];

/** Orders of a run as columns, one row an order. */
export type OrderColumns = ColumnSet<OrderField>;

/** Index of a name in one of the lists of names that columns refer to. */
export function codeOf<Name extends string>(names: readonly Name[], name: Name): number {
  return names.indexOf(name);
}

/** One order on the record. `columns` may be longer than what is known of them. */
export function orderRecord(
  columns: Readonly<Record<OrderField, Float64Array>>,
  texts: readonly string[],
  id: number,
): OrderRecord {
  const status = ORDER_STATUSES[columns.status[id]!] ?? 'submitted';
  const bar = orNull(columns.settledBar[id]!);
  const time = orNull(columns.settledTime[id]!);
  const filled = status === 'filled';
  return {
    id,
    type: ORDER_TYPES[columns.type[id]!] ?? 'market',
    side: columns.side[id]! > 0 ? 'buy' : 'sell',
    series: columns.series[id]!,
    submittedBar: columns.submittedBar[id]!,
    submittedTime: columns.submittedTime[id]!,
    size: columns.size[id]!,
    limit: orNull(columns.limit[id]!),
    stop: orNull(columns.stop[id]!),
    timeInForce: TIMES_IN_FORCE[columns.timeInForce[id]!] ?? 'GTC',
    status,
    triggeredBar: orNull(columns.triggeredBar[id]!),
    triggeredTime: orNull(columns.triggeredTime[id]!),
    filledBar: filled ? bar : null,
    filledTime: filled ? time : null,
    filledPrice: orNull(columns.filledPrice[id]!),
    endedBar: filled ? null : bar,
    endedTime: filled ? null : time,
    reason: texts[columns.reason[id]!] ?? '',
    tag: texts[columns.tag[id]!] ?? '',
  };
}

/** All orders of a set as records, in the order of their ids. */
export function orderRecords(columns: OrderColumns): OrderRecord[] {
  return Array.from({ length: columns.length }, (_, id) => orderRecord(columns, columns.texts, id));
}

/** Records as columns; the inverse of {@link orderRecords}. */
export function orderColumns(records: readonly OrderRecord[]): OrderColumns {
  const texts = new StringTable();
  const columns = allocateColumns(ORDER_FIELDS, records.length);
  for (const [id, order] of records.entries()) {
    columns.type[id] = codeOf(ORDER_TYPES, order.type);
    columns.side[id] = order.side === 'buy' ? 1 : -1;
    columns.series[id] = order.series;
    columns.submittedBar[id] = order.submittedBar;
    columns.submittedTime[id] = order.submittedTime;
    columns.size[id] = order.size;
    columns.status[id] = codeOf(ORDER_STATUSES, order.status);
    columns.settledBar[id] = order.filledBar ?? order.endedBar ?? Number.NaN;
    columns.settledTime[id] = order.filledTime ?? order.endedTime ?? Number.NaN;
    columns.filledPrice[id] = order.filledPrice ?? Number.NaN;
    columns.limit[id] = order.limit ?? Number.NaN;
    columns.stop[id] = order.stop ?? Number.NaN;
    columns.timeInForce[id] = codeOf(TIMES_IN_FORCE, order.timeInForce);
    columns.triggeredBar[id] = order.triggeredBar ?? Number.NaN;
    columns.triggeredTime[id] = order.triggeredTime ?? Number.NaN;
    columns.tag[id] = texts.intern(order.tag);
    columns.reason[id] = texts.intern(order.reason);
  }
  return columnSet(columns, ORDER_FIELDS, records.length, texts.texts);
}
