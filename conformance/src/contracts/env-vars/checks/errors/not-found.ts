import type { Verdict } from '../../../../contract.js';
import { isCanonical, statusCode } from '../../../../driver/answer.js';
import { take, withKeyAt } from '../../batches.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { type EnvRequest, queriesFor } from '../../request.js';
import { blocked, describe, type EnvCheck, failed, type Reply, type Tools } from '../../tools.js';
import { alone, hasStatus, noStatus, okInSpite, together, withTrueCode } from '../blame.js';
import { affordable, baseBatch, baseRequest, places } from '../once.js';
import { otherPod } from '../other-pod.js';

const common = {
  requirement: 'errors/not-found',
  expects: 'NOT_FOUND',
  needs: [...wellFormed, needs.missing],
  when: [conditions.advertised],
};

/** errors/not-found: the code of a missing key, wherever it stands. */
async function judge(tools: Tools, given: Reply, what: string): Promise<Verdict> {
  const reply = await withTrueCode(tools, given);
  if (!hasStatus(reply)) return noStatus(reply, what);
  if (reply.code === statusCode.NOT_FOUND) return { outcome: 'pass' };
  if (!isCanonical(reply.code)) return blocked('errors/canonical', `${what} got ${describe(reply)}`);
  if (reply.code === statusCode.UNIMPLEMENTED)
    return blocked('capability/implemented', `${what} got ${describe(reply)}`);
  if (reply.code === statusCode.OK) {
    const told = reply.faults.some(
      ({ requirement }) =>
        requirement === 'batch/no-error-in-ok' || requirement === 'optional/required-fails',
    );
    const failsAlone = (await alone(tools, 'missing'))?.code !== statusCode.OK;
    if (told || (reply.request.queries.length > 1 && failsAlone)) return okInSpite(tools, reply, what);
  }
  return failed(`${what} got ${describe(reply)}`, reply);
}

const ask = (tools: Tools, request: EnvRequest): Promise<Reply> => tools.call(request, { observe: false });

/** Checks of `errors/not-found` beside the declarative ones. */
export const notFoundChecks: readonly EnvCheck[] = [
  {
    ...common,
    name: 'errors/not-found/every-key',
    stimulus: 'each key of keys.missing by itself',
    async run(tools) {
      await baseRequest(tools);
      const keys = await affordable(tools, tools.profile.keys.missing.slice(0, 20));
      return together(
        await Promise.all(
          keys.map(async (key) =>
            judge(
              tools,
              await ask(tools, tools.request(queriesFor([key]))),
              `keys.missing[${tools.profile.keys.missing.indexOf(key)}]`,
            ),
          ),
        ),
      );
    },
  },
  {
    ...common,
    name: 'errors/not-found/repeated',
    stimulus: 'the same missing key three times in a row',
    expects: 'NOT_FOUND each time: that it is missing may be cached, how it is told may not change',
    async run(tools) {
      await baseRequest(tools);
      const [key] = tools.profile.keys.missing;
      const request = tools.request(queriesFor(key === undefined ? [] : [key], 'CSI_ENV_REPEATED_'));
      const verdicts: Verdict[] = [];
      for (let time = 0; time < 3; time++)
        verdicts.push(await judge(tools, await ask(tools, request), `a missing key, time ${time + 1} of 3,`));
      return together(verdicts);
    },
  },
  ...places.slice(1).map(
    ({ slug, say, size, index }): EnvCheck => ({
      ...common,
      name: `errors/not-found/in-a-batch/${slug}`,
      stimulus: `a missing key as ${say}, among served ones`,
      async run(tools) {
        const [key] = tools.profile.keys.missing;
        const request = await baseBatch(tools, size);
        return judge(
          tools,
          await ask(tools, key === undefined ? request : withKeyAt(request, index, key)),
          `a missing key as ${say}`,
        );
      },
    }),
  ),
  ...[3, 50].map(
    (size): EnvCheck => ({
      ...common,
      name: `errors/not-found/all-of-${size}`,
      stimulus: `${size} queries, all for missing keys`,
      async run(tools) {
        await baseBatch(tools, size);
        const request = tools.request(queriesFor(take(tools.profile.keys.missing, size)));
        return judge(tools, await ask(tools, request), `a batch of ${size} missing keys`);
      },
    }),
  ),
  {
    ...common,
    name: 'errors/not-found/other-pod',
    stimulus: 'a missing key for another permitted pod',
    needs: [...common.needs, needs.pods],
    async run(tools) {
      const pod = await otherPod(tools);
      const request = pod.ask(queriesFor(tools.profile.keys.missing.slice(0, 1)));
      const reply = await ask(tools, request);
      // Another pod may have other keys.
      return reply.ok
        ? { outcome: 'untested', reason: 'keys.missing[0] is served to pods[0]' }
        : judge(tools, reply, 'a missing key for another pod');
    },
  },
];
