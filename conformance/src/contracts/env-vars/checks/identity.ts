import type { EnvCheck } from '../tools.js';

/** Checks of the area `identity`. */
export const identityChecks: readonly EnvCheck[] = [];
