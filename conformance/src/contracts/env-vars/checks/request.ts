import type { EnvCheck } from '../tools.js';

/** Checks of the area `request`. */
export const requestChecks: readonly EnvCheck[] = [];
