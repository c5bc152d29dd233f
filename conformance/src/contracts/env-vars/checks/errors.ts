import type { EnvCheck } from '../tools.js';

/** Checks of the area `errors`. */
export const errorsChecks: readonly EnvCheck[] = [];
