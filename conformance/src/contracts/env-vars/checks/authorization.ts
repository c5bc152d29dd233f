import type { EnvCheck } from '../tools.js';

/** Checks of the area `authorization`. */
export const authorizationChecks: readonly EnvCheck[] = [];
