import type { Verdict } from '../../../../contract.js';
import { codeName, isCanonical, statusCode } from '../../../../driver/answer.js';
import type { Key } from '../../../../profile/profile.js';
import { withKeyAt } from '../../batches.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { type EnvRequest, queriesFor } from '../../request.js';
import { blocked, describe, type EnvCheck, failed, type Reply, type Tools } from '../../tools.js';
import { alone, hasStatus, okInSpite, together, withTrueCode } from '../blame.js';
import { affordable, baseBatch, baseRequest, places } from '../once.js';
import { askPatiently, duringOutage, longestCacheMs, outage, patience, repliesOf } from '../outage.js';

const backendCodes: readonly number[] = [statusCode.INTERNAL, statusCode.UNAVAILABLE];

/** How much later than the hint an answer may come, in milliseconds. */
const grace = 500;

const common = {
  requirement: 'errors/backend',
  expects: 'INTERNAL or UNAVAILABLE within the time-out hint',
  when: [conditions.advertised],
  budgetMs: duringOutage.budgetMs,
};
const failingKeys = { ...common, needs: [...wellFormed, needs.failing] };

/** A value that a cancelled call spoilt in a cache comes from there with and without a backend. */
const spoilt = ['idempotency/after-cancel'];

/** How late an answer is, as a mismatch; undefined for one in time. */
function lateness(tools: Tools, { answer }: Reply): string | undefined {
  const hint = tools.facts.limits.timeoutMs;
  if (answer.failure === 'deadline' || answer.durationMs > hint + patience - 50)
    return `no answer within ${hint + patience} ms, the driver's time-out is ${hint} ms`;
  return answer.durationMs > hint + grace
    ? `the answer took ${Math.round(answer.durationMs)} ms, the driver's time-out is ${hint} ms`
    : undefined;
}

/** errors/backend: the code and the time of a backend failure. */
async function judge(
  tools: Tools,
  given: Reply,
  what: string,
  accepted: readonly number[] = backendCodes,
): Promise<Verdict> {
  const late = lateness(tools, given);
  if (late !== undefined) return failed(`${what}: ${late}`, given);
  if (!hasStatus(given)) return { outcome: 'error', message: `${what} got ${describe(given)}` };
  const reply = await withTrueCode(tools, given);
  if (accepted.includes(reply.code)) return { outcome: 'pass' };
  if (!isCanonical(reply.code)) return blocked('errors/canonical', `${what} got ${describe(reply)}`);
  if (reply.code === statusCode.UNIMPLEMENTED)
    return blocked('capability/implemented', `${what} got ${describe(reply)}`);
  return failed(`${what} got ${describe(reply)}`, reply);
}

/** A failing key that is served: an empty value hides the failure, another one is a wrong line of the profile. */
async function judgeServed(tools: Tools, reply: Reply, what: string): Promise<Verdict> {
  const single = reply.request.queries.length === 1;
  if (!single && (await alone(tools, 'failing'))?.code !== statusCode.OK)
    return okInSpite(tools, reply, what);
  const { failing } = tools.profile.keys;
  const own = reply.aligned.filter((_, index) =>
    failing.some(({ key }) => key === reply.request.queries[index]?.key),
  );
  if (own.some(({ error }) => error !== '')) return okInSpite(tools, reply, what);
  if (own.some(({ value }) => value === '')) return failed(`${what} got OK with an empty value`, reply);
  return {
    outcome: 'untested',
    reason: `the driver contradicts keys.failing of the profile: ${what} is served`,
  };
}

async function judgeFailing(tools: Tools, request: EnvRequest, what: string): Promise<Verdict> {
  const reply = await askPatiently(tools, request);
  if (reply.ok) return judgeServed(tools, reply, what);
  const verdict = await judge(tools, reply, what);
  // The machine may have been busy: only an answer that is late again is late.
  if (verdict.outcome !== 'fail' || lateness(tools, reply) === undefined) return verdict;
  const again = await askPatiently(tools, request);
  return again.ok ? judgeServed(tools, again, what) : judge(tools, again, what);
}

