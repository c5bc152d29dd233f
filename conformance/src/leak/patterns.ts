import { type Chain, PIECE_BYTES, type Writing, write, writings } from './chains.js';
import { narrow } from './chance.js';
import { characterStart } from './character-start.js';
import type { Encoded } from './encoded.js';
import { assess, type Background, type Evidence } from './evidence.js';
import { type GramTable, GramTableBuilder } from './gram-table.js';
import { chooseGrams } from './grams.js';

/** A value in one writing. */
export interface Pattern {
  readonly label: string;
  /** Number of the watched value, so that its hits can be told from another's. */
  readonly value: number;
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
  readonly background: Background;
}

/** Nested writings of longer values are watched for their beginning and end only, which bounds memory. */
const NESTED_WHOLE = 1024;
const NESTED_PART = 256;
const CACHE_BYTES = 64 << 20;

interface Part {
  readonly value: Uint8Array;
  readonly subject: number;
  readonly levels: 'all' | 'single' | 'nested';
}

function split(value: Uint8Array, subject: number): Part[] {
  if (value.length <= NESTED_WHOLE) return [{ value, subject, levels: 'all' }];
  return [
    { value, subject, levels: 'single' },
    { value: value.subarray(0, characterStart(value, NESTED_PART)), subject, levels: 'nested' },
    { value: value.subarray(characterStart(value, value.length - NESTED_PART)), subject, levels: 'nested' },
  ];
}

/** Prepares the search for every subject; each has at least 8 bytes. */
export function buildPatterns(subjects: readonly Subject[]): PatternSet {
  const builder = new GramTableBuilder();
  const parts = subjects.flatMap(({ value }, index) => split(value, index));
  const evidences: Evidence[] = [];
  const chains: Chain[] = [];
  const partOf: number[] = [];
  const exposure = { digits: 0, hex: 0 };
  parts.forEach((part, index) => {
    const { background } = subjects[part.subject] as Subject;
    const evidence = assess(part.value, background);
    evidences.push(evidence);
    for (let i = 0; i + PIECE_BYTES <= part.value.length; i++) {
      const kind = narrow(part.value, i, i + PIECE_BYTES);
      if (kind === 'digits') exposure.digits++;
      if (kind !== undefined) exposure.hex++;
    }
    if (evidence.exempt && evidence.foreign.at(-1) === 0) return;
    for (const writing of writings(part.value)) {
      if (part.levels !== 'all' && writing.chain.outer < 0 !== (part.levels === 'single')) continue;
      add(writing, evidence, index);
    }
  });

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
    const made: Pattern = {
      label: (subjects[part.subject] as Subject).label,
      value: part.subject,
      chain,
      encoded: write(part.value, chain) as Encoded,
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
