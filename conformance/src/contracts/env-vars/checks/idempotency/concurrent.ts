import { type Condition, pass, type Verdict } from '../../../../contract.js';
import { statusCode } from '../../../../driver/answer.js';
import type { Key } from '../../../../profile/profile.js';
import type { Facts } from '../../facts.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { type EnvRequest, queriesFor } from '../../request.js';
import { blocked, describe, type EnvCheck, failed, type Reply, type Tools } from '../../tools.js';
import { refusable } from '../authorization/refusal.js';
import { differentRequests, isSlow } from '../concurrency/burst.js';
import { faultOneByOne } from '../concurrency/one-by-one.js';
import { difference, served, smallRequests, withoutStatus } from './same-results.js';

const requirement = 'idempotency/concurrent';

/** Several calls at once are more than such a driver takes. */
export const severalAtOnce: Condition<Facts> = {
  otherwise: 'the driver takes one call at a time',
  met: (facts) => facts.limits.inFlight > 1,
};

/** How many calls these checks have open at once. */
export const atOnce = (tools: Tools, most = 32): number => Math.min(most, tools.facts.limits.inFlight);

/** Blames an answer that differs though it was asked for at the same time as others like it. */
async function blame(
  tools: Tools,
  request: EnvRequest,
  before: Reply,
  reply: Reply,
  text: string,
): Promise<Verdict> {
  const status = withoutStatus(reply);
  if (status !== undefined) return status;
  if (reply.code === statusCode.RESOURCE_EXHAUSTED) {
    return blocked('concurrency/in-flight', `${atOnce(tools)} calls at once: ${describe(reply)}`);
  }
  const alone = await tools.call(request, refusable);
  const again = difference(tools, before, alone);
  if (again !== undefined) return blocked('idempotency/repeat', `the same request by itself: ${again.text}`);
  if (reply.ok && reply.results.some(({ name }) => !request.queries.some((query) => query.name === name))) {
    return blocked('concurrency/isolation', 'a result carries the name of no query of its request');
  }
  const byItself = await faultOneByOne(tools, () => ({
    request,
    wrong: (answer) => difference(tools, before, answer)?.text,
  }));
  if (byItself !== undefined) return byItself;
  // Requests that have nothing in common and fail at once as well are not a matter of being equal.
  if (before.ok && !reply.ok) {
    const others = await Promise.all(
      differentRequests(tools, await tools.served(), atOnce(tools)).map((other) =>
        tools.call(other, refusable),
      ),
    );
    const unserved = others.find((other) => !other.ok);
    if (unserved !== undefined)
      return blocked(
        'concurrency/in-flight',
        `${atOnce(tools)} different calls at once: ${describe(unserved)}`,
      );
  }
  return failed(`${atOnce(tools)} equal requests at once: ${text}`, reply, undefined, []);
}

async function judge(tools: Tools, request: EnvRequest, before: Reply, spread: boolean): Promise<Verdict> {
  const lanes = spread ? await Promise.all(Array.from({ length: 4 }, () => tools.connect())) : [];
  for (let round = 0; round < (isSlow(tools) ? 1 : 2); round++) {
    const replies = await Promise.all(
      Array.from({ length: atOnce(tools) }, (_, i) =>
        (lanes[i % 4] ?? tools).call(request, { observe: false }),
      ),
    );
    for (const reply of replies) {
      const found = difference(tools, before, reply);
      if (found !== undefined) return blame(tools, request, before, reply, found.text);
    }
  }
  return pass(`${atOnce(tools)} at once`);
}

const base = {
  requirement,
  expects: 'the results that the request gets by itself, each time',
  when: [conditions.advertised, severalAtOnce],
  alone: 12,
} as const;

/** Checks that equal requests at once get the same answer. */
export const concurrentChecks: readonly EnvCheck[] = [
  ...smallRequests.flatMap((repeated) =>
    // The number of connections matters to none of the requests more than to another.
    (repeated.slug === 'batch-of-17' ? [false, true] : [false]).map(
      (spread): EnvCheck => ({
        ...base,
        name: `${requirement}/${repeated.slug}${spread ? '-several-connections' : ''}`,
        stimulus: `${repeated.say}: up to 32 equal requests at once${spread ? ' over four connections' : ''}`,
        needs: wellFormed,
        async run(tools) {
          const request = await repeated.build(tools);
          const before = await tools.call(request);
          return served(tools, before) ?? judge(tools, request, before, spread);
        },
      }),
    ),
  ),
  {
    ...base,
    name: `${requirement}/missing-key`,
    stimulus: 'a key that does not exist: up to 32 equal requests at once',
    expects: 'the status code that the request gets by itself, each time',
    needs: [...wellFormed, needs.missing],
    async run(tools) {
      const request = tools.request(queriesFor([tools.profile.keys.missing[0] as Key]));
      const before = await tools.call(request, refusable);
      return withoutStatus(before) ?? judge(tools, request, before, false);
    },
  },
];
