/** Tag of NodeGetEnvVarsResponse.results: field 1, length-delimited. */
const resultsTag = 0x0a;

/**
 * The beginning of a serialized NodeGetEnvVarsResponse up to so many results, found without reading any. A message of 16 MiB has
 * room for eight million empty ones, and each that is read takes a hundred bytes of memory.
 */
export function firstResults(bytes: Uint8Array, most: number): Uint8Array {
  let seen = 0;
  for (const end of fields(bytes)) {
    if (end.tag === resultsTag && ++seen === most) return bytes.subarray(0, end.at);
  }
  return bytes;
}

/** How many results a serialized NodeGetEnvVarsResponse has. */
export function countResults(bytes: Uint8Array): number {
  let count = 0;
  for (const { tag } of fields(bytes)) if (tag === resultsTag) count++;
  return count;
}

/** The fields of a message with where each ends, up to the first that is malformed or a group. */
function* fields(bytes: Uint8Array): Generator<{ readonly tag: number; readonly at: number }> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined) return Number.NaN;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    return Number.NaN;
  };
  while (at < bytes.length) {
    const tag = varint();
    const size = sizeOf(tag & 7, varint);
    at += size;
    if (!(at <= bytes.length)) return;
    yield { tag, at };
  }
}

/** Bytes that a field has behind its tag and its length; NaN for a group. */
function sizeOf(wireType: number, varint: () => number): number {
  switch (wireType) {
    case 0:
      return varint() >= 0 ? 0 : Number.NaN;
    case 1:
      return 8;
    case 2:
      return varint();
    case 5:
      return 4;
    default:
      return Number.NaN;
  }
}
