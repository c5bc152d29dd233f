import type { MutationSet } from '../../../mutation/trial.js';
import { oddities } from './oddities.js';
import { permittedResponses } from './permitted-responses.js';
import { mutants, withoutMutant } from './registry.js';
import { responseVariant } from './response-variants.js';

/** Checks of whole areas that take long, and that say little of a mutant of another area. */
const costly = [
  'performance/**',
  'transport/malformed/**',
  'transport/reconnect/**',
  'transport/oversize-message/**',
  'concurrency/overload/**',
  'concurrency/deadline/**',
  'concurrency/in-flight/**',
  'idempotency/after-cancel/**',
  'idempotency/after-restart/**',
  'idempotency/concurrent/**',
];

/** The mutants of the contract's reference driver, and the process that tries them. */
export const envVarsMutation: MutationSet = {
  mutants: mutants.map(({ id, description, breaks, also = [], stage, ownProcess = false }) => ({
    id,
    description,
    breaks,
    also,
    ownProcess,
    ...(stage === undefined ? {} : { stage }),
  })),
  oddities: oddities.map(({ id, description, near, stage, ownProcess = false }) => ({
    id,
    description,
    near,
    ownProcess,
    ...(stage === undefined ? {} : { stage }),
  })),
  excused: withoutMutant,
  responses: { seeds: 500, of: responseVariant, permitted: permittedResponses },
  costly,
  worker: new URL('./mutants-worker.js', import.meta.url),
};
