import type { Timeframe } from '../../core/timeframe.ts';
import { UNDEFINED_FIGURE } from '../formatting/numbers.ts';
import { formatBarTime } from '../formatting/times.ts';
import { type GridColumn, timeColumnWidth } from './data-grid.tsx';

/** Column of a text; "—" for none. */
export function textColumn<T>(
  id: string,
  header: string,
  width: string,
  text: (row: T) => string,
  more: Partial<Pick<GridColumn<T>, 'hint' | 'render'>> = {},
): GridColumn<T> {
  const render = (row: T) => <span title={text(row)}>{text(row) || UNDEFINED_FIGURE}</span>;
  return { id, header, width, align: 'start', value: text, render, ...more };
}

/** Column of open times of bars. */
export function timeColumn<T>(
  id: string,
  header: string,
  timeframe: Timeframe,
  time: (row: T) => number | null,
  more: Partial<Pick<GridColumn<T>, 'hint' | 'width' | 'render'>> = {},
): GridColumn<T> {
  return {
    id,
    header,
    width: timeColumnWidth(timeframe),
    value: time,
    render: (row) => formatBarTime(time(row), timeframe),
    ...more,
  };
}

/** Column of figures that `format` writes; null goes last. */
export function figureColumn<T, Value extends number | null = number | null>(
  id: string,
  header: string,
  width: string,
  value: (row: T) => Value,
  format: (value: Value) => string,
  more: Partial<Pick<GridColumn<T>, 'hint' | 'render'>> = {},
): GridColumn<T> {
  return { id, header, width, value, render: (row) => format(value(row)), ...more };
}
