import type { EnvCheck } from '../tools.js';
import { alphaIgnoresChecks } from './optional/alpha-ignores.js';
import { coveredChecks } from './optional/covered.js';
import { errorSizeChecks } from './optional/error-size.js';
import { notABypassChecks } from './optional/not-a-bypass.js';
import { requiredFailsChecks } from './optional/required-fails.js';

/** Checks of the area `optional`. */
export const optionalChecks: readonly EnvCheck[] = [
  ...coveredChecks,
  ...requiredFailsChecks,
  ...notABypassChecks,
  ...errorSizeChecks,
  ...alphaIgnoresChecks,
];
