import { BacktabError } from '../../core/error.ts';
import type { ImportMapping } from './import-types.ts';

/** A file to import: a browser `File`, or any blob with a name. */
export type ImportFile = Blob & { readonly name: string };

const SLICE_BYTES = 1 << 20;

/** How far a {@link readBytes} has come: bytes taken from the file, before decompression. */
export interface ReadPosition {
  bytesRead: number;
}

function unreadable(file: ImportFile, what: string, cause: unknown): BacktabError {
  const detail = cause instanceof Error && cause.message ? ` (${cause.message})` : '';
  return new BacktabError('unreadable-file', `"${file.name}" ${what}${detail}`, { cause });
}

async function* readSlices(
  file: ImportFile,
  position: ReadPosition,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  while (position.bytesRead < file.size) {
    const end = Math.min(file.size, position.bytesRead + SLICE_BYTES);
    let buffer: ArrayBuffer;
    try {
      buffer = await file.slice(position.bytesRead, end).arrayBuffer();
    } catch (cause) {
      throw unreadable(
        file,
        'cannot be read: was it moved or changed since it was chosen? Choose it again',
        cause,
      );
    }
    position.bytesRead = end;
    yield new Uint8Array(buffer);
  }
}

async function* inflate(
  file: ImportFile,
  slices: AsyncGenerator<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const compressed = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        const { value, done } = await slices.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await slices.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
  const reader = compressed.pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      yield value as Uint8Array<ArrayBuffer>;
    }
  } catch (cause) {
    if (cause instanceof BacktabError) throw cause;
    throw unreadable(
      file,
      'is not an intact gzip file: unpack it by other means and import the result',
      cause,
    );
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function* toUtf8(
  chunks: AsyncGenerator<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let decoder: TextDecoder | undefined;
  let first = true;
  for await (const chunk of chunks) {
    if (first) {
      first = false;
      if (chunk[0] === 0xff && chunk[1] === 0xfe) decoder = new TextDecoder('utf-16le');
      else if (chunk[0] === 0xfe && chunk[1] === 0xff) decoder = new TextDecoder('utf-16be');
      else if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) {
        yield chunk.subarray(3);
        continue;
      }
    }
    yield decoder ? encoder.encode(decoder.decode(chunk, { stream: true })) : chunk;
  }
  const rest = decoder?.decode();
  if (rest) yield encoder.encode(rest);
}

/**
 * The file's text as UTF-8 bytes, chunk by chunk, unpacked and without byte order mark. Never holds more than a slice of 1 MiB and what it unpacks
 * to. Error `unreadable-file`.
 */
export function readBytes(
  file: ImportFile,
  compression: ImportMapping['compression'],
  position: ReadPosition = { bytesRead: 0 },
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const slices = readSlices(file, position);
  return toUtf8(compression === 'gzip' ? inflate(file, slices) : slices);
}

/** The first `limit` bytes or a little more; `complete` when that is the whole text. */
export async function readHead(
  file: ImportFile,
  compression: ImportMapping['compression'],
  limit: number,
): Promise<{ readonly bytes: Uint8Array; readonly complete: boolean }> {
  const head = compression === 'none' ? namedSlice(file, limit) : file;
  const parts: Uint8Array[] = [];
  let length = 0;
  let complete = head.size === file.size;
  for await (const chunk of readBytes(head, compression)) {
    parts.push(chunk);
    length += chunk.length;
    if (length >= limit && compression === 'gzip') {
      complete = false;
      break;
    }
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return { bytes, complete };
}

function namedSlice(file: ImportFile, limit: number): ImportFile {
  return Object.assign(file.slice(0, limit), { name: file.name });
}
