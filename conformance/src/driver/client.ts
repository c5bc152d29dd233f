import type { Answer } from './answer.js';

/** The clients that a run can use. */
export const clientKinds = ['wire', 'grpc-js', 'connect'] as const;

/** Name of a client. */
export type ClientKind = (typeof clientKinds)[number];

/** Settings of one call. */
export interface CallOptions {
  /** Milliseconds until the call is given up; sent as grpc-timeout too. */
  readonly timeoutMs: number;
  /** Cancels the call. */
  readonly signal?: AbortSignal;
  /** Request metadata. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Departures from the protocol, for traffic that is wrong on purpose; the wire client alone knows them. */
  readonly departure?: Departure;
}

/** What a call sends in place of what gRPC prescribes. */
export interface Departure {
  /** Headers, pseudo-headers among them, to send in place of the client's own; undefined leaves one out. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The bytes to send in place of the framed message. */
  readonly payload?: Uint8Array;
}

/** A connection (or a pool of them) to one driver that makes unary calls with raw messages. */
export interface Client {
  readonly kind: ClientKind;
  /**
   * Makes one unary call.
   *
   * @param path `/package.Service/Method`
   * @param message the serialized request, uncompressed, without the gRPC prefix
   * @returns the answer; never rejects
   */
  unary(path: string, message: Uint8Array, options: CallOptions): Promise<Answer>;
  /** Ends every connection; later calls answer `closed`. */
  close(): Promise<void>;
}
