import type { EnvCheck } from '../tools.js';

/** Checks of the area `performance`. */
export const performanceChecks: readonly EnvCheck[] = [];
