/**
 * What a name or value of metadata may have been on the wire: the clients give each byte as a character. Most stacks send a text beyond
 * ASCII in UTF-8; some send it in Latin-1, so that its characters are the text.
 */
export function metadataBytes(text: string): readonly Uint8Array[] {
  const bytes = Buffer.from(text, 'latin1');
  return bytes.some((byte) => byte > 0x7f) ? [bytes, Buffer.from(text)] : [bytes];
}
