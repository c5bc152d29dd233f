import type { EnvCheck } from '../tools.js';
import { cachedChecks } from './authorization/cached.js';
import { deniedKeyChecks } from './authorization/denied-keys.js';
import { listChecks } from './authorization/lists.js';
import { podChecks } from './authorization/pods.js';
import { spelledKeyChecks } from './authorization/spelled-keys.js';

/** Checks of the area `authorization`. */
export const authorizationChecks: readonly EnvCheck[] = [
  ...podChecks,
  ...listChecks,
  ...deniedKeyChecks,
  ...spelledKeyChecks,
  ...cachedChecks,
];
