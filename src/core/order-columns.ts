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

/** One order on the record; `value` gives the value of a field. */
export function orderRecord(
  value: (field: OrderField) => number,
  texts: readonly string[],
  id: number,
): OrderRecord {
  const status = ORDER_STATUSES[value('status')] ?? 'submitted';
  const bar = orNull(value('settledBar'));
  const time = orNull(value('settledTime'));
  const filled = status === 'filled';
  return {
    id,
    type: ORDER_TYPES[value('type')] ?? 'market',
    side: value('side') > 0 ? 'buy' : 'sell',
    series: value('series'),
    submittedBar: value('submittedBar'),
    submittedTime: value('submittedTime'),
    size: value('size'),
    limit: orNull(value('limit')),
    stop: orNull(value('stop')),
    timeInForce: TIMES_IN_FORCE[value('timeInForce')] ?? 'GTC',
    status,
    triggeredBar: orNull(value('triggeredBar')),
    triggeredTime: orNull(value('triggeredTime')),
    filledBar: filled ? bar : null,
    filledTime: filled ? time : null,
    filledPrice: orNull(value('filledPrice')),
    endedBar: filled ? null : bar,
    endedTime: filled ? null : time,
    reason: texts[value('reason')] ?? '',
    tag: texts[value('tag')] ?? '',
  };
}

/** All orders of a set as records, in the order of their ids. */
export function orderRecords(columns: OrderColumns): OrderRecord[] {
  return Array.from({ length: columns.length }, (_, id) =>
    orderRecord((field) => columns[field][id]!, columns.texts, id),
  );
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
