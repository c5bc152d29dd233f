import { setTimeout as delay } from 'node:timers/promises';
import { abortStatus } from './status.js';

/** A failure of the backend itself, as opposed to a key that it does not have. */
export class BackendError extends Error {
  readonly kind: 'unavailable' | 'internal';
  constructor(kind: 'unavailable' | 'internal', message: string) {
    super(message);
    this.name = 'BackendError';
    this.kind = kind;
  }
}

/** Where the values are. A driver author replaces this file. */
export interface Backend {
  /**
   * Reads one key.
   *
   * @param signal ends the work when the caller no longer waits
   * @returns the bytes, or undefined for a key that does not exist
   * @throws BackendError when the backend cannot tell
   */
  read(key: string, signal: AbortSignal): Promise<Uint8Array | undefined>;
}

/** What the in-memory backend does for a key. */
export type Entry =
  | Uint8Array
  | {
      readonly fails: 'unavailable' | 'internal' | 'hangs';
      /** Milliseconds until it fails. Default: as long as any read takes. */
      readonly afterMs?: number;
    };

/** A backend in memory that tests can disturb. */
export interface MemoryBackend extends Backend {
  /** Replaces the data set, as a rotation does. */
  replace(entries: ReadonlyMap<string, Entry>): void;
  /** Every read fails as unavailable until {@link MemoryBackend.up}. */
  down(): void;
  up(): void;
  /** Whether reads fail so. */
  isDown(): boolean;
  /** What was asked of the backend so far: `VERB KEY`, oldest first; the oldest are forgotten beyond 200,000. */
  log(): readonly string[];
  /** Adds a line to the log; a correct driver never needs it. */
  record(verb: string, key: string): void;
}

const maxLogLines = 200_000;

/**
 * Makes a backend in memory.
 *
 * @param latencyMs how long each read takes
 */
export function memoryBackend(entries: ReadonlyMap<string, Entry>, latencyMs: number): MemoryBackend {
  let current = entries;
  let isDown = false;
  let lines: string[] = [];

  function record(verb: string, key: string): void {
    if (lines.length >= maxLogLines) lines = lines.slice(maxLogLines / 2);
    lines.push(`${verb} ${key}`);
  }

  async function pause(ms: number, signal: AbortSignal): Promise<void> {
    try {
      await delay(ms, undefined, { signal });
    } catch {
      throw abortStatus(signal);
    }
  }

  return {
    async read(key, signal) {
      if (signal.aborted) throw abortStatus(signal);
      record('read', key);
      if (latencyMs > 0) await pause(latencyMs, signal);
      if (isDown) throw new BackendError('unavailable', 'the backend cannot be reached');
      const entry = current.get(key);
      if (entry === undefined || entry instanceof Uint8Array) return entry;
      const waitMs = entry.fails === 'hangs' ? 2 ** 31 - 1 : (entry.afterMs ?? 0);
      if (waitMs > 0) await pause(waitMs, signal);
      throw new BackendError(entry.fails === 'internal' ? 'internal' : 'unavailable', 'the backend failed');
    },
    replace(next) {
      current = next;
    },
    down() {
      isDown = true;
    },
    up() {
      isDown = false;
    },
    isDown: () => isDown,
    log: () => lines,
    record,
  };
}
