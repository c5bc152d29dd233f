import { pass } from '../../../../contract.js';
import { conditions, wellFormed } from '../../needs.js';
import { queriesFor } from '../../request.js';
import { describe, type EnvCheck, failed, premiseOk, suspectsOf } from '../../tools.js';

const versions: readonly {
  readonly slug: string;
  readonly say: string;
  readonly version: string | undefined;
}[] = [
  { slug: 'absent', say: 'no version', version: undefined },
  { slug: 'unknown', say: 'the version "v99.99.99-unknown"', version: 'v99.99.99-unknown' },
  { slug: 'older', say: 'the version "v0.0.1"', version: 'v0.0.1' },
  { slug: 'not-a-number', say: 'a version of words and punctuation', version: 'next / some day, perhaps!' },
  { slug: 'longest', say: 'a version of 128 bytes', version: 'v'.padEnd(128, '9') },
];

/** identity/version-free: `version` is opaque and never a reason to refuse (decision 14). */
export const versionFreeChecks: readonly EnvCheck[] = versions.map(
  ({ slug, say, version }): EnvCheck => ({
    name: `identity/version-free/${slug}`,
    requirement: 'identity/version-free',
    stimulus: `a query for a key that is served, in a request with ${say}`,
    expects: 'OK with the value that the same request otherwise gets',
    needs: wellFormed,
    when: [conditions.advertised],
    async run(tools) {
      const [key] = await tools.served();
      if (key === undefined) return { outcome: 'untested', reason: 'no key is served' };
      const base = premiseOk(await tools.call(tools.request(queriesFor([key]))));
      const { version: _sent, ...plain } = tools.request(queriesFor([key]));
      const reply = await tools.call(version === undefined ? plain : { ...plain, version });
      if (!reply.ok) return failed(`a request with ${say} got ${describe(reply)}`, reply);
      premiseOk(reply);
      if (!key.volatile && reply.aligned[0]?.value !== base.aligned[0]?.value) {
        return failed(
          `a request with ${say} got another value than one with another version`,
          reply,
          undefined,
          [...suspectsOf(reply), 'idempotency/repeat'],
        );
      }
      return pass();
    },
  }),
);
