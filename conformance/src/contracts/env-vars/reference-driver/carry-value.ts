const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The text that an environment variable carries for a backend's bytes (D9).
 *
 * `values/exact`: UTF-8 without NUL goes through byte for byte: not trimmed, not normalised, its byte order mark kept.
 * `values/no-nul`: anything else is encoded as padded standard base64.
 */
export function carryValue(bytes: Uint8Array): string {
  if (!bytes.includes(0)) {
    try {
      return utf8.decode(bytes);
    } catch {
      // Not UTF-8: encoded below.
    }
  }
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
