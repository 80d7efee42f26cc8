import type { ImportFile } from './byte-source.ts';
import { sniffCsv } from './csv-layout.ts';
import { CsvReader } from './csv-reader.ts';
import { detectFileKind } from './file-kind.ts';
import type { ImportOptions, ImportPreview } from './import-types.ts';
import type { RowReader } from './row-reader.ts';

/** A sniffed file, ready to be read. */
export interface OpenedFile extends ImportPreview {
  /** Names under which the sampled prices would fit, when they contradict their labels. */
  readonly fittingLabels: readonly string[] | undefined;
  createReader(): Promise<RowReader> | RowReader;
}

/**
 * Sniffs `file`, whatever its kind. With `lenient` what the user can still settle is a problem of the file, no error. Errors `empty-file`, `unsupported-file`,
 * `unreadable-file`, `not-ohlcv`, `missing-column`, `bad-argument`.
 */
export async function openFile(
  file: ImportFile,
  options: ImportOptions,
  lenient: boolean,
): Promise<OpenedFile> {
  const kind = await detectFileKind(file);
  const common = { fileName: file.name, fileBytes: file.size };
  if (kind === 'parquet') {
    const { sniffParquet } = await import('./parquet/parquet-layout.ts');
    const layout = await sniffParquet(file, options, lenient);
    return { ...common, ...layout };
  }
  const layout = await sniffCsv(file, kind === 'gzip' ? 'gzip' : 'none', options, lenient);
  return { ...common, ...layout, createReader: () => new CsvReader(file, layout) };
}
