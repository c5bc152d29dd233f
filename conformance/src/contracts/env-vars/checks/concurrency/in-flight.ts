import { setTimeout as pause } from 'node:timers/promises';
import { pass, type Verdict } from '../../../../contract.js';
import type { Key } from '../../../../profile/profile.js';
import { probe } from '../../identity.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { type EnvRequest, queriesFor } from '../../request.js';
import {
  blocked,
  describe,
  type EnvCheck,
  failed,
  type Lane,
  type Reply,
  type ServedKey,
  type Tools,
  unserved,
} from '../../tools.js';
import { refusable } from '../authorization/refusal.js';
import { atFault, freshPrefix, spoiltBy } from '../idempotency/same-results.js';
import {
  differentRequests,
  isExhausted,
  isOfAnother,
  missingRequests,
  mostAtOnce,
  openAtOnce,
  patience,
  singleMs,
} from './burst.js';
import { faultOneByOne } from './one-by-one.js';
import { findSlow, lookMs, nothingSlow, type Slow } from './slow-request.js';

const requirement = 'concurrency/in-flight';

/** Calls at once that the driver says it serves, as far as the tool opens so many. */
export const limitOf = (tools: Tools): number => Math.min(mostAtOnce, tools.facts.limits.inFlight);

/** What opening as many calls as the driver advertises came to. */
export type AtLimit =
  | { readonly kind: 'served'; readonly note: string }
  /** Answered with what is another call's. */
  | { readonly kind: 'mixed'; readonly text: string }
  | { readonly kind: 'unserved'; readonly text: string; readonly reply: Reply };

/**
 * Opens exactly as many calls as the driver advertises.
 *
 * A call that is not served counts only when that outlasts the calls from before: their slots may be held until their work
 * ends. What is answered one after the other is served too.
 *
 * @param waitMs how long refusals are waited out
 */
export async function callsAtLimit(
  tools: Tools,
  lane: Lane,
  requests: (count: number) => EnvRequest[],
  waitMs: number,
): Promise<AtLimit> {
  const count = limitOf(tools);
  const timeoutMs = await patience(tools, count);
  const started = performance.now();
  let rounds = 0;
  for (let wait = 25; ; wait = Math.min(1000, wait * 2)) {
    const replies = await openAtOnce(lane, requests(count), { timeoutMs });
    const mixed = replies.find(isOfAnother);
    if (mixed !== undefined)
      return { kind: 'mixed', text: `one of ${count} calls at once got ${describe(mixed)}` };
    const unserved = replies.filter((reply) => !reply.ok);
    const [reply] = unserved;
    if (reply === undefined) return { kind: 'served', note: `${count} at once` };
    rounds++;
    if (rounds >= 3 && performance.now() - started > waitMs) {
      const text = `${unserved.length} of ${count} calls at once were not served: ${describe(reply)}`;
      return { kind: 'unserved', text, reply };
    }
    await pause(wait);
  }
}

/** Judges calls at the limit; a fault of single calls is another requirement's. */
export function judgeAtLimit(tools: Tools, outcome: AtLimit): Verdict {
  if (outcome.kind === 'mixed') return blocked(spoiltBy(tools) ?? 'concurrency/isolation', outcome.text);
  return outcome.kind === 'served' ? pass(outcome.note) : failed(outcome.text, outcome.reply);
}

/** A connection that served a call; stops as blocked when the call is not served. */
export async function readyLane(
  tools: Tools,
): Promise<{ readonly lane: Lane } | { readonly verdict: Verdict }> {
  const lane = await tools.connect('wire');
  const [key] = await tools.served();
  const reply = await lane.call(tools.request(queriesFor([key as ServedKey], freshPrefix())));
  if (reply.ok) return { lane };
  if (isExhausted(reply)) return { verdict: failed(`a single call is refused: ${describe(reply)}`, reply) };
  return { verdict: unserved(reply, undefined, atFault(tools, reply)) };
}

/** Milliseconds after which the work of calls that were given up has to have ended. */
const workEndsMs = (tools: Tools): number => tools.facts.limits.timeoutMs + 2000;

/** Gives up so many calls in mid-work, a few at a time: a burst of resets is an offence to some stacks. */
async function giveUp(tools: Tools, count: number): Promise<void> {
  const keys = await tools.served();
  const hasMissing = tools.profile.keys.missing.length > 0;
  const group = Math.min(8, tools.facts.limits.inFlight);
  const afterMs = Math.max(1, Math.min(20, (await singleMs(tools)) / 2));
  for (let done = 0; done < count; done += group) {
    const lane = await tools.connect('wire');
    // So that the connection is there when the calls are sent.
    await lane.invoke(probe.path, new Uint8Array());
    const abort = new AbortController();
    const requests = differentRequests(tools, keys, group).map((request, i) =>
      hasMissing && i % 2 === 1 ? (missingRequests(tools, 1)[0] as EnvRequest) : request,
    );
    const calls = openAtOnce(lane, requests, { signal: abort.signal });
    await pause(afterMs);
    abort.abort();
    await calls;
    await lane.close();
  }
}

/** As many calls that end without OK as there are slots, by turns for each reason. */
async function failOften(tools: Tools): Promise<void> {
  const { missing, denied } = tools.profile.keys;
  const key = (await tools.served())[0] as Key;
  const kinds: readonly EnvRequest[] = [
    ...missing.slice(0, 1).map((k) => tools.request(queriesFor([k]))),
    ...denied.slice(0, 1).map((k) => tools.request(queriesFor([k]))),
    tools.request(queriesFor([key]).map((query) => ({ ...query, name: '' }))),
  ];
  const count = Math.min(limitOf(tools) + 4, 204);
  await Promise.all(
    Array.from({ length: count }, (_, i) => tools.call(kinds[i % kinds.length] as EnvRequest, refusable)),
  );
}

