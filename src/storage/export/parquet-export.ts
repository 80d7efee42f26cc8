import type { SeriesKey } from '../../core/series.ts';
import type { BarStorage } from '../bar-storage.ts';
import { stagingStream } from '../duckdb/bar-stream.ts';
import { loadParquet } from '../import/parquet/parquet-engine.ts';
import { exportedChunks } from './csv-export.ts';

/**
 * A series as one Parquet file, compressed with zstd, a row group a chunk or more; columns as in the view `ohlcv_data`, times as UTC microseconds without a
 * zone, unknown values null. The file is made in memory.
 */
export async function exportParquet(
  storage: Pick<BarStorage, 'openSnapshot'>,
  series: SeriesKey,
  signal?: AbortSignal,
): Promise<Blob> {
  const { Table, Compression, WriterPropertiesBuilder, writeParquet } = await loadParquet();
  const streams: Uint8Array[] = [];
  for await (const bars of exportedChunks(storage, series, signal)) streams.push(stagingStream(bars));
  const properties = new WriterPropertiesBuilder().setCompression(Compression.ZSTD).build();
  const bytes = writeParquet(Table.fromIPCStream(joinStreams(streams)), properties);
  return new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/vnd.apache.parquet' });
}

/** Arrow's end-of-stream mark. */
const END_BYTES = 8;

/** One stream with the batches of several that have the same schema: that of the first, without the schema messages of the others. */
function joinStreams(streams: readonly Uint8Array[]): Uint8Array {
  const parts = streams.map((stream, index) =>
    stream.subarray(
      index === 0 ? 0 : schemaBytes(stream),
      index === streams.length - 1 ? undefined : -END_BYTES,
    ),
  );
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.byteLength;
  }
  return joined;
}

/** Length of the first message of a stream, which is its schema: continuation mark, length, metadata; a schema has no body. */
function schemaBytes(stream: Uint8Array): number {
  return 8 + new DataView(stream.buffer, stream.byteOffset).getInt32(4, true);
}
