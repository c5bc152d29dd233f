import type { OutputChunk, SpawnedDriver } from '../contract.js';

type Stream = OutputChunk['stream'];

/** Output of a driver in bounded memory: the newest of it, and how much was dropped. */
export interface KeptOutput extends Pick<SpawnedDriver, 'dropped' | 'baselineBytes' | 'markBaseline'> {
  keep(stream: Stream, bytes: Uint8Array): void;
  /** What is kept, oldest first. */
  chunks(): readonly OutputChunk[];
}

/** What one or more reads of a stream brought, with room for more. */
interface Block {
  readonly stream: Stream;
  buffer: Uint8Array;
  used: number;
}

const blockBytes = 1 << 16;
const firstBytes = 64;
/** What a block costs beside its buffer, roughly. */
const blockCost = 256;

const nothing = new Uint8Array();

const costOf = ({ buffer }: Block): number => buffer.length + blockCost;

/**
 * Starts to keep output. A driver that writes byte by byte brings millions of reads, each of which would cost hundreds of bytes by
 * itself, so reads of one stream that follow each other share blocks.
 *
 * @param limit bytes of memory, beyond which the oldest blocks are dropped; the newest one is kept whatever it takes
 */
export function keptOutput(limit: number): KeptOutput {
  const dropped = { stdout: { bytes: 0, lines: 0 }, stderr: { bytes: 0, lines: 0 } };
  let blocks: Block[] = [];
  /** Where the oldest block stands: taking it out of the list would move all that follow. */
  let first = 0;
  let kept = 0;
  let cost = 0;
  let baselineBytes = 0;

  function begin(stream: Stream, bytes: Uint8Array): void {
    const isLong = bytes.length >= blockBytes / 2;
    const block: Block = { stream, buffer: isLong ? bytes : startOf(bytes), used: bytes.length };
    blocks.push(block);
    cost += costOf(block);
  }

  function append(block: Block, bytes: Uint8Array): void {
    cost -= costOf(block);
    block.buffer = withRoom(block, bytes.length);
    block.buffer.set(bytes, block.used);
    block.used += bytes.length;
    cost += costOf(block);
  }

  function dropFirst(): void {
    const oldest = blocks[first++] as Block;
    const { stream, buffer, used } = oldest;
    cost -= costOf(oldest);
    oldest.buffer = nothing;
    kept -= used;
    baselineBytes = Math.max(0, baselineBytes - used);
    dropped[stream].bytes += used;
    for (const byte of buffer.subarray(0, used)) if (byte === 10) dropped[stream].lines++;
  }

  /** The list is moved once as many are gone as are left, which costs each block one move on average. */
  function forgetDropped(): void {
    if (first * 2 < blocks.length) return;
    blocks = blocks.slice(first);
    first = 0;
  }

  return {
    dropped,
    get baselineBytes() {
      return baselineBytes;
    },
    markBaseline() {
      baselineBytes = kept;
    },
    keep(stream, bytes) {
      const last = blocks.at(-1);
      const fits = last?.stream === stream && last.used + bytes.length <= blockBytes;
      if (fits) append(last, bytes);
      else begin(stream, bytes);
      kept += bytes.length;
      while (cost > limit && blocks.length - first > 1) dropFirst();
      forgetDropped();
    },
    chunks: () =>
      blocks.slice(first).map(({ stream, buffer, used }) => ({ stream, bytes: buffer.subarray(0, used) })),
  };
}

function startOf(bytes: Uint8Array): Uint8Array {
  const buffer = new Uint8Array(Math.max(firstBytes, bytes.length));
  buffer.set(bytes);
  return buffer;
}

/** The buffer of a block if it has room for so many bytes more, else its content in one of twice the size. */
function withRoom({ buffer, used }: Block, more: number): Uint8Array {
  if (used + more <= buffer.length) return buffer;
  const larger = new Uint8Array(Math.min(blockBytes, Math.max(used + more, buffer.length * 2)));
  larger.set(buffer.subarray(0, used));
  return larger;
}
