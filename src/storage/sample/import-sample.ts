import type { BarStorage } from '../bar-storage.ts';
import { type ImportControl, importFile } from '../import/import-file.ts';
import type { ImportReport } from '../import/import-types.ts';
import { generateSample, SAMPLE_SEED, type SampleSeries } from './generate-sample.ts';

function csvFile({ key, bars }: SampleSeries): File {
  const lines = ['timestamp,open,high,low,close,volume'];
  for (let row = 0; row < bars.timestamp.length; row++) {
    const stamp = new Date(bars.timestamp[row] as number).toISOString();
    lines.push(
      `${stamp},${bars.open[row]},${bars.high[row]},${bars.low[row]},${bars.close[row]},${bars.volume[row]}`,
    );
  }
  return new File([`${lines.join('\n')}\n`], `${key.symbol}_${key.timeframe}.csv`);
}

/**
 * Imports the synthetic sample as files of CSV text, by the path that a user's files take. Progress counts over all six files. A cancel (AbortError)
 * leaves the series stored that were complete; loading again adds what is missing.
 */
export async function importSample(
  storage: BarStorage,
  control: ImportControl,
  seed: number = SAMPLE_SEED,
): Promise<ImportReport[]> {
  const files = generateSample(seed).map((series) => ({ series: series.key, file: csvFile(series) }));
  const bytesTotal = files.reduce((sum, { file }) => sum + file.size, 0);
  const reports: ImportReport[] = [];
  let bytes = 0;
  let rows = 0;
  for (const { series, file } of files) {
    const report = await importFile(file, { series, mapping: { stampSide: 'open' } }, storage, {
      ...control,
      onProgress: (progress) =>
        control.onProgress({
          ...progress,
          bytesRead: bytes + progress.bytesRead,
          bytesTotal,
          rows: rows + progress.rows,
        }),
    });
    bytes += file.size;
    rows += report.rowsIn;
    reports.push(report);
  }
  return reports;
}
