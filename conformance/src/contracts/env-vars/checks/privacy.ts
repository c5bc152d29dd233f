import type { EnvCheck } from '../tools.js';
import { afterExitChecks } from './privacy/after-exit.js';
import { errorsPrivacyChecks } from './privacy/errors.js';
import { logsPrivacyChecks } from './privacy/logs.js';
import { metadataPrivacyChecks } from './privacy/metadata.js';
import { diskPrivacyChecks, metricsPrivacyChecks, processPrivacyChecks } from './privacy/places.js';

/** Checks of the area `privacy`. */
export const privacyChecks: readonly EnvCheck[] = [
  ...errorsPrivacyChecks,
  ...metadataPrivacyChecks,
  ...logsPrivacyChecks,
  ...diskPrivacyChecks,
  ...processPrivacyChecks,
  ...metricsPrivacyChecks,
  ...afterExitChecks,
];
