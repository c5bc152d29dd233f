/** Encodings that the window is filled with, of those in `leak/testing/writers.ts`. */
const encodings = [
  ...['plain', 'base64', 'base64url', 'base64 with one byte before it', 'base64 with two bytes before it'],
  ...['hex', 'upper-case hex', 'percent of every byte', 'json', 'utf-16le', 'utf-16be', 'reversed'],
];
const bits = 24;

function hash(high, low) {
  const mixed = Math.imul(high, 0x9e3779b1) ^ Math.imul(low, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> (32 - bits);
}

/**
 * The plainest search for pieces of 8 bytes, which the scanner is compared with: a window of 8 bytes is rolled over the text, a
 * bitmap says whether it may be a piece, and a table whether it is. It knows 12 encodings, none nested, and neither where a piece
 * ends nor what it proves.
 *
 * @param values the watched values
 * @param writers `WRITERS` of `leak/testing/writers.ts`
 */
export function rollingWindow(values, writers) {
  const texts = values.flatMap((value) => encodings.map((name) => writers[name].write(value)));
  const most = texts.reduce((sum, text) => sum + text.length, 0);
  const slots = 2 ** Math.ceil(Math.log2(most * 2));
  const table = {
    bitmap: new Int32Array(1 << (bits - 5)),
    highs: new Int32Array(slots),
    lows: new Int32Array(slots),
  };
  let pieces = 0;
  for (const text of texts) {
    for (let i = 0; i + 8 <= text.length; i++)
      if (add(table, text.readInt32BE(i), text.readInt32BE(i + 4))) pieces++;
  }
  return {
    pieces,
    count(chunks) {
      const window = { high: 0, low: 0 };
      return chunks.reduce((hits, chunk) => hits + roll(chunk, window, table), 0);
    },
  };
}

/** Place of a piece in the table, or the empty one where it would go; no piece is all zero bytes. */
function slotOf({ highs, lows }, high, low) {
  const mask = highs.length - 1;
  let slot = Math.imul(low ^ (high >>> 7), 0x9e3779b1) & mask;
  while ((highs[slot] !== 0 || lows[slot] !== 0) && (highs[slot] !== high || lows[slot] !== low))
    slot = (slot + 1) & mask;
  return slot;
}

function add(table, high, low) {
  const slot = slotOf(table, high, low);
  if (table.highs[slot] === high && table.lows[slot] === low) return false;
  table.highs[slot] = high;
  table.lows[slot] = low;
  const bit = hash(high, low);
  table.bitmap[bit >>> 5] |= 1 << (bit & 31);
  return true;
}

function roll(bytes, window, table) {
  const { bitmap, highs, lows } = table;
  let high = window.high | 0;
  let low = window.low | 0;
  let hits = 0;
  for (let i = 0; i < bytes.length; i++) {
    high = (high << 8) | (low >>> 24);
    low = (low << 8) | bytes[i];
    const mixed = Math.imul(high, 0x9e3779b1) ^ Math.imul(low, 0x85ebca6b);
    const bit = (mixed ^ (mixed >>> 15)) >>> (32 - bits);
    if ((bitmap[bit >>> 5] & (1 << (bit & 31))) === 0) continue;
    const slot = slotOf(table, high, low);
    if (highs[slot] === high && lows[slot] === low) hits++;
  }
  window.high = high;
  window.low = low;
  return hits;
}
