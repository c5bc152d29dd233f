import { authorizationMutants } from './authorization.js';
import { batchMutants } from './batch.js';
import { capabilityMutants } from './capability.js';
import { errorsMutants } from './errors.js';
import { identityMutants } from './identity.js';
import type { Mutant } from './mutant.js';
import { optionalMutants } from './optional.js';
import { orderingMutants } from './ordering.js';
import { performanceMutants } from './performance.js';
import { privacyMutants } from './privacy.js';
import { requestMutants } from './request.js';
import { concurrencyMutants, idempotencyMutants } from './state.js';
import { transportMutants } from './transport.js';
import { valuesMutants } from './values.js';

/** Every mutant, by area in the order of the contract. */
export const mutants: readonly Mutant[] = [
  ...identityMutants,
  ...capabilityMutants,
  ...requestMutants,
  ...orderingMutants,
  ...valuesMutants,
  ...batchMutants,
  ...optionalMutants,
  ...errorsMutants,
  ...authorizationMutants,
  ...idempotencyMutants,
  ...concurrencyMutants,
  ...privacyMutants,
  ...transportMutants,
  ...performanceMutants,
];

/** Requirements that no mutant breaks, and why. */
export const withoutMutant: readonly { readonly id: string; readonly why: string }[] = [
  { id: 'documentation/cache', why: 'a page keeps it, and nothing that the driver does' },
  { id: 'errors/documented-retry', why: 'a page keeps it, and nothing that the driver does' },
  { id: 'transport/named-pipe', why: 'named pipes exist on Windows alone' },
  { id: 'performance/memory', why: 'a SHOULD; the driver shares the memory of the tool' },
  { id: 'performance/churn', why: 'a SHOULD; the mutants of concurrency/overload break it too' },
];
