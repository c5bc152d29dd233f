import type { EnvCheck } from '../tools.js';

/** Checks of the area `batch`. */
export const batchChecks: readonly EnvCheck[] = [];
