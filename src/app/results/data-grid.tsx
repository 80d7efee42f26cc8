import {
  createSortedRowModel,
  rowSortingFeature,
  sortFn_alphanumeric,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { type Timeframe, timeframeMilliseconds } from '../../core/timeframe.ts';
import classes from './data-grid.module.css';
import { GridHeader } from './grid-header.tsx';

const ROW_HEIGHT = 24;
const GAP = 6;
const PADDING = 24;

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric },
});

/** One column of a {@link DataGrid}. */
export interface GridColumn<T> {
  readonly id: string;
  readonly header: string;
  /** What the column says and by which formula, shown on hover and focus of its header. */
  readonly hint?: string;
  /** A CSS grid track, e.g. `minmax(64px, 1fr)`. */
  readonly width: string;
  readonly align?: 'start' | 'end';
  /** What the column sorts by; null goes last. */
  readonly value: (row: T, index: number) => number | string | null;
  readonly render: (row: T, index: number) => ReactNode;
}

/** Track of a column that shows open times of bars. */
export function timeColumnWidth(timeframe: Timeframe): string {
  return timeframeMilliseconds(timeframe) < 86_400_000 ? 'minmax(124px, 1.2fr)' : 'minmax(80px, 1.2fr)';
}

/** Width below which the grid scrolls sideways: the pixels that each track asks for, the gaps and the padding. */
function minimumWidth(columns: readonly { readonly width: string }[]): number {
  const pixels = columns.map((column) => Number(/(\d+)px/.exec(column.width)?.[1] ?? 0));
  return pixels.reduce((sum, one) => sum + one + GAP, PADDING - GAP);
}

/** A sortable, virtualised table with one tab stop: arrows move the active row, Enter or a click activates it. */
export function DataGrid<T>(props: {
  readonly label: string;
  readonly testId: string;
  readonly columns: readonly GridColumn<T>[];
  readonly rows: readonly T[];
  readonly empty: string;
  /** Index into `rows` of the marked row. */
  readonly selected?: number | null;
  readonly onActivate?: (index: number) => void;
}) {
  const { columns, rows, onActivate } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [active, setActive] = useState(0);
  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        header: column.header,
        accessorFn: (row: T, index: number) => column.value(row, index) ?? undefined,
        sortUndefined: 'last' as const,
        sortDescFirst: false,
      })),
    [columns],
  );
  const table = useTable({
    features,
    columns: definitions as never,
    data: rows as never,
    enableMultiSort: false,
  });
  const sorted = table.getRowModel().rows;
  const virtualizer = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    paddingStart: ROW_HEIGHT,
    scrollPaddingStart: ROW_HEIGHT,
  });
  const template = columns.map((column) => column.width).join(' ');
  const minimum = minimumWidth(columns);

  useEffect(() => {
    if (props.selected === null || props.selected === undefined) return;
    const position = sorted.findIndex((row) => row.index === props.selected);
    if (position < 0) return;
    setActive(position);
    virtualizer.scrollToIndex(position, { align: 'auto' });
  }, [props.selected, sorted, virtualizer]);

  const moveTo = (position: number) => {
    const next = Math.max(0, Math.min(sorted.length - 1, position));
    setActive(next);
    virtualizer.scrollToIndex(next, { align: 'auto' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== scroller.current || event.metaKey || event.ctrlKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: sorted.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    const row = sorted[active];
    if (target !== undefined) moveTo(target);
    else if (row) onActivate?.(row.index);
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: virtual rows are placed by transform, which table rows do not honour.
    <div
      ref={scroller}
      className={classes.scroller}
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
      aria-activedescendant={sorted.length > 0 ? `${id}-${active}` : undefined}
      data-testid={props.testId}
      onKeyDown={onKeyDown}
    >
      <GridHeader
        template={template}
        minimum={minimum}
        columns={columns}
        sorted={(column) => table.getColumn(column)?.getIsSorted() ?? false}
        onSort={(column) => table.getColumn(column)?.toggleSorting()}
      />
      {rows.length === 0 && <p className="empty-note">{props.empty}</p>}
      {/* biome-ignore lint/a11y/useSemanticElements: virtual rows are placed by transform, which table rows do not honour. */}
      <div role="rowgroup" style={{ height: Math.max(0, virtualizer.getTotalSize() - ROW_HEIGHT) }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = sorted[item.index];
          if (!row) return null;
          const data = rows[row.index] as T;
          return (
            // biome-ignore lint/a11y/useSemanticElements: see above.
            // biome-ignore lint/a11y/useFocusableInteractive: the grid keeps the focus and names its active row.
            // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys.
            <div
              key={row.id}
              id={`${id}-${item.index}`}
              className={classes.row}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={row.index === props.selected}
              data-active={item.index === active || undefined}
              data-index={row.index}
              data-clickable={onActivate ? true : undefined}
              style={{
                gridTemplateColumns: template,
                minWidth: minimum,
                transform: `translateY(${item.start}px)`,
                height: ROW_HEIGHT,
              }}
              onClick={() => {
                setActive(item.index);
                onActivate?.(row.index);
              }}
            >
              {columns.map((column) => (
                // biome-ignore lint/a11y/useSemanticElements: see above.
                // biome-ignore lint/a11y/useFocusableInteractive: see above.
                <div
                  key={column.id}
                  className={classes.cell}
                  role="gridcell"
                  data-align={column.align ?? 'end'}
                  data-column={column.id}
                >
                  {column.render(data, row.index)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
