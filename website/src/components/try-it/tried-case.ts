import type { EnvResult } from '@conformance/contracts/env-vars/request.js';

/** A call as the page of a requirement offers it for editing. */
export interface TriedCase {
  readonly name: string;
  readonly stimulus: string;
  readonly stage: 'alpha' | 'beta';
  readonly request: unknown;
  /** What a right driver answers. */
  readonly answer: { readonly code: string; readonly results: readonly EnvResult[] };
  /** What the case of the suite says; undefined for a call that is none of its cases. */
  readonly fixed?: FixedExpectation;
  /** False where the driver is one that does not list the capability. */
  readonly advertised?: boolean;
  /** Limits that the driver advertises, in bytes; undefined where it advertises none. */
  readonly limits?: { readonly maxTotalPayloadBytes: number; readonly maxValueLengthBytes: number };
}

/** The acceptable answers to the request of a case as it is. */
export interface FixedExpectation {
  /** As a sentence. */
  readonly expects: string;
  /** As the case has them. */
  readonly expect: unknown;
  /** Whether the case holds for one stage only. */
  readonly ofStage: boolean;
  /** What a right driver answered to the premises of the case. */
  readonly premises: Readonly<
    Record<string, { readonly code: string; readonly results: readonly EnvResult[] }>
  >;
}
