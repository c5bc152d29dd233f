import { type Need, pass } from '../../../contract.js';
import type { Profile } from '../../../profile/profile.js';
import { conditions } from '../needs.js';
import type { EnvCheck } from '../tools.js';

const needPage: Need<Profile> = {
  member: 'documents.cache',
  say: 'name the page that tells how long the driver keeps values and what ends that earlier, or that it keeps none',
  met: (profile) => (profile.documents.cache ?? '').trim() !== '',
};

/** Checks of the area `documentation`. */
export const documentationChecks: readonly EnvCheck[] = [
  {
    name: 'documentation/cache/declared',
    requirement: 'documentation/cache',
    stimulus: 'none: the profile declares it',
    expects: 'documents.cache of the profile names where cache lifetime and invalidation are documented',
    needs: [needPage],
    when: [conditions.advertised],
    async run({ profile }) {
      const { cache, cacheTtlMs } = profile.documents;
      return pass(
        `declared: ${cache}${cacheTtlMs === undefined ? '' : `, values are kept for ${cacheTtlMs} ms`}`,
      );
    },
  },
];
