import type { EnvCheck } from '../tools.js';

/** Checks of the area `transport`. */
export const transportChecks: readonly EnvCheck[] = [];
