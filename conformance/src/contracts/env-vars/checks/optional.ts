import type { EnvCheck } from '../tools.js';

/** Checks of the area `optional`. */
export const optionalChecks: readonly EnvCheck[] = [];
