import type { ImportFile } from './byte-source.ts';
import type { ImportOptions, ImportPreview } from './import-types.ts';
import { openFile } from './opened-file.ts';

/**
 * Says how `file` would be imported, from its first 256 kB (Parquet: its footer and first rows). What cannot be told but
 * settled by hand is left to the user, in `problems`. Errors `empty-file`, `unsupported-file`, `unreadable-file`, `bad-argument`.
 */
export async function previewFile(file: ImportFile, options: ImportOptions = {}): Promise<ImportPreview> {
  const opened = await openFile(file, options, true);
  // Making the reader checks the time zone; closing it lets go of the file.
  await (await opened.createReader()).close();
  const { fileName, fileBytes, mapping, series, columnNames, sampleRows, problems, notes } = opened;
  return { fileName, fileBytes, mapping, series, columnNames, sampleRows, problems, notes };
}
