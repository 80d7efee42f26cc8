const decoder = new TextDecoder('utf-8');
const encoder = new TextEncoder();

/** `bytes[start, end)` as UTF-8 text; invalid sequences become U+FFFD. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end));
}

/** Short fields faster than {@link textOf}; bytes above 0x7f come out as Latin-1. */
export function asciiText(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let index = start; index < end; index++) text += String.fromCharCode(bytes[index] as number);
  return text;
}

/** UTF-8 bytes of `text`. */
export function bytesOf(text: string): Uint8Array {
  return encoder.encode(text);
}
