import type { EnvCheck } from '../tools.js';

/** Checks of the area `documentation`. */
export const documentationChecks: readonly EnvCheck[] = [];
