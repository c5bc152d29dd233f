import type { EnvCheck } from '../tools.js';
import { deadlineChecks } from './concurrency/deadline.js';
import { inFlightChecks } from './concurrency/in-flight.js';
import { isolationChecks } from './concurrency/isolation.js';
import { overloadChecks } from './concurrency/overload.js';

/** Checks of the area `concurrency`. */
export const concurrencyChecks: readonly EnvCheck[] = [
  ...inFlightChecks,
  ...overloadChecks,
  ...isolationChecks,
  ...deadlineChecks,
];
