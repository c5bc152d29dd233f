import { codeName, statusCode } from '../../../driver/answer.js';

/**
 * A failed call: a canonical gRPC code and a message for people.
 *
 * `errors/canonical`, `errors/message`: the code is canonical and the message never empty.
 * `errors/details`: there is no place for details.
 */
export class StatusError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.name = 'StatusError';
    this.code = code;
  }
}

/** The status of anything thrown; what is no {@link StatusError} tells nothing of itself, it could hold a value. */
export function toStatus(reason: unknown): StatusError {
  return reason instanceof StatusError
    ? reason
    : new StatusError(statusCode.INTERNAL, 'the driver failed internally');
}

/** Why an aborted call ends: past its deadline, or cancelled by the caller. */
export function abortStatus(signal: AbortSignal): StatusError {
  const code = (signal.reason as { code?: unknown } | undefined)?.code;
  return code === statusCode.DEADLINE_EXCEEDED
    ? new StatusError(statusCode.DEADLINE_EXCEEDED, 'the deadline of the call has passed')
    : new StatusError(statusCode.CANCELLED, 'the caller cancelled the call');
}

export { codeName, statusCode };
