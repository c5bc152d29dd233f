import type { Verdict } from '../../../../contract.js';
import { take } from '../../batches.js';
import { resultErrorBytes, utf8Length } from '../../judge.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { type EnvRequest, encodeRequest, queriesFor } from '../../request.js';
import { blocked, describe, type EnvCheck, failed, type Tools } from '../../tools.js';
import { hasStatus, noStatus } from '../blame.js';
import { kinds, soloFault } from '../errors/kinds.js';
import { baseRequest } from '../once.js';
import { lengthenedMissing } from '../request/legal-at-limit.js';
import { limits } from '../request/request-fields.js';
import { nothingButErrors } from './covered.js';
import { optionalAt } from './judge-optional.js';

/** optional/error-size: errors are no longer than 1024 bytes. An empty one is no error at all, so its query got none: optional/missing. */
async function judge(tools: Tools, request: EnvRequest, invented: boolean): Promise<Verdict> {
  if (encodeRequest(request).length > tools.facts.limits.payloadBytes)
    return { outcome: 'not-applicable', reason: "that would not fit the driver's payload" };
  const reply = await tools.call(request, { observe: false });
  const what = `${request.queries.length} optional queries that fail`;
  if (!hasStatus(reply)) return noStatus(reply, what);
  if (!reply.ok && invented)
    return {
      outcome: 'not-applicable',
      reason: `the driver answers the lengthened key with ${describe(reply)}`,
    };
  if (!reply.ok) {
    const verdict = await nothingButErrors(
      tools,
      request.queries.map(({ key, parameters = {} }) => ({ key, parameters })),
    );
    return verdict.outcome === 'untested'
      ? verdict
      : blocked('optional/all-missing', `${what} got ${describe(reply)}`);
  }
  if (reply.aligned.length === 0) return blocked('ordering/one-per-query', `${what} got ${describe(reply)}`);
  for (const [index, result] of reply.aligned.entries()) {
    const bytes = utf8Length(result.error);
    const where = `result ${index + 1} of ${reply.aligned.length}`;
    if (bytes > resultErrorBytes)
      return failed(`${where} has an error of ${bytes} bytes, the limit is ${resultErrorBytes}`, reply);
    if (bytes === 0 && result.value === '' && !invented)
      return blocked('optional/missing', `${where} has an empty error`);
  }
  return { outcome: 'pass' };
}

/** Checks of `optional/error-size` beside the declarative one. */
export const errorSizeChecks: readonly EnvCheck[] = [
  ...(['missing', 'failing'] as const).flatMap((slug) =>
    [1, 3, 16].map(
      (size): EnvCheck => ({
        name: `optional/error-size/${slug}/${size}`,
        requirement: 'optional/error-size',
        stimulus: `${size} optional ${size === 1 ? 'query' : 'queries'} for ${kinds[slug].say}`,
        expects: `OK with errors of 1 to ${resultErrorBytes} bytes`,
        needs: [...wellFormed, needs[slug]],
        when: [conditions.advertised, conditions.beta],
        async run(tools) {
          const fault = await soloFault(tools, kinds[slug], 0, 1);
          if (fault !== undefined) return fault;
          await baseRequest(tools);
          const keys = take(kinds[slug].keys(tools.profile), size);
          return judge(tools, optionalAt(tools.request(queriesFor(keys))), false);
        },
      }),
    ),
  ),
  ...[
    { slug: 'long-key', bytes: limits.key - 24 },
    { slug: 'longest-key', bytes: limits.key },
  ].map(
    ({ slug, bytes }): EnvCheck => ({
      name: `optional/error-size/${slug}`,
      requirement: 'optional/error-size',
      stimulus: `an optional query for a missing key of ${bytes} bytes, so that an error which repeats it gets long`,
      expects: `an error of at most ${resultErrorBytes} bytes; a lengthened key may also be refused`,
      needs: [...wellFormed, needs.missing],
      when: [conditions.advertised, conditions.beta],
      async run(tools) {
        await baseRequest(tools);
        return judge(tools, optionalAt(tools.request([lengthenedMissing(tools, 'CSI_ENV_0', bytes)])), true);
      },
    }),
  ),
];
