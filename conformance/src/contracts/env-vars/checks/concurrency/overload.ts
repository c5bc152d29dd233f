import { setTimeout as pause } from 'node:timers/promises';
import { pass, type Verdict } from '../../../../contract.js';
import { statusCode } from '../../../../driver/answer.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import type { EnvRequest } from '../../request.js';
import { blocked, describe, type EnvCheck, failed, type Reply, type Tools } from '../../tools.js';
import { overloaded } from '../idempotency/same-results.js';
import {
  differentRequests,
  isExhausted,
  missingRequests,
  mostAtOnce,
  openAtOnce,
  singleMs,
} from './burst.js';
import { callsAtLimit, judgeAtLimit, limitOf, readyLane, untilSlotIsFree } from './in-flight.js';
import { findSlow, lookMs, nothingSlow } from './slow-request.js';

const requirement = 'concurrency/overload';

/** Most calls beyond the limit. */
const mostBeyond = 300;

interface Overload {
  /** Calls to open at once: the limit and some. */
  readonly count: number;
  readonly timeoutMs: number;
}

/** Establishes that the driver serves what it advertises, and how many calls it can be given beyond that in fair time. */
async function prepare(tools: Tools): Promise<Overload | Verdict> {
  if (tools.facts.limits.inFlight > mostAtOnce) {
    return {
      outcome: 'untested',
      reason: `the driver advertises ${tools.facts.limits.inFlight} calls at once, the tool opens no more than ${mostAtOnce}`,
    };
  }
  const ready = await readyLane(tools);
  if ('verdict' in ready) return blockedByInFlight(ready.verdict);
  const keys = await tools.served();
  const started = performance.now();
  const outcome = await callsAtLimit(
    tools,
    ready.lane,
    (count) => differentRequests(tools, keys, count),
    400,
  );
  if (outcome.kind === 'mixed') return judgeAtLimit(tools, outcome);
  if (outcome.kind === 'unserved') return blocked('concurrency/in-flight', outcome.text);
  const limit = limitOf(tools);
  const eachMs = Math.max((performance.now() - started) / limit, 0.05);
  // A driver that lets calls wait has to get through them within its own time-out hint.
  const fair = Math.floor((tools.facts.limits.timeoutMs * 0.6) / eachMs) - limit;
  const beyond = Math.max(4, Math.min(mostBeyond, Math.max(32, limit), fair));
  const timeoutMs = Math.max(
    tools.timeoutMs,
    (limit + beyond) * eachMs * 3 + (await singleMs(tools)) * 2 + 2000,
  );
  return { count: limit + beyond, timeoutMs };
}

/** Asked once a run, before the first burst. */
function prepareOnce(tools: Tools): Promise<Overload | Verdict> {
  const memo = tools.shared.memo as Map<string, Promise<Overload | Verdict>>;
  const known = memo.get('overload prepared') ?? prepare(tools);
  memo.set('overload prepared', known);
  return known;
}

const blockedByInFlight = (verdict: Verdict): Verdict =>
  verdict.outcome === 'fail'
    ? blocked('concurrency/in-flight', verdict.evidence.mismatches[0] ?? 'a single call is refused')
    : verdict;

/** Whether a call was served, refused as it should be, or ended by the driver's own time limit after it had waited. */
function isFair(tools: Tools, reply: Reply, expected: number): boolean {
  if (isExhausted(reply)) return true;
  if (reply.answer.failure !== undefined) return false;
  if (reply.code === expected) return true;
  const waited = reply.answer.durationMs >= tools.facts.limits.timeoutMs * 0.75;
  return (
    waited &&
    ([statusCode.DEADLINE_EXCEEDED, statusCode.CANCELLED, statusCode.UNAVAILABLE] as number[]).includes(
      reply.code,
    )
  );
}

function judgeBurst(tools: Tools, replies: readonly Reply[], expected: number): Verdict | undefined {
  const unfair = replies.filter((reply) => !isFair(tools, reply, expected));
  const [first] = unfair;
  if (first === undefined) return undefined;
  return failed(
    `${unfair.length} of ${replies.length} calls at once, ${replies.length - limitOf(tools)} more than the limit, got ${describe(first)}`,
    first,
  );
}

const summary = (replies: readonly Reply[]): string => {
  const refused = replies.filter(isExhausted).length;
  return `${replies.length} at once: ${replies.length - refused} answered, ${refused} refused`;
};

const base = {
  requirement,
  when: [conditions.advertised],
  alone: 20,
  disturbs: true,
  budgetMs: 150_000,
} as const;

