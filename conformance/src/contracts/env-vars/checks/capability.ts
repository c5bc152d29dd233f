import type { EnvCheck } from '../tools.js';

/** Checks of the area `capability`. */
export const capabilityChecks: readonly EnvCheck[] = [];
