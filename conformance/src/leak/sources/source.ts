/** Where output of a driver comes from. */
export interface Source {
  /** For the report: the path, command or address. */
  readonly name: string;
  /** Where the first byte stands, if that is not the beginning. */
  readonly origin?: { readonly byteOffset: number; readonly line: number };
  /** Whether it goes on where the part before it ended, so that a text may begin there and end here; default false. */
  readonly follows?: boolean;
  /**
   * Hands out what there is, in bounded memory and time, to `push` until that returns false. Streams that belong together but are
   * written apart, such as stderr, are told by name and searched each by itself.
   */
  read(push: (chunk: Uint8Array, stream?: string) => boolean, signal?: AbortSignal): Promise<SourceResult>;
}

/** Whether a source could be read. */
export type SourceResult =
  | {
      readonly kind: 'read';
      readonly bytes: number;
      readonly truncated: boolean;
      /** Whether what is found in it may have been there before the run; default false. */
      readonly mayBeOld?: boolean;
    }
  /** `supported` is false where the platform lacks the source, so that nothing could have been configured better. */
  | { readonly kind: 'unavailable'; readonly reason: string; readonly supported: boolean };

/** What came to a file or a directory since it was first looked at, or why that cannot be told. */
export type Changes =
  | { readonly kind: 'read'; readonly parts: readonly Source[]; readonly truncated: boolean }
  | Extract<SourceResult, { kind: 'unavailable' }>;

/** A file or a directory as it was when the run began. */
export interface Tracked {
  readonly name: string;
  /** What was written since and is still there, in parts that are searched each by itself but for those that follow another. */
  changes(signal?: AbortSignal): Promise<Changes>;
  /** Lets go of what it holds open; absent where that is nothing. */
  close?(): Promise<void>;
}

/** A source that could not be read. */
export function unavailable(
  reason: string,
  supported = true,
): Extract<SourceResult, { kind: 'unavailable' }> {
  return { kind: 'unavailable', reason, supported };
}

/** The reason in an error of the operating system, without its path. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.message : String(error);
}

/** Counts bytes and ends a source at its limit. */
export function bounded(push: (chunk: Uint8Array, stream?: string) => boolean, maxBytes: number) {
  const state = { bytes: 0, truncated: false, open: true };
  return {
    state,
    push(chunk: Uint8Array, stream?: string): boolean {
      if (!state.open) return false;
      const room = maxBytes - state.bytes;
      const taken = chunk.length > room ? chunk.subarray(0, room) : chunk;
      state.truncated ||= chunk.length > room;
      state.bytes += taken.length;
      state.open = push(taken, stream) && !state.truncated;
      return state.open;
    },
    result: (): SourceResult => ({ kind: 'read', bytes: state.bytes, truncated: state.truncated }),
  };
}
