import { BacktabError } from '../../core/error.ts';
import type { ImportFile } from './byte-source.ts';

/** What the first bytes say a file is. */
export type FileKind = 'text' | 'gzip' | 'parquet';

const MAGICS: readonly (readonly [string, readonly number[]])[] = [
  ['a PNG picture', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG picture', [0xff, 0xd8, 0xff]],
  ['a GIF picture', [0x47, 0x49, 0x46, 0x38]],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46]],
  ['a ZIP archive or an Excel workbook', [0x50, 0x4b, 0x03, 0x04]],
  ['an old Excel workbook', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a zstd archive', [0x28, 0xb5, 0x2f, 0xfd]],
  ['an xz archive', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['a bzip2 archive', [0x42, 0x5a, 0x68]],
  ['a 7z archive', [0x37, 0x7a, 0xbc, 0xaf]],
  ['a SQLite database', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66]],
  ['an Arrow file', [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31]],
];
const TEXTS: readonly (readonly [string, RegExp])[] = [
  ['JSON', /^\s*(?:\{|\[\s*[[{"\]])/],
  ['a web page', /^\s*<(?:!doctype|html|head|body)\b/i],
  ['XML', /^\s*<\?xml\b/i],
];

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

function unsupported(name: string, what: string): BacktabError {
  return new BacktabError(
    'unsupported-file',
    `"${name}" is ${what}: import reads CSV or other delimited text (plain or gzip) and Parquet`,
  );
}

/** Kind of `file` by its first bytes, never by its name. Errors `empty-file`, `unreadable-file`. */
export async function detectFileKind(file: ImportFile): Promise<FileKind> {
  if (file.size === 0) throw new BacktabError('empty-file', `"${file.name}" is empty: it has no bytes`);
  let head: Uint8Array;
  try {
    head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  } catch (cause) {
    throw new BacktabError('unreadable-file', `"${file.name}" cannot be read: choose it again`, { cause });
  }
  if (startsWith(head, [0x1f, 0x8b])) return 'gzip';
  return startsWith(head, [0x50, 0x41, 0x52, 0x31]) ? 'parquet' : 'text';
}

/** Refuses what is surely not delimited text. `head` is the unpacked beginning as UTF-8. Error `unsupported-file`. */
export function assertText(name: string, head: Uint8Array): void {
  for (const [what, magic] of MAGICS) if (startsWith(head, magic)) throw unsupported(name, what);
  if (startsWith(head, [0x50, 0x41, 0x52, 0x31]))
    throw unsupported(name, 'Parquet inside gzip, so unpack it first');
  let control = 0;
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 26 && byte !== 27)) control++;
  if (control > head.length / 200) throw unsupported(name, 'a binary file of an unknown kind');
  const text = new TextDecoder().decode(head.subarray(0, 1_024));
  for (const [what, pattern] of TEXTS) if (pattern.test(text)) throw unsupported(name, what);
}
