import type { EnvCheck } from '../tools.js';

/** Checks of the area `privacy`. */
export const privacyChecks: readonly EnvCheck[] = [];