const nameOf = (tools: Tools, key: Key): string => `keys.failing[${tools.profile.keys.failing.indexOf(key)}]`;

/** With keys for which the backend fails. */
const keyChecks: readonly EnvCheck[] = [
  {
    ...failingKeys,
    name: 'errors/backend/every-failing-key',
    stimulus: 'each key of keys.failing by itself',
    async run(tools) {
      await baseRequest(tools);
      const keys = tools.profile.keys.failing.slice(0, 8);
      return together(
        await Promise.all(
          keys.map((key) => judgeFailing(tools, tools.request(queriesFor([key])), nameOf(tools, key))),
        ),
      );
    },
  },
  ...places.slice(1).map(
    ({ slug, say, size, index }): EnvCheck => ({
      ...failingKeys,
      name: `errors/backend/in-a-batch/${slug}`,
      stimulus: `a key for which the backend fails as ${say}, among served ones`,
      async run(tools) {
        const request = await baseBatch(tools, size);
        const keys = await affordable(tools, tools.profile.keys.failing.slice(0, 3), 1);
        return together(
          await Promise.all(
            keys.map((key) =>
              judgeFailing(tools, withKeyAt(request, index, key), `${nameOf(tools, key)} as ${say}`),
            ),
          ),
        );
      },
    }),
  ),
  {
    ...failingKeys,
    name: 'errors/backend/repeated',
    stimulus: 'the same failing key three times in a row',
    expects: 'INTERNAL or UNAVAILABLE within the time-out hint, each time',
    async run(tools) {
      await baseRequest(tools);
      const verdicts: Verdict[] = [];
      for (const key of tools.profile.keys.failing.slice(0, 2)) {
        const request = tools.request(queriesFor([key], 'CSI_ENV_REPEATED_'));
        for (let time = 0; time < 3; time++) {
          const verdict = await judgeFailing(tools, request, `${nameOf(tools, key)}, time ${time + 1} of 3`);
          if (verdict.outcome !== 'pass') return verdict;
          verdicts.push(verdict);
        }
      }
      return together(verdicts);
    },
  },
  {
    ...failingKeys,
    name: 'errors/backend/others-go-on',
    stimulus: 'served keys right after a backend failure in a batch with them',
    expects: 'OK: one failing key is nothing to the others',
    async run(tools) {
      const request = await baseBatch(tools, 3);
      const [key] = tools.profile.keys.failing;
      if (key === undefined) return { outcome: 'untested', reason: 'keys.failing is empty' };
      const failing = await askPatiently(tools, withKeyAt(request, 1, key));
      if (failing.ok) return judgeServed(tools, failing, 'keys.failing[0]');
      const reply = await tools.call(request);
      if (reply.ok) return { outcome: 'pass' };
      return hasStatus(reply)
        ? failed(
            `served keys got ${describe(reply)} after a batch in which the backend failed for another`,
            reply,
          )
        : { outcome: 'error', message: `served keys got ${describe(reply)}` };
    },
  },
];

const down = { ...common, ...duringOutage };

