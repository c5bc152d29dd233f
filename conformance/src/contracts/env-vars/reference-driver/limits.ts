/** Limits that the driver keeps; zero means that it keeps the contract's default without advertising it. */
export interface Limits {
  /** Largest serialized request and response, in bytes. */
  readonly maxTotalPayloadBytes: number;
  /** Longest value, in bytes of UTF-8. */
  readonly maxValueLengthBytes: number;
  /** Time-out hint in seconds. */
  readonly preferredRpcTimeoutSeconds: number;
  /** Calls of NodeGetEnvVars served at once. */
  readonly maxInflightRequests: number;
}

/** The limits that hold where a driver advertises none (contract, section 3). */
export const contractLimits: Limits = {
  maxTotalPayloadBytes: 65536,
  maxValueLengthBytes: 16384,
  preferredRpcTimeoutSeconds: 5,
  maxInflightRequests: 100,
};

/** The limits that hold: those advertised, and the contract's for each that is not. */
export function effectiveLimits(advertised: Limits | 'none'): Limits {
  if (advertised === 'none') return contractLimits;
  return {
    maxTotalPayloadBytes: advertised.maxTotalPayloadBytes || contractLimits.maxTotalPayloadBytes,
    maxValueLengthBytes: advertised.maxValueLengthBytes || contractLimits.maxValueLengthBytes,
    preferredRpcTimeoutSeconds:
      advertised.preferredRpcTimeoutSeconds || contractLimits.preferredRpcTimeoutSeconds,
    maxInflightRequests: advertised.maxInflightRequests || contractLimits.maxInflightRequests,
  };
}
