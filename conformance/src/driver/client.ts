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