/** With hooks that take the backend down and up again. */
const outageChecks: readonly EnvCheck[] = [
  {
    ...down,
    name: 'errors/backend/down',
    stimulus: 'queries for served keys while the backend is down',
    expects: 'INTERNAL or UNAVAILABLE within the time-out hint, or the value where it is cached',
    async run(tools) {
      const made = await outage(tools);
      const replies = repliesOf(made);
      const eachFails = made.replies.every(({ ok }) => !ok);
      const verdicts = await Promise.all(
        replies.map(async (reply) => {
          const late = lateness(tools, reply);
          if (reply.ok && late === undefined) {
            const verdict = await judgeCached(tools, reply);
            // One that hides the failure only in a batch hides any other there, too.
            return verdict.outcome === 'fail' && eachFails && reply.request.queries.length > 1
              ? okInSpite(tools, reply, 'a batch while the backend is down')
              : verdict;
          }
          return judge(tools, reply, 'a served key while the backend is down');
        }),
      );
      if (verdicts.every(({ outcome }) => outcome === 'pass') && replies.every(({ ok }) => ok)) {
        return { outcome: 'untested', reason: allServed(tools) };
      }
      return together(verdicts);
    },
  },
  {
    ...down,
    name: 'errors/backend/down-missing-key',
    stimulus: 'a missing key while the backend is down',
    expects: 'NOT_FOUND, INTERNAL or UNAVAILABLE within the time-out hint',
    needs: [...down.needs, needs.missing],
    async run(tools) {
      const { missing } = await outage(tools);
      if (missing === undefined) return { outcome: 'untested', reason: 'keys.missing is empty' };
      const usual = (await alone(tools, 'missing'))?.code;
      if (missing.code === usual && usual !== statusCode.NOT_FOUND && hasStatus(missing))
        return blocked('errors/not-found', `a missing key always gets ${codeName(missing.code)}`);
      return judge(tools, missing, 'a missing key while the backend is down', [
        ...backendCodes,
        statusCode.NOT_FOUND,
      ]);
    },
  },
  {
    ...down,
    name: 'errors/backend/recovers',
    stimulus: 'the keys that were served before, after the backend came up again',
    expects: 'OK',
    async run(tools) {
      const made = await outage(tools);
      const { recovered, batchRecovered } = made;
      if (repliesOf(made).every(({ ok }) => ok))
        return { outcome: 'untested', reason: 'the driver did not notice that the backend was down' };
      for (const reply of [recovered, batchRecovered]) {
        if (!reply.ok && !hasStatus(reply) && reply.answer.failure !== 'deadline')
          return { outcome: 'error', message: `a served key got ${describe(reply)}` };
        if (!reply.ok)
          return failed(
            `a key that was served before got ${describe(reply)} when the backend had come up again`,
            reply,
            undefined,
            spoilt,
          );
      }
      const keys = await tools.served();
      const rest = await Promise.all(
        keys.slice(-6).map((key) => tools.call(tools.request(queriesFor([key])))),
      );
      const lost = rest.find((reply) => !reply.ok && hasStatus(reply));
      return lost === undefined
        ? { outcome: 'pass' }
        : failed(
            `another key that was served before got ${describe(lost)} when the backend had come up again`,
            lost,
            undefined,
            spoilt,
          );
    },
  },
];

/** Why an outage in which everything was served tells nothing, and what would help. */
function allServed(tools: Tools): string {
  const { cacheTtlMs } = tools.profile.documents;
  const what = 'everything is served while the backend is down';
  if (cacheTtlMs === undefined)
    return `${what}, from a cache it seems: say in documents.cacheTtl how long it lasts`;
  return cacheTtlMs > longestCacheMs
    ? `${what}, from a cache that lasts ${cacheTtlMs} ms as documents.cacheTtl says: test with one of ${longestCacheMs} ms at most`
    : `${what}, also when documents.cacheTtl (${cacheTtlMs} ms) has passed: the cache lasts longer than that, or hooks.backendDown does not take the backend away`;
}

/** A value that comes while the backend is down has to be the one that was served before. */
async function judgeCached(tools: Tools, reply: Reply): Promise<Verdict> {
  const other = reply.faults.find(({ requirement }) => requirement !== 'values/exact');
  if (other !== undefined) return blocked(other.requirement, other.text);
  const served = await tools.served();
  const wrong = reply.aligned.findIndex((result, index) => {
    const query = reply.request.queries[index];
    const known = served.find(
      ({ key, parameters }) =>
        key === query?.key && JSON.stringify(parameters) === JSON.stringify(query?.parameters),
    );
    return (
      result.error !== '' ||
      (known !== undefined && !known.volatile && tools.shared.valuesHold && known.got !== result.value)
    );
  });
  if (wrong < 0) return { outcome: 'pass' };
  return failed(
    `while the backend is down result ${wrong + 1} is neither the value nor a failure`,
    reply,
    undefined,
    [...reply.faults.map(({ requirement }) => requirement), ...spoilt],
  );
}

/** Checks of `errors/backend`. */
export const backendChecks: readonly EnvCheck[] = [...keyChecks, ...outageChecks];
