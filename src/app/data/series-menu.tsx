import { Menu } from '@mantine/core';
import type { SeriesInfo } from '../../core/series.ts';
import { MoreIcon } from '../shell/icons.tsx';
import { useStorage } from '../shell/workbench.tsx';
import classes from './series-row.module.css';

/** What can be done with a series: rename, gaps, exports, copy, delete. */
export function SeriesMenu(props: { readonly series: SeriesInfo; readonly onDelete: () => void }) {
  const { series, onDelete } = props;
  const show = useStorage((state) => state.showSeries);
  const exportSeries = useStorage((state) => state.exportSeries);
  const copyAndValidate = useStorage((state) => state.copyAndValidate);
  const within = (work: () => unknown) => () => {
    show(series);
    work();
  };
  return (
    <Menu position="bottom-end" width={200} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <button
          type="button"
          className={classes.more}
          aria-label={`Actions on ${series.symbol} ${series.timeframe}`}
          data-testid="series-menu"
        >
          <MoreIcon size={14} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => show(series)}>Rename, coverage…</Menu.Item>
        <Menu.Item onClick={within(() => exportSeries(series, 'csv'))}>Export CSV</Menu.Item>
        <Menu.Item onClick={within(() => exportSeries(series, 'parquet'))}>Export Parquet</Menu.Item>
        <Menu.Item onClick={within(() => copyAndValidate(series))}>Copy to memory and validate</Menu.Item>
        <Menu.Item onClick={onDelete}>Delete…</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
