/**
 * The member that the query parameter `field` names in a JSON object, as bytes: a string as it is, anything else as JSON.
 *
 * @returns undefined where the bytes are no JSON object or the object has no such member
 */
export function pickMember(bytes: Uint8Array, field: string): Uint8Array | undefined {
  let document: unknown;
  try {
    document = JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return undefined;
  }
  if (typeof document !== 'object' || document === null || !Object.hasOwn(document, field)) return undefined;
  const member = (document as Record<string, unknown>)[field];
  return Buffer.from(typeof member === 'string' ? member : JSON.stringify(member));
}
