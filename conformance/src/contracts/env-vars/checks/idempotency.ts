import type { EnvCheck } from '../tools.js';
import { afterCancelChecks } from './idempotency/after-cancel.js';
import { afterRestartChecks } from './idempotency/after-restart.js';
import { concurrentChecks } from './idempotency/concurrent.js';
import { noSideEffectsChecks } from './idempotency/no-side-effects.js';
import { repeatChecks } from './idempotency/repeat.js';

/** Checks of the area `idempotency`. */
export const idempotencyChecks: readonly EnvCheck[] = [
  ...repeatChecks,
  ...concurrentChecks,
  ...afterCancelChecks,
  ...afterRestartChecks,
  ...noSideEffectsChecks,
];
