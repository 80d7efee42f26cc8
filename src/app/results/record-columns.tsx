import { DownIcon, UpIcon } from '../shell/icons.tsx';
import type { GridColumn } from './data-grid.tsx';
import { textColumn } from './grid-columns.tsx';
import classes from './record-columns.module.css';

/** Column of the side of a record, with an arrow for what buys. */
export function sideColumn<T>(name: (row: T) => string, buys: (row: T) => boolean): GridColumn<T> {
  return {
    id: 'side',
    header: 'Side',
    width: '54px',
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
