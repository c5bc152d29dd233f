import type { Verdict } from '../../../../contract.js';
import { isCanonical, statusCode } from '../../../../driver/answer.js';
import type { DeniedKey } from '../../../../profile/profile.js';
import { withKeyAt } from '../../batches.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { podContext, queriesFor } from '../../request.js';
import { blocked, describe, type EnvCheck, failed, type Reply, type Tools } from '../../tools.js';
import { hasStatus, noStatus, together, withTrueCode } from '../blame.js';
import { deniedByIdentity } from '../cases/given.js';
import { affordable, baseBatch, baseRequest, once, places } from '../once.js';

const common = {
  requirement: 'errors/permission-denied',
  expects: 'PERMISSION_DENIED',
  when: [conditions.advertised],
};
const forKeys = { ...common, needs: [...wellFormed, needs.denied] };
const forPods = { ...common, needs: [...wellFormed, needs.deniedPods] };

/** errors/permission-denied: the code of a refusal; that there is one at all is `rule`'s. */
async function judge(tools: Tools, given: Reply, what: string, rule: string): Promise<Verdict> {
  const reply = await withTrueCode(tools, given);
  if (!hasStatus(reply)) return noStatus(reply, what);
  if (reply.code === statusCode.PERMISSION_DENIED) return { outcome: 'pass' };
  if (!isCanonical(reply.code)) return blocked('errors/canonical', `${what} got ${describe(reply)}`);
  if (reply.code === statusCode.UNIMPLEMENTED)
    return blocked('capability/implemented', `${what} got ${describe(reply)}`);
  if (reply.code === statusCode.OK) return blocked(rule, `${what} is served`);
  return failed(`${what} got ${describe(reply)}`, reply);
}

const askKey = (tools: Tools, key: DeniedKey): Promise<Reply> =>
  once(tools, `key/denied/${tools.profile.keys.denied.indexOf(key)}`, () =>
    tools.call(tools.request(queriesFor([key])), { observe: false }),
  );

/** A refusal that depends on whether the key exists is `errors/no-existence-oracle`'s, as long as keys that exist are refused. */
async function isOracle(tools: Tools, key: DeniedKey, reply: Reply): Promise<boolean> {
  if (key.exists !== false || reply.code !== statusCode.NOT_FOUND) return false;
  const known = tools.profile.keys.denied.find(({ exists }) => exists === true);
  return known !== undefined && (await askKey(tools, known)).code === statusCode.PERMISSION_DENIED;
}

/** A denied key that is looked up while others are refused is one that the allowlist lets pass. */
export async function isUnrecognised(tools: Tools, key: DeniedKey, reply: Reply): Promise<boolean> {
  if (reply.code !== statusCode.NOT_FOUND || key.exists === false) return false;
  const others = tools.profile.keys.denied
    .filter((other) => other !== key && other.exists !== false)
    .slice(0, 5);
  const replies = await Promise.all(others.map((other) => askKey(tools, other)));
  return replies.some(({ code }) => code === statusCode.PERMISSION_DENIED);
}

async function judgeKey(tools: Tools, key: DeniedKey): Promise<Verdict> {
  const reply = await askKey(tools, key);
  if (await isOracle(tools, key, reply))
    return blocked(
      'errors/no-existence-oracle',
      'a denied key that does not exist gets NOT_FOUND, one that exists does not',
    );
  if (await isUnrecognised(tools, key, reply)) {
    return blocked('authorization/field', `one denied key got ${describe(reply)}, others are refused`);
  }
  return judge(tools, reply, `keys.denied[${tools.profile.keys.denied.indexOf(key)}]`, 'authorization/field');
}

/** Checks of `errors/permission-denied` beside the declarative ones. */
export const permissionDeniedChecks: readonly EnvCheck[] = [
  {
    ...forKeys,
    name: 'errors/permission-denied/every-key',
    stimulus: 'each key of keys.denied by itself',
    async run(tools) {
      await baseRequest(tools);
      return together(
        await Promise.all(
          (await affordable(tools, tools.profile.keys.denied.slice(0, 20))).map((key) =>
            judgeKey(tools, key),
          ),
        ),
      );
    },
  },
  {
    ...forKeys,
    name: 'errors/permission-denied/repeated',
    stimulus: 'the same denied key three times in a row',
    async run(tools) {
      await baseRequest(tools);
      const [key] = tools.profile.keys.denied;
      const request = tools.request(queriesFor(key === undefined ? [] : [key], 'CSI_ENV_REPEATED_'));
      const verdicts: Verdict[] = [];
      for (let time = 0; time < 3; time++) {
        const reply = await tools.call(request, { observe: false });
        if (key !== undefined && (await isOracle(tools, key, reply)))
          return blocked('errors/no-existence-oracle', 'a denied key that does not exist gets NOT_FOUND');
        verdicts.push(
          await judge(tools, reply, `a denied key, time ${time + 1} of 3,`, 'authorization/field'),
        );
      }
      return together(verdicts);
    },
  },
  ...[...places.slice(1), { slug: 'one-of-50', say: 'one of fifty queries', size: 50, index: 37 }].map(
    ({ slug, say, size, index }): EnvCheck => ({
      ...forKeys,
      name: `errors/permission-denied/in-a-batch/${slug}`,
      stimulus: `a denied key as ${say}, among served ones`,
      async run(tools) {
        const request = await baseBatch(tools, size);
        const { denied } = tools.profile.keys;
        const key = denied.find(({ exists }) => exists !== false) ?? denied[0];
        const reply = await tools.call(key === undefined ? request : withKeyAt(request, index, key), {
          observe: false,
        });
        if (key !== undefined && (await isOracle(tools, key, reply)))
          return blocked('errors/no-existence-oracle', 'a denied key that does not exist gets NOT_FOUND');
        return judge(tools, reply, `a denied key as ${say}`, 'authorization/field');
      },
    }),
  ),
  {
    ...forPods,
    name: 'errors/permission-denied/every-pod',
    stimulus: 'a query for a served key by each of the denied pods',
    async run(tools) {
      const request = await baseRequest(tools);
      const byIdentity = deniedByIdentity(tools.profile);
      return together(
        await Promise.all(
          tools.profile.deniedPods.slice(0, 12).map(async (pod, index) => {
            const reply = await tools.call(
              { ...request, podContext: podContext(pod) },
              { observe: false, expectValues: false },
            );
            return judge(
              tools,
              reply,
              `deniedPods[${index}]`,
              byIdentity.includes(pod) ? 'authorization/identity' : 'authorization/namespace',
            );
          }),
        ),
      );
    },
  },
  {
    ...forPods,
    name: 'errors/permission-denied/pod-with-many-queries',
    stimulus: 'seventeen queries for served keys by a denied pod',
    async run(tools) {
      const request = await baseBatch(tools, 17);
      const [pod] = tools.profile.deniedPods;
      if (pod === undefined) return { outcome: 'untested', reason: 'deniedPods is empty' };
      const reply = await tools.call(
        { ...request, podContext: podContext(pod) },
        { observe: false, expectValues: false },
      );
      return judge(
        tools,
        reply,
        'a batch by a denied pod',
        deniedByIdentity(tools.profile).includes(pod) ? 'authorization/identity' : 'authorization/namespace',
      );
    },
  },
];
