import type { EnvCheck } from '../tools.js';

/** Checks of the area `concurrency`. */
export const concurrencyChecks: readonly EnvCheck[] = [];
