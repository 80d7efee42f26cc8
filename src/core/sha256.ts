import { sha256 } from '@noble/hashes/sha2.js';

/** The part of Web Crypto that hashes; it exists in secure contexts only. */
interface NativeDigest {
  digest(algorithm: 'SHA-256', data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
}

/** SHA-256 (32 bytes), by Web Crypto where it exists, which works beside the calling thread. `bytes` are read before this returns. */
export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const { crypto } = globalThis as { readonly crypto?: { readonly subtle?: NativeDigest } };
  return crypto?.subtle ? new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)) : sha256(bytes);
}

/**
 * The bytes of `values` in memory. Engines that run WebAssembly are little-endian in practice; another one would hash differently, never
 * wrongly equal.
 */
export function bytesOf(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