/** Opens exactly as many slow calls as the driver advertises, so that all of them are open at once; gives those that it refused. */
async function refusedSlowCalls(tools: Tools, lane: Lane, { request, takesMs, ends }: Slow) {
  let refused: Reply[] = [];
  for (let round = 0; round < 3; round++) {
    // Slots that earlier calls hold until their work ends are none of these calls'.
    if (round > 0) await pause(ends ? takesMs * 1.5 + 50 : workEndsMs(tools));
    const requests = Array.from({ length: limitOf(tools) }, () => request);
    const replies = await openAtOnce(lane, requests, { timeoutMs: Math.min(takesMs, lookMs) });
    refused = replies.filter(isExhausted);
    if (refused.length === 0) break;
  }
  return refused;
}

/** Waits until a single call gets a slot again, as long as the work of calls that were given up may take. */
export async function untilSlotIsFree(tools: Tools, lane: Lane): Promise<void> {
  const [key] = await tools.served();
  const until = performance.now() + workEndsMs(tools);
  for (let wait = 10; performance.now() < until; wait = Math.min(200, wait * 2)) {
    const reply = await lane.call(tools.request(queriesFor([key as ServedKey])), refusable);
    if (!isExhausted(reply)) return;
    await pause(wait);
  }
}

/** What may take slots and never give them back. */
const before: readonly {
  readonly slug: string;
  readonly say: string;
  readonly alone: number;
  readonly disturbs?: true;
  prepare?(tools: Tools): Promise<void>;
}[] = [
  { slug: 'at-once', say: '', alone: 5 },
  {
    slug: 'after-failing-calls',
    say: ', after as many calls for missing and denied keys and malformed ones',
    alone: 6,
    prepare: failOften,
  },
  {
    slug: 'after-cancelled-calls',
    say: ', after as many calls that were cancelled',
    alone: 15,
    async prepare(tools) {
      await giveUp(tools, Math.min(limitOf(tools), 104));
      // Calls beside those whose work has not ended would be more than the limit.
      await pause(2 * (await singleMs(tools)) + 100);
    },
  },
];

/** Checks that as many calls at once are served as the driver advertises. */
export const inFlightChecks: readonly EnvCheck[] = [
  ...before.map(
    ({ slug, say, alone, prepare }): EnvCheck => ({
      name: `${requirement}/${slug}`,
      requirement,
      stimulus: `max_inflight_requests calls at once (100 without the hint)${say}`,
      expects: 'OK for every one of them, be it one after the other',
      needs: wellFormed,
      when: [conditions.advertised],
      alone,
      budgetMs: 150_000,
      async run(tools) {
        const ready = await readyLane(tools);
        if ('verdict' in ready) return ready.verdict;
        const keys = await tools.served();
        await prepare?.(tools);
        const waitMs = prepare === undefined ? 400 : workEndsMs(tools);
        const requests = (count: number): EnvRequest[] => differentRequests(tools, keys, count);
        const outcome = await callsAtLimit(tools, ready.lane, requests, waitMs);
        const byItself =
          outcome.kind === 'served' || (outcome.kind === 'unserved' && isExhausted(outcome.reply))
            ? undefined
            : await faultOneByOne(tools, () => ({
                request: requests(1)[0] as EnvRequest,
                wrong: (answer) => (answer.ok ? undefined : describe(answer)),
              }));
        return byItself ?? judgeAtLimit(tools, outcome);
      },
    }),
  ),
  {
    name: `${requirement}/slow-calls`,
    requirement,
    stimulus:
      'max_inflight_requests calls at once that take long, such as those for a key whose backend is slow to fail',
    expects: 'none is refused with RESOURCE_EXHAUSTED, though all of them are open at once',
    needs: wellFormed,
    when: [conditions.advertised],
    alone: 9,
    async run(tools) {
      const slow = await findSlow(tools);
      if (slow === undefined) return nothingSlow;
      const ready = await readyLane(tools);
      if ('verdict' in ready) return ready.verdict;
      const refused = await refusedSlowCalls(tools, ready.lane, slow);
      await untilSlotIsFree(tools, ready.lane);
      return refused.length === 0
        ? pass(`${limitOf(tools)} at once`)
        : failed(`${refused.length} of ${limitOf(tools)} slow calls at once were refused`, refused[0]);
    },
  },
  {
    name: `${requirement}/missing-keys`,
    requirement,
    stimulus: 'max_inflight_requests calls at once for keys that do not exist, which no cache answers',
    expects: 'the status code that such a call gets by itself, for every one of them',
    needs: [...wellFormed, needs.missing],
    when: [conditions.advertised],
    alone: 5,
    budgetMs: 150_000,
    async run(tools) {
      const ready = await readyLane(tools);
      if ('verdict' in ready) return ready.verdict;
      const ask = (count: number): EnvRequest[] => missingRequests(tools, count);
      const alone = await ready.lane.call(ask(1)[0] as EnvRequest, refusable);
      if (alone.ok || alone.answer.failure !== undefined)
        return blocked('errors/not-found', `a key that does not exist got ${describe(alone)}`);
      const timeoutMs = await patience(tools, limitOf(tools));
      let last: Reply | undefined;
      for (let round = 0; round < 3; round++) {
        const replies = await openAtOnce(ready.lane, ask(limitOf(tools)), { timeoutMs });
        last = replies.find((reply) => reply.answer.failure !== undefined || reply.code !== alone.code);
        if (last === undefined) return pass(`${replies.length} at once`);
        if (!isExhausted(last)) break;
        await pause(300);
      }
      return failed(
        `${limitOf(tools)} calls at once for a key that does not exist: ${describe(last as Reply)}`,
        last,
      );
    },
  },
];
