import { type Chain, PIECE_BYTES, type Writing, write, writings } from './chains.js';
import { narrow } from './chance.js';
import { characterStart } from './character-start.js';
import type { Encoded } from './encoded.js';
import { assess, type Background, type Evidence, within } from './evidence.js';
import { type GramTable, GramTableBuilder } from './gram-table.js';
import { chooseGrams } from './grams.js';

/** A value in one writing. */
export interface Pattern {
  readonly label: string;
  /** Number of the watched value, so that its hits can be told from another's. */
  readonly value: number;
  /** Whether it writes all of the value, not a part. */
  readonly isWhole: boolean;
  readonly chain: Chain;
  readonly encoded: Encoded;
  readonly evidence: Evidence;
}

/** All writings of all watched values, found by the windows of their texts. */
export interface PatternSet {
  readonly table: GramTable;
  pattern(index: number): Pattern;
  /** Windows of the watched values that are of digits, or of hex digits, alone. */
  readonly exposure: { readonly digits: number; readonly hex: number };
}

/** A distinct watched value. */
export interface Subject {
  readonly value: Uint8Array;
  readonly label: string;
  /** Bytes of it whose nested writings are watched, half of them at each end where it has more. */
  readonly nestedBytes: number;
  readonly background: Background;
}

/** Bytes whose nested writings are made together. One that turns up is made again, which takes long for many bytes. */
const NESTED_PART = 512;
/** Bytes that such parts share, so that every piece is in one: eight bytes, or the 24 that tell only together. */
const SHARED = 32;
/** The hundreds of nested writings of a byte take so many times as long to prepare as the others. */
const NESTED_SHARE = 8;
const CACHE_BYTES = 64 << 20;

/** Bytes of a subject that are written together. */
interface Part {
  readonly subject: number;
  readonly from: number;
  readonly to: number;
  readonly levels: 'all' | 'single' | 'nested';
}

/** As how many bytes of short values a value counts in the time and the memory that its patterns take. */
export function preparedBytes(length: number, nestedBytes: number): number {
  const nested = Math.min(length, nestedBytes);
  return nested + (length - nested) / NESTED_SHARE;
}

function split({ value, nestedBytes }: Subject, subject: number): Part[] {
  const { length } = value;
  const isNested = length <= nestedBytes;
  if (isNested && length <= 2 * NESTED_PART) return [{ subject, from: 0, to: length, levels: 'all' }];
  const half = Math.floor(nestedBytes / 2);
  const ranges = isNested
    ? overlapping(value, 0, length)
    : [...overlapping(value, 0, half), ...overlapping(value, length - half, length)];
  return [
    { subject, from: 0, to: length, levels: 'single' },
    ...ranges.map((range): Part => ({ ...range, subject, levels: 'nested' })),
  ];
}

/** Parts that cover a range, every two that follow each other with some bytes in both. */
function overlapping(value: Uint8Array, from: number, to: number): { from: number; to: number }[] {
  if (from === to) return [];
  const count = Math.max(1, Math.ceil((to - from - SHARED) / (NESTED_PART - SHARED)));
  return Array.from({ length: count }, (_, index) => {
    const at = from + index * (NESTED_PART - SHARED);
    return { from: characterStart(value, at), to: characterStart(value, Math.min(at + NESTED_PART, to)) };
  });
}

function countNarrow(value: Uint8Array, exposure: { digits: number; hex: number }): void {
  for (let i = 0; i + PIECE_BYTES <= value.length; i++) {
    const kind = narrow(value, i, i + PIECE_BYTES);
    if (kind === 'digits') exposure.digits++;
    if (kind !== undefined) exposure.hex++;
  }
}

/** Prepares the search for every subject; each has at least 8 bytes. */
export function buildPatterns(subjects: readonly Subject[]): PatternSet {
  const builder = new GramTableBuilder();
  const parts: Part[] = [];
  const evidences: Evidence[] = [];
  const chains: Chain[] = [];
  const partOf: number[] = [];
  const exposure = { digits: 0, hex: 0 };
  subjects.forEach((subject, index) => {
    const { value, background } = subject;
    const evidence = assess(value, background);
    countNarrow(value, exposure);
    if (evidence.exempt && evidence.foreign.at(-1) === 0) return;
    for (const part of split(subject, index)) {
      parts.push(part);
      evidences.push(within(evidence, part.from, part.to));
      addWritings(value.subarray(part.from, part.to), part.levels, parts.length - 1);
    }
  });

  function addWritings(bytes: Uint8Array, levels: Part['levels'], part: number): void {
    for (const writing of writings(bytes)) {
      const isNested = writing.chain.outer >= 0;
      // The nested ones come last, and are not made before they are asked for.
      if (isNested && levels === 'single') return;
      if (isNested || levels !== 'nested') add(writing, evidences[part] as Evidence, part);
    }
  }

  function add(writing: Writing, evidence: Evidence, part: number): void {
    const grams = chooseGrams(writing, evidence);
    if (grams.length === 0) return;
    for (const gram of grams) builder.add(writing.encoded.text, gram, chains.length);
    chains.push(writing.chain);
    partOf.push(part);
  }

  const cache = new Map<number, Pattern>();
  let cached = 0;
  // Texts are made again when a window of theirs turns up: keeping all would take hundreds of bytes for each.
  const pattern = (index: number): Pattern => {
    const known = cache.get(index);
    if (known !== undefined) return known;
    const chain = chains[index] as Chain;
    const partIndex = partOf[index] as number;
    const part = parts[partIndex] as Part;
    const { label, value } = subjects[part.subject] as Subject;
    const bytes = value.subarray(part.from, part.to);
    const made: Pattern = {
      label,
      value: part.subject,
      isWhole: bytes.length === value.length,
      chain,
      encoded: write(bytes, chain) as Encoded,
      evidence: evidences[partIndex] as Evidence,
    };
    cached += made.encoded.text.length * 10;
    if (cached > CACHE_BYTES) {
      cache.clear();
      cached = made.encoded.text.length * 10;
    }
    cache.set(index, made);
    return made;
  };
  return { table: builder.build(), pattern, exposure };
}
