import type { Arbitrary } from 'fast-check';
import type { FuzzInput, Steer } from '../../../../fuzz/fuzz-target.js';

/** A family of inputs: what they have in common, and which requirements they are made for. */
export interface Family {
  readonly name: string;
  /** Share of the inputs, in relation to the other families' weights. */
  readonly weight: number;
  /** Requirements that these inputs can reach. */
  readonly reaches: readonly string[];
  readonly arbitrary: Arbitrary<FuzzInput>;
}

/** The families in which something of what a campaign is after can be reached; all of them where nothing can. */
export function steered<T extends Pick<Family, 'reaches'>>(
  families: readonly T[],
  steer: Steer,
): readonly T[] {
  const chosen = families.filter(({ reaches }) => reaches.some(steer));
  return chosen.length === 0 ? families : chosen;
}

/** What every call of NodeGetEnvVars can show. */
export const everyCall: readonly string[] = [
  'errors/canonical',
  'errors/message',
  'errors/details',
  'privacy/errors',
  'privacy/metadata',
];

/** What every well-formed call can show. */
export const everyWellFormed: readonly string[] = [
  ...everyCall,
  'capability/implemented',
  'concurrency/in-flight',
];

/** What every answer that is OK can show. */
export const everyOk: readonly string[] = [
  ...everyWellFormed,
  'request/legal-served',
  'ordering/one-per-query',
  'ordering/same-order',
  'ordering/name-echo',
  'values/value-xor-error',
  'values/no-nul',
  'values/size',
  'values/response-size',
  'batch/no-error-in-ok',
];
