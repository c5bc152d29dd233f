import { setTimeout as pause } from 'node:timers/promises';
import type { Verdict } from '../../../../contract.js';
import { codeName, isCanonical, statusCode } from '../../../../driver/answer.js';
import type { Key } from '../../../../profile/profile.js';
import { leastLatelyAsked, servedBatch, withKeyAt } from '../../batches.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { type EnvRequest, queriesFor } from '../../request.js';
import { blocked, describe, type EnvCheck, failed, type Reply, type Tools } from '../../tools.js';
import { alone, hasStatus, okInSpite, together, withTrueCode } from '../blame.js';
import { affordable, baseBatch, baseRequest, once, places } from '../once.js';
import { legalCall } from '../transport/legal-call.js';

const backendCodes: readonly number[] = [statusCode.INTERNAL, statusCode.UNAVAILABLE];

/** How much later than the hint an answer may come, and how much later the call is given up, in milliseconds. */
const grace = 500;
const patience = 2000;

/** A run of a check that asks a few times in a row, each up to the longest time-out. */
const budgetMs = 175_000;

const common = {
  requirement: 'errors/backend',
  expects: 'INTERNAL or UNAVAILABLE within the time-out hint',
  when: [conditions.advertised],
  budgetMs,
};
const failingKeys = { ...common, needs: [...wellFormed, needs.failing] };

/** Asks with a deadline that lies two seconds after the driver's own. */
const ask = (tools: Tools, request: EnvRequest): Promise<Reply> =>
  tools.call(request, { observe: false, timeoutMs: tools.facts.limits.timeoutMs + patience });

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
  const reply = await ask(tools, request);
  if (reply.ok) return judgeServed(tools, reply, what);
  const verdict = await judge(tools, reply, what);
  // The machine may have been busy: only an answer that is late again is late.
  if (verdict.outcome !== 'fail' || lateness(tools, reply) === undefined) return verdict;
  const again = await ask(tools, request);
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
      const failing = await ask(tools, withKeyAt(request, 1, key));
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

/** What a driver answered while its backend was down. */
interface Outage {
  /** Replies to single served keys. */
  readonly replies: readonly Reply[];
  /** Reply to a batch of three. */
  readonly batch: Reply;
  /** Reply to a large batch, whose keys a driver must not ask for one after the other until each has failed. */
  readonly large: Reply;
  readonly missing: Reply | undefined;
  /** Whether what was served before is served again, and what came of it last. */
  readonly recovered: Reply;
  readonly batchRecovered: Reply;
}

/** Replies to queries for keys that are served while the backend is up. */
function repliesOf({ replies, batch, large }: Pick<Outage, 'replies' | 'batch' | 'large'>): readonly Reply[] {
  return [...replies, batch, large];
}

/** Takes the backend down, asks, brings it up again whatever happens, and waits for the driver to recover; once a run. */
function outage(tools: Tools): Promise<Outage> {
  return once(tools, 'outage', () => {
    const made = makeOutage(tools);
    tools.shared.unfinished.add(made);
    return made;
  });
}

async function makeOutage(tools: Tools): Promise<Outage> {
  // A driver that an earlier disturbance silenced is no driver whose backend is down.
  await legalCall(tools);
  const usual = await baseBatch(tools, 3);
  const served = await tools.served();
  // What was not asked for lately is the least likely to be cached.
  const stable = served.filter(({ volatile }) => !volatile);
  const oldest = leastLatelyAsked(tools, stable.length === 0 ? served : stable);
  const keys = oldest.slice(0, 6);
  const small = oldest.slice(6).filter(({ bytes }) => bytes <= 1024);
  const before = small.length < 3 ? usual : tools.request(queriesFor(small.slice(0, 3)));
  const many = await servedBatch(tools, 50).then(
    ({ request }) => request,
    () => before,
  );
  const [missing] = tools.profile.keys.missing;
  // A cache that is documented to last no longer than this is waited out, so that the backend has to be asked.
  const { cacheTtlMs } = tools.profile.documents;
  const wait = cacheTtlMs !== undefined && cacheTtlMs <= 10_000 ? cacheTtlMs + 250 : 0;
  const askAll = async () => {
    const [replies, batch, large] = await Promise.all([
      Promise.all(keys.map((key) => ask(tools, tools.request(queriesFor([key]))))),
      ask(tools, before),
      ask(tools, many),
    ]);
    return { replies, batch, large };
  };
  let asked: Awaited<ReturnType<typeof askAll>>;
  let gone: Reply | undefined;
  try {
    await tools.hook('backendDown');
    asked = await askAll();
    if (wait > 0 && repliesOf(asked).every(({ ok }) => ok)) {
      await pause(wait, undefined, { signal: tools.signal });
      asked = await askAll();
    }
    gone = missing === undefined ? undefined : await ask(tools, tools.request(queriesFor([missing])));
  } finally {
    await bringUp(tools);
  }
  const request = tools.request(queriesFor(keys.slice(-1)));
  const recovered = await untilServed(tools, request);
  const batchRecovered = recovered.ok ? await untilServed(tools, before) : recovered;
  return { ...asked, missing: gone, recovered, batchRecovered };
}

/** Ends the outage even when the check was interrupted, which is why the check's own signal does not matter here. */
async function bringUp(tools: Tools): Promise<void> {
  const result = await tools.profile.hooks.backendUp?.(AbortSignal.timeout(40_000));
  if (result?.ok === false) throw new Error(`hook backendUp failed: ${result.reason}`);
}

/** Asks until it is served; gives up after the driver's time-out and five seconds more. */
async function untilServed(tools: Tools, request: EnvRequest): Promise<Reply> {
  const until = performance.now() + tools.facts.limits.timeoutMs + 5000;
  for (let wait = 50; ; wait = Math.min(500, wait * 2)) {
    const reply = await tools.call(request, { observe: false });
    if (reply.ok || performance.now() > until) return reply;
    await pause(wait, undefined, { signal: tools.signal });
  }
}

const down = {
  ...common,
  needs: [...wellFormed, needs.backendDown, needs.backendUp],
  alone: 60,
  disturbs: true,
};

/** With hooks that take the backend down and up again. */
const outageChecks: readonly EnvCheck[] = [
  {
    ...down,
    name: 'errors/backend/down',
    stimulus: 'queries for served keys while the backend is down',
    expects: 'INTERNAL or UNAVAILABLE within the time-out hint, or the value where it is cached',
    async run(tools) {
      const replies = repliesOf(await outage(tools));
      const verdicts = await Promise.all(
        replies.map((reply) => {
          const late = lateness(tools, reply);
          if (reply.ok && late === undefined) return judgeCached(tools, reply);
          return judge(tools, reply, 'a served key while the backend is down');
        }),
      );
      if (verdicts.every(({ outcome }) => outcome === 'pass') && replies.every(({ ok }) => ok)) {
        return {
          outcome: 'untested',
          reason:
            'everything is served from a cache while the backend is down: say in documents.cacheTtl how long it lasts',
        };
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
          );
    },
  },
];

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
    reply.faults.map(({ requirement }) => requirement),
  );
}

/** Checks of `errors/backend`. */
export const backendChecks: readonly EnvCheck[] = [...keyChecks, ...outageChecks];
