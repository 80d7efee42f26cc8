import { Tooltip } from '@mantine/core';
import { DownIcon, UpIcon } from '../shell/icons.tsx';
import classes from './data-grid.module.css';

const ARIA_SORT = { asc: 'ascending', desc: 'descending' } as const;

/** The header row of a grid; a click sorts. */
export function GridHeader(props: {
  readonly template: string;
  /** Least width, px. */
  readonly minimum: number;
  readonly columns: readonly {
    readonly id: string;
    readonly header: string;
    readonly hint?: string;
    readonly align?: 'start' | 'end';
  }[];
  readonly sorted: (column: string) => false | 'asc' | 'desc';
  readonly onSort: (column: string) => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: the grid is made of divs, see DataGrid.
    <div role="rowgroup" className={classes.head} style={{ minWidth: props.minimum }}>
      {/* biome-ignore lint/a11y/useSemanticElements: see above. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the header's buttons take the focus. */}
      <div
        role="row"
        aria-rowindex={1}
        className={classes.headRow}
        style={{ gridTemplateColumns: props.template, minWidth: props.minimum }}
      >
        {props.columns.map((column) => {
          const sorted = props.sorted(column.id);
          return (
            // biome-ignore lint/a11y/useSemanticElements: see above.
            // biome-ignore lint/a11y/useFocusableInteractive: see above.
            <div
              key={column.id}
              role="columnheader"
              className={classes.headCell}
              data-align={column.align ?? 'end'}
              aria-sort={sorted ? ARIA_SORT[sorted] : 'none'}
            >
              <Tooltip
                disabled={!column.hint}
                events={{ hover: true, focus: true, touch: true }}
                multiline
                w={280}
                label={column.hint}
              >
                <button type="button" onClick={() => props.onSort(column.id)}>
                  <span className={classes.headText}>{column.header}</span>
                  {sorted && (sorted === 'asc' ? <UpIcon size={8} /> : <DownIcon size={8} />)}
                </button>
              </Tooltip>
            </div>
          );
        })}
      </div>
    </div>
  );
}
