import type { EnvCheck } from '../tools.js';
import { batchChecks } from './performance/batch.js';
import { cacheChecks } from './performance/cache.js';
import { churnChecks } from './performance/churn.js';
import { latencyChecks } from './performance/latency.js';
import { memoryChecks } from './performance/memory.js';

/** Checks of the area `performance`. */
export const performanceChecks: readonly EnvCheck[] = [
  // Before anything else makes the driver grow.
  ...memoryChecks,
  ...latencyChecks,
  ...batchChecks,
  ...cacheChecks,
  ...churnChecks,
];
