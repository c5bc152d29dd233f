import type { EnvCheck } from '../tools.js';

/** Checks of the area `idempotency`. */
export const idempotencyChecks: readonly EnvCheck[] = [];
