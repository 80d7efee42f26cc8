import type { SeriesKey } from '../../core/series.ts';
import type { BarStorage } from '../bar-storage.ts';
import { stagingStream } from '../duckdb/bar-stream.ts';
import { loadParquet } from '../import/parquet/parquet-engine.ts';
import { exportedChunks } from './csv-export.ts';

/** Rows of a row group: small, so that none takes long to encode. */
const ROW_GROUP = 131_072;

/**
 * A series as one Parquet file, compressed with zstd, in row groups of {@link ROW_GROUP} rows; columns as in the view `ohlcv_data`, times as UTC microseconds
 * without a zone, unknown values null. Read, encoded and handed over chunk by chunk.
 */
export async function exportParquet(
  storage: Pick<BarStorage, 'openSnapshot'>,
  series: SeriesKey,
  signal?: AbortSignal,
): Promise<Blob> {
  const { Table, Compression, WriterPropertiesBuilder, transformParquetStream } = await loadParquet();
  const chunks = exportedChunks(storage, series, signal);
  let failure: unknown;
  const batches = new ReadableStream({
    async pull(controller) {
      try {
        const { value: bars, done } = await chunks.next();
        if (done) return controller.close();
        for (const batch of Table.fromIPCStream(stagingStream(bars)).recordBatches())
          controller.enqueue(batch);
      } catch (error) {
        failure = error;
        controller.error(error);
      }
    },
  });
  const properties = new WriterPropertiesBuilder()
    .setCompression(Compression.ZSTD)
    .setMaxRowGroupSize(ROW_GROUP)
    .build();
  const parts: Blob[] = [];
  try {
    const encoded = (await transformParquetStream(batches, properties)) as ReadableStream<
      Uint8Array<ArrayBuffer>
    >;
    const reader = encoded.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read())
      parts.push(new Blob([part.value]));
  } catch (error) {
    throw failure ?? error;
  } finally {
    await chunks.return(undefined);
  }
  if (failure) throw failure;
  return new Blob(parts, { type: 'application/vnd.apache.parquet' });
}
