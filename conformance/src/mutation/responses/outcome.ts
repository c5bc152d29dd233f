/** What a call came to, before it goes to the caller. */
export interface Outcome {
  readonly code: number;
  /** Message of the status; empty for OK. */
  readonly message: string;
  /** The serialized answer; absent for a failure. */
  readonly body?: Uint8Array;
  readonly headers: ReadonlyMap<string, string>;
  readonly trailers: ReadonlyMap<string, string>;
}

/** Whether two maps hold the same entries. */
function sameEntries(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([name, value]) => b.get(name) === value);
}

/** Whether a caller could not tell two outcomes apart; bodies have to be in one encoding. */
export function sameOutcome(a: Outcome, b: Outcome): boolean {
  const bodies = [a.body ?? new Uint8Array(), b.body ?? new Uint8Array()] as const;
  return (
    a.code === b.code &&
    a.message === b.message &&
    Buffer.compare(...bodies) === 0 &&
    sameEntries(a.headers, b.headers) &&
    sameEntries(a.trailers, b.trailers)
  );
}
