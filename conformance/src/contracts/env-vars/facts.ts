import type { Stage } from '../../contract.js';

/** Limits that apply when a driver advertises none (contract, section 3), in bytes unless said. */
export const defaultLimits = {
  payloadBytes: 65_536,
  valueBytes: 16_384,
  timeoutSeconds: 5,
  inFlight: 100,
} as const;

/** ENV_VAR_INJECTION; provisional (decision 1), so it stands in this one place. */
export const envVarInjection = 10;

/** The hints of a driver as it sent them; zero means not advertised. */
export interface Hints {
  readonly maxTotalPayloadBytes: number;
  readonly maxValueLengthBytes: number;
  readonly preferredRpcTimeoutSeconds: number;
  readonly maxInflightRequests: number;
  readonly description: string;
  readonly optionalQueries: boolean;
}

/** What a driver declares, read once after it serves. */
export interface Facts {
  /** Whether NodeGetCapabilities lists ENV_VAR_INJECTION; where it is not answered, whether hints or the profile's keys say so. */
  readonly advertised: boolean;
  /** Whether NodeGetCapabilities answered OK at all. */
  readonly capabilitiesRead: boolean;
  readonly hints: Hints | undefined;
  /** Semantics by which the driver is judged: `--stage`, else beta where the hints say optional_queries. */
  readonly stage: Stage;
  /** Limits in force: the driver's hints, else the defaults. */
  readonly limits: {
    readonly payloadBytes: number;
    readonly valueBytes: number;
    /** The driver's time-out hint capped at 30 s, else 5 s. */
    readonly timeoutMs: number;
    readonly inFlight: number;
  };
  /** Entries of the two capability answers at the start, serialized as hex and sorted; undefined where the call failed. */
  readonly capabilitySets: {
    readonly plugin: readonly string[] | undefined;
    readonly node: readonly string[] | undefined;
  };
  /** The status of each of the two at the start where it was answered without a set that can be read; undefined otherwise. */
  readonly capabilityRefusals: {
    readonly plugin: string | undefined;
    readonly node: string | undefined;
  };
  /** Texts by which the driver names itself; no evidence of a leak. */
  readonly identity: readonly string[];
  /** Median of the first calls in milliseconds; sizes repeated work. */
  readonly callMs: number;
}

/** Limits in force for a driver's hints. */
export function limitsOf(hints: Hints | undefined): Facts['limits'] {
  const given = (value: number | undefined, otherwise: number): number =>
    value === undefined || value === 0 ? otherwise : value;
  const payloadBytes = given(hints?.maxTotalPayloadBytes, defaultLimits.payloadBytes);
  return {
    payloadBytes,
    valueBytes: Math.min(payloadBytes, given(hints?.maxValueLengthBytes, defaultLimits.valueBytes)),
    timeoutMs: Math.min(30, given(hints?.preferredRpcTimeoutSeconds, defaultLimits.timeoutSeconds)) * 1000,
    inFlight: given(hints?.maxInflightRequests, defaultLimits.inFlight),
  };
}
