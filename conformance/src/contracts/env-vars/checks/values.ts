import type { EnvCheck } from '../tools.js';

/** Checks of the area `values`. */
export const valuesChecks: readonly EnvCheck[] = [];