/** Kinds of bursts. */
const bursts: readonly {
  readonly slug: string;
  readonly say: string;
  readonly needs: EnvCheck['needs'];
  readonly expected: number;
  requests(tools: Tools, count: number): Promise<EnvRequest[]>;
}[] = [
  {
    slug: 'available-keys',
    say: 'for keys that are served',
    needs: wellFormed,
    expected: statusCode.OK,
    requests: async (tools, count) => differentRequests(tools, await tools.served(), count),
  },
  {
    slug: 'missing-keys',
    say: 'for a key that does not exist, which no cache answers',
    needs: [...wellFormed, needs.missing],
    expected: statusCode.NOT_FOUND,
    requests: async (tools, count) => missingRequests(tools, count),
  },
];

type Burst = (typeof bursts)[number];

/** What a burst of one kind came to; made once a run, judged by two checks. */
function burst(tools: Tools, kind: Burst): Promise<readonly Reply[] | Verdict> {
  const memo = tools.shared.memo as Map<string, Promise<readonly Reply[] | Verdict>>;
  const id = `${requirement}: ${kind.slug}`;
  const known = memo.get(id);
  if (known !== undefined) return known;
  const made = (async () => {
    const overload = await prepareOnce(tools);
    if ('outcome' in overload) return overload;
    const lane = await tools.connect('wire');
    const [alone] = await openAtOnce(lane, await kind.requests(tools, 1), overload);
    if (alone !== undefined && isExhausted(alone) && tools.shared.memo.has(overloaded)) {
      return failed(`after the burst of an earlier check, a single call got ${describe(alone)}`, alone);
    }
    if (alone === undefined || alone.code !== kind.expected) {
      return blocked(
        kind.expected === statusCode.OK ? 'request/legal-served' : 'errors/not-found',
        `by itself it got ${describe(alone as Reply)}`,
      );
    }
    // What is not served from here on was not served after a burst.
    tools.shared.memo.set(overloaded, true);
    return openAtOnce(lane, await kind.requests(tools, overload.count), overload);
  })();
  memo.set(id, made);
  return made;
}

/** Calls that are asked for beside slow ones. */
const besideSlow = 32;

/** Ordinary calls while slow ones hold all slots, so that they are beyond the limit however fast the driver is. */
const besideSlowCalls: EnvCheck = {
  ...base,
  name: `${requirement}/beside-slow-calls`,
  stimulus: `${besideSlow} calls for keys that are served, while as many slow calls are open as the driver serves`,
  expects: 'each is served, queued or refused with RESOURCE_EXHAUSTED',
  needs: wellFormed,
  async run(tools) {
    const slow = await findSlow(tools);
    if (slow === undefined) return nothingSlow;
    const overload = await prepareOnce(tools);
    if ('outcome' in overload) return overload;
    const [filling, beside] = [await tools.connect('wire'), await tools.connect('wire')];
    const keys = await tools.served();
    tools.shared.memo.set(overloaded, true);
    const heldMs = Math.min(slow.takesMs, lookMs);
    const filled = openAtOnce(
      filling,
      Array.from({ length: limitOf(tools) }, () => slow.request),
      { timeoutMs: heldMs },
    );
    await pause(heldMs / 4);
    const replies = await openAtOnce(beside, differentRequests(tools, keys, besideSlow), overload);
    await filled;
    await untilSlotIsFree(tools, beside);
    const unfair = replies.find((reply) => !isFair(tools, reply, statusCode.OK));
    if (unfair === undefined) return pass(summary(replies));
    return failed(
      `a call beside ${limitOf(tools)} slow ones, which is all that the driver serves at once, got ${describe(unfair)}`,
      unfair,
    );
  },
};

/** Checks of what happens beyond the limit, and afterwards. */
export const overloadChecks: readonly EnvCheck[] = [
  ...bursts.flatMap((kind): EnvCheck[] => [
    {
      ...base,
      name: `${requirement}/${kind.slug}`,
      stimulus: `up to ${mostBeyond} calls more at once than the driver serves, ${kind.say}`,
      expects: 'each is served, queued or refused with RESOURCE_EXHAUSTED',
      needs: kind.needs ?? [],
      async run(tools) {
        const replies = await burst(tools, kind);
        if ('outcome' in replies) return replies;
        return judgeBurst(tools, replies, kind.expected) ?? pass(summary(replies));
      },
    },
    {
      ...base,
      name: `${requirement}/${kind.slug}-served-afterwards`,
      stimulus: `max_inflight_requests calls at once, after a burst beyond the limit ${kind.say}`,
      expects: 'OK for every one of them: no slot is lost',
      needs: kind.needs ?? [],
      async run(tools) {
        const replies = await burst(tools, kind);
        if ('outcome' in replies) return replies;
        const keys = await tools.served();
        const fresh = await tools.connect('wire');
        const outcome = await callsAtLimit(tools, fresh, (n) => differentRequests(tools, keys, n), 2000);
        return outcome.kind !== 'unserved'
          ? judgeAtLimit(tools, outcome)
          : failed(`after the burst, ${outcome.text}`, outcome.reply);
      },
    },
  ]),
  besideSlowCalls,
];
