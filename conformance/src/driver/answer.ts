/** The canonical gRPC status codes by name (grpc/doc/statuscodes.md). */
export const statusCode = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const;

/** Name of a canonical status code. */
export type CodeName = keyof typeof statusCode;

const names = new Map<number, CodeName>(
  Object.entries(statusCode).map(([name, code]) => [code, name as CodeName]),
);

/** Names a status code, `code 42` for one outside the canon. */
export function codeName(code: number): string {
  return names.get(code) ?? `code ${code}`;
}

/** Whether a status code is one of the seventeen canonical ones. */
export function isCanonical(code: number): boolean {
  return names.has(code);
}

/**
 * Why a call ended without a gRPC status from the peer.
 *
 * `refused` could not connect; `closed` the connection ended; `reset` the stream was reset; `deadline` our own timer ended
 * it; `cancelled` our own signal ended it; `http` an HTTP answer that is no gRPC; `protocol` an answer that breaks HTTP/2 or
 * gRPC framing; `budget` the peer sent more bytes than a call may.
 */
export type TransportFailure =
  | 'refused'
  | 'closed'
  | 'reset'
  | 'deadline'
  | 'cancelled'
  | 'http'
  | 'protocol'
  | 'budget';

/** One metadata entry as it came over the wire, a character for each byte, name in lower case. */
export type MetadataEntry = readonly [name: string, value: string];

/** What a unary call came to. Calls never reject; every failure is an answer. */
export interface Answer {
  /** grpc-status, or the code a CO would see where none arrived (UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, INTERNAL, UNKNOWN). */
  readonly code: number;
  /** grpc-message, percent-decoded; our own words where none arrived. May hold anything the peer likes: redact before printing. */
  readonly message: string;
  /** Set when no grpc-status arrived. */
  readonly failure?: TransportFailure;
  readonly headers: readonly MetadataEntry[];
  readonly trailers: readonly MetadataEntry[];
  /** The one response message, decompressed; absent when none came. */
  readonly body?: Uint8Array;
  readonly durationMs: number;
}

/** Whether the peer itself answered, with whichever status. */
export function answered(answer: Answer): boolean {
  return answer.failure === undefined;
}
