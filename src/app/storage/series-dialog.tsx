import { Button, Modal } from '@mantine/core';
import type { SeriesInfo } from '../../core/series.ts';
import { formatNumber } from '../formatting/numbers.ts';
import { useStorage } from '../shell/workbench.tsx';
import { ComparisonTable } from './comparison-table.tsx';
import { CoverageSection } from './coverage-section.tsx';
import { RenameSection } from './rename-section.tsx';
import classes from './storage-dialog.module.css';
import { TransferLine } from './transfer-line.tsx';

/** One stored series: its name, its gaps, its way out. */
export function SeriesDialog(props: { readonly series: SeriesInfo }) {
  const { series } = props;
  const close = useStorage((state) => state.close);
  const busy = useStorage((state) => state.transfer !== null);
  const comparison = useStorage((state) => state.comparison);
  const exportSeries = useStorage((state) => state.exportSeries);
  const copyAndValidate = useStorage((state) => state.copyAndValidate);
  return (
    <Modal
      opened
      onClose={close}
      size={680}
      closeOnClickOutside={!busy}
      closeOnEscape={!busy}
      withCloseButton={!busy}
      closeButtonProps={{ 'aria-label': 'Close' }}
      title={
        <span className={classes.title}>
          {series.symbol} {series.timeframe} <span>{formatNumber(series.rows)} bars</span>
        </span>
      }
    >
      <div data-testid="series-dialog">
        <RenameSection key={series.id} series={series} />
        <CoverageSection series={series} />
        <section className={classes.section} aria-label="Out">
          <h3>Export and copy</h3>
          <div className={classes.line}>
            <p>Every bit of a price is kept. A copy in memory is compared bar by bar, then let go.</p>
            <Button
              variant="default"
              disabled={busy}
              onClick={() => void exportSeries(series, 'csv')}
              data-testid="export-csv"
            >
              CSV
            </Button>
            <Button
              variant="default"
              disabled={busy}
              onClick={() => void exportSeries(series, 'parquet')}
              data-testid="export-parquet"
            >
              Parquet
            </Button>
            <Button
              variant="default"
              disabled={busy}
              onClick={() => void copyAndValidate(series)}
              data-testid="copy-validate"
            >
              Copy and validate
            </Button>
          </div>
          {comparison && <ComparisonTable comparison={comparison} />}
        </section>
        <TransferLine />
      </div>
    </Modal>
  );
}
