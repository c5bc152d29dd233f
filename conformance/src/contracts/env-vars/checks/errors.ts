import type { Need } from '../../../contract.js';
import type { Profile } from '../../../profile/profile.js';
import { conditions } from '../needs.js';
import type { EnvCheck } from '../tools.js';
import { backendChecks } from './errors/backend.js';
import { backendTrafficCheck } from './errors/backend-traffic.js';
import { existenceOracleChecks } from './errors/existence-oracle.js';
import { notFoundChecks } from './errors/not-found.js';
import { permissionDeniedChecks } from './errors/permission-denied.js';
import { precedenceChecks } from './errors/precedence.js';
import { statusFormChecks } from './errors/status-form.js';

const documented: Need<Profile> = {
  member: 'documents.retriableCodes',
  say: 'name the page that says which status codes of the driver are worth a retry',
  met: ({ documents }) => documents.retriableCodes !== undefined && documents.retriableCodes !== '',
};

/** Checks of the area `errors`. */
export const errorsChecks: readonly EnvCheck[] = [
  ...notFoundChecks,
  ...permissionDeniedChecks,
  ...precedenceChecks,
  ...existenceOracleChecks,
  ...backendChecks,
  backendTrafficCheck,
  ...statusFormChecks,
  {
    name: 'errors/documented-retry/declared',
    requirement: 'errors/documented-retry',
    stimulus: 'the profile',
    expects: 'a page on which the driver documents its retriable codes',
    needs: [documented],
    when: [conditions.advertised],
    run: async () => ({ outcome: 'pass' }),
  },
];
