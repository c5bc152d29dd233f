import type { Tools } from '../../tools.js';
import { earlierBytes } from '../../watch.js';

/** One stream of the output of a driver that the tool started. */
export interface SpawnedStream {
  readonly name: 'stdout' | 'stderr';
  readonly bytes: Uint8Array;
  /** What of it came before the first call, of much the newest: as much as is kept of a log file. */
  readonly earlier: Uint8Array;
  /** What came before it and was dropped, since a flood has to fit into bounded memory. */
  readonly dropped: { readonly bytes: number; readonly lines: number };
}

/** The output of the driver, each stream by itself, so that one does not tear what the other wrote. */
export function spawnedOutput(tools: Tools): readonly SpawnedStream[] {
  const { spawned } = tools.shared.context;
  if (spawned === undefined) return [];
  return (['stdout', 'stderr'] as const).map((name) => {
    const all: Uint8Array[] = [];
    const earlier: Uint8Array[] = [];
    let at = 0;
    for (const { stream, bytes } of spawned.output()) {
      if (stream === name) {
        all.push(bytes);
        if (at < spawned.baselineBytes) earlier.push(bytes.subarray(0, spawned.baselineBytes - at));
      }
      at += bytes.length;
    }
    return {
      name,
      bytes: Buffer.concat(all),
      earlier: newest(earlier, earlierBytes),
      dropped: spawned.dropped[name],
    };
  });
}

/** The last bytes of pieces that follow each other, at most so many. */
function newest(pieces: readonly Uint8Array[], most: number): Uint8Array {
  let first = pieces.length;
  let length = 0;
  while (first > 0 && length < most) length += (pieces[--first] as Uint8Array).length;
  return Buffer.concat(pieces.slice(first)).subarray(-most);
}
