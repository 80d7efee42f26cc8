import type { Timeframe } from '../../core/timeframe.ts';
import { UNDEFINED_FIGURE } from '../formatting/numbers.ts';
import { formatBarTime } from '../formatting/times.ts';
import { DownIcon, UpIcon } from '../shell/icons.tsx';
import { type GridColumn, timeColumnWidth } from './data-grid.tsx';
import classes from './record-columns.module.css';

/** Column of the side of a record, with an arrow for what buys. */
export function sideColumn<T>(name: (row: T) => string, buys: (row: T) => boolean): GridColumn<T> {
  return {
    id: 'side',
    header: 'Side',
    width: '52px',
    align: 'start',
    value: name,
    render: (row) => (
      <span className={classes.side}>
        {buys(row) ? <UpIcon size={8} /> : <DownIcon size={8} />} {name(row)}
      </span>
    ),
  };
}

/** Column of the asset of a record; none in a run on a single series, whose name is said elsewhere. */
export function assetColumns<T extends { readonly series: number }>(
  symbols: readonly string[],
): readonly GridColumn<T>[] {
  if (symbols.length < 2) return [];
  return [textColumn('asset', 'Asset', 'minmax(64px, 0.8fr)', ({ series }) => symbols[series] ?? '')];
}

/** Column of a text; "—" for none. */
export function textColumn<T>(
  id: string,
  header: string,
  width: string,
  text: (row: T) => string,
): GridColumn<T> {
  const render = (row: T) => <span title={text(row)}>{text(row) || UNDEFINED_FIGURE}</span>;
  return { id, header, width, align: 'start', value: text, render };
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
