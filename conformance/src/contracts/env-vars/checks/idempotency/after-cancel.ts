import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';
import { pass, type Verdict } from '../../../../contract.js';
import type { Key } from '../../../../profile/profile.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { type EnvRequest, queriesFor } from '../../request.js';
import { blocked, describe, type EnvCheck, failed, type Lane, type Reply, type Tools } from '../../tools.js';
import { refusable } from '../authorization/refusal.js';
import { faultOfCallsAtOnce, isExhausted, missingRequests, singleMs } from '../concurrency/burst.js';
import { faultOneByOne } from '../concurrency/one-by-one.js';
import { severalAtOnce } from './concurrent.js';
import { difference, freshNames, isVolatile, served, smallRequests, spoil } from './same-results.js';

const requirement = 'idempotency/after-cancel';

/** When a call is cancelled, in milliseconds after it was sent; undefined: as soon as it was. */
const moments: readonly {
  readonly slug: string;
  readonly say: string;
  afterMs(single: number): number | undefined;
}[] = [
  { slug: 'at-once', say: 'as soon as it was sent', afterMs: () => undefined },
  { slug: 'after-1-ms', say: 'after 1 ms', afterMs: () => 1 },
  { slug: 'after-5-ms', say: 'after 5 ms', afterMs: () => 5 },
  { slug: 'half-way', say: 'half-way through', afterMs: (single) => single / 2 },
  { slug: 'almost-done', say: 'when it is almost done', afterMs: (single) => single * 0.9 },
];

/** Sends a call and cancels it; what it comes to does not matter. */
async function cancel(lane: Lane, request: EnvRequest, afterMs: number | undefined): Promise<void> {
  const abort = new AbortController();
  const call = lane.call(request, { ...refusable, signal: abort.signal, slot: false, retry: false });
  if (afterMs === undefined) for (let i = 0; i < 3; i++) await turn();
  else await pause(afterMs);
  abort.abort();
  await call;
}

/** Asks again until the slot of a cancelled call is free: it may be held until the work behind it ends. */
async function ask(tools: Tools, lane: Lane, request: EnvRequest): Promise<Reply> {
  const until = performance.now() + tools.facts.limits.timeoutMs + 2000;
  for (;;) {
    const reply = await lane.call(request, { observe: false });
    if (!isExhausted(reply) || performance.now() > until) return reply;
  }
}

/** A request to cancel, with what it gets when nobody cancels anything. */
interface Baseline {
  readonly request: EnvRequest;
  readonly before: Reply;
}

/** Requests to cancel; asked once a run, before anything is cancelled. */
function baselines(tools: Tools): Promise<readonly Baseline[] | Verdict> {
  const memo = tools.shared.memo as Map<string, Promise<readonly Baseline[] | Verdict>>;
  const known = memo.get(requirement) ?? askBaselines(tools);
  memo.set(requirement, known);
  return known;
}

async function askBaselines(tools: Tools): Promise<readonly Baseline[] | Verdict> {
  const list: Baseline[] = [];
  for (const repeated of smallRequests.slice(0, 2)) {
    const request = freshNames(await repeated.build(tools));
    const before = await tools.call(request);
    const premise = served(tools, before);
    if (premise !== undefined) return premise;
    list.push({ request, before });
  }
  // No cache answers for what is not there, so a call for it is cancelled in the midst of its work.
  // A key of its own, so that a driver which is spoilt by it still knows those of the profile.
  if (tools.profile.keys.missing.length > 0) {
    const [request] = missingRequests(tools, 1) as [EnvRequest];
    list.push({ request, before: await tools.call(request, refusable) });
  }
  for (const { request, before } of list) {
    const again = difference(tools, before, await tools.call(request, refusable));
    if (again !== undefined) return blocked('idempotency/repeat', `without any cancellation: ${again.text}`);
  }
  return list;
}

/** The requirement at fault where two equal calls at once are not both served, though none is cancelled. */
async function faultOfTwoAtOnce(
  tools: Tools,
  request: EnvRequest,
  expected: Reply,
): Promise<string | undefined> {
  if (tools.facts.limits.inFlight < 2) return undefined;
  const fresh = freshNames(request);
  const replies = await Promise.all([tools.call(fresh, refusable), tools.call(fresh, refusable)]);
  return replies.every((reply) => reply.code === expected.code) ? undefined : faultOfCallsAtOnce(tools, 2);
}

/** Judges the answer that follows a cancelled call. */
async function judge(
  tools: Tools,
  { request, before }: Baseline,
  after: Reply,
): Promise<Verdict | undefined> {
  const { failure } = after.answer;
  if (failure !== undefined && failure !== 'deadline')
    return { outcome: 'error', message: `after a cancelled call: ${describe(after)}` };
  if (isExhausted(after))
    return blocked('concurrency/in-flight', 'the slot of a cancelled call does not come back');
  const found = difference(tools, before, after);
  if (found === undefined) return undefined;
  // Once the work behind the cancelled call has ended, what is still wrong is what it left behind.
  await pause(before.answer.durationMs * 2 + 20);
  const isOther = (later: Reply): boolean =>
    later.ok !== before.ok ||
    later.code !== before.code ||
    later.results.some(
      ({ value }, i) =>
        value !== before.results[i]?.value && !isVolatile(tools, request.queries[i]?.key ?? ''),
    );
  const stays = isOther(await tools.call(freshNames(request), refusable));
  const other =
    stays || after.ok || failure !== undefined ? undefined : await faultOfTwoAtOnce(tools, request, before);
  if (other !== undefined) return blocked(other, `two calls at once, none cancelled, are not both served`);
  const byItself = stays
    ? undefined
    : await faultOneByOne(tools, () => ({
        request: freshNames(request),
        wrong: (later) =>
          later.faults[0]?.text ??
          (isOther(later) ? `${describe(later)}, not what it got before` : undefined),
      }));
  if (byItself !== undefined) return byItself;
  spoil(tools, requirement, stays);
  return failed(`the same request after a cancelled one: ${found.text}`, after, undefined, []);
}

const base = { requirement, when: [conditions.advertised], alone: 10 } as const;

/** Runs a script for each request: one after the other, or side by side where each would take long. */
async function forEachBaseline(
  tools: Tools,
  script: (baseline: Baseline, single: number) => Promise<Verdict | undefined>,
): Promise<Verdict> {
  const list = await baselines(tools);
  if ('outcome' in list) return list;
  const single = await singleMs(tools);
  if (single > 100 && tools.facts.limits.inFlight > 2 * list.length) {
    const verdicts = await Promise.all(list.map((baseline) => script(baseline, single)));
    return verdicts.find((verdict) => verdict !== undefined) ?? pass();
  }
  for (const baseline of list) {
    const verdict = await script(baseline, single);
    if (verdict !== undefined) return verdict;
  }
  return pass();
}

/** Checks that a cancelled call leaves nothing behind. */
export const afterCancelChecks: readonly EnvCheck[] = [
  ...moments.map(
    ({ slug, say, afterMs }): EnvCheck => ({
      ...base,
      name: `${requirement}/${slug}`,
      stimulus: `a call that is cancelled ${say}, then the same request`,
      expects: 'the answer that the request got before, on the same connection and on others',
      needs: wellFormed,
      async run(tools) {
        const lane = await tools.connect('wire');
        return forEachBaseline(tools, async (baseline, single) => {
          const { request, before } = baseline;
          for (let round = 0; round < (single > 100 ? 1 : 3); round++) {
            await cancel(lane, request, afterMs(Math.max(single, before.answer.durationMs)));
            const verdict = await judge(tools, baseline, await ask(tools, lane, request));
            if (verdict !== undefined) return verdict;
          }
          return single > 100
            ? undefined
            : judge(tools, baseline, await tools.call(request, { observe: false }));
        });
      },
    }),
  ),
  {
    ...base,
    name: `${requirement}/one-of-two`,
    stimulus: 'two equal calls at once, one of which is cancelled',
    expects: 'the other gets the answer that the request got before',
    needs: wellFormed,
    when: [conditions.advertised, severalAtOnce],
    async run(tools) {
      const lane = await tools.connect('wire');
      return forEachBaseline(tools, async (baseline, single) => {
        for (const wait of single > 100 ? [single / 2] : [undefined, 0, 1, single / 2]) {
          const cancelled = cancel(lane, baseline.request, wait);
          const [other] = await Promise.all([lane.call(baseline.request, { observe: false }), cancelled]);
          const settled = isExhausted(other) ? await ask(tools, lane, baseline.request) : other;
          const verdict = await judge(tools, baseline, settled);
          if (verdict !== undefined) return verdict;
        }
        return undefined;
      });
    },
  },
  {
    ...base,
    name: `${requirement}/past-deadline`,
    stimulus: 'a call whose deadline passes half-way through, then the same request',
    expects: 'the answer that the request got before',
    needs: wellFormed,
    async run(tools) {
      const lane = await tools.connect('wire');
      return forEachBaseline(tools, async (baseline, single) => {
        const { request, before } = baseline;
        const timeoutMs = Math.max(1, before.answer.durationMs / 2);
        for (let round = 0; round < (single > 100 ? 1 : 2); round++) {
          await lane.call(request, { ...refusable, timeoutMs, slot: false, retry: false });
          const verdict = await judge(tools, baseline, await ask(tools, lane, request));
          if (verdict !== undefined) return verdict;
        }
        return undefined;
      });
    },
  },
  {
    ...base,
    name: `${requirement}/its-keys-by-themselves`,
    stimulus: 'a cancelled batch, then each of its keys by itself',
    expects: 'the value that each key had before',
    needs: [...wellFormed, needs.twoAvailable],
    async run(tools) {
      const keys = (await tools.served()).slice(0, (await singleMs(tools)) > 100 ? 2 : 8);
      const ask1 = (key: Key): EnvRequest => freshNames(tools.request(queriesFor([key])));
      const before: Reply[] = [];
      for (const key of keys) before.push(await tools.call(ask1(key)));
      const premise = before.map((reply) => served(tools, reply)).find((verdict) => verdict !== undefined);
      if (premise !== undefined) return premise;
      const lane = await tools.connect('wire');
      for (const wait of [undefined, 1, 3])
        await cancel(lane, freshNames(tools.request(queriesFor(keys))), wait);
      for (const [index, key] of keys.entries()) {
        const first = before[index] as Reply;
        const after = await ask(tools, lane, ask1(key));
        // The names differ, and only they may.
        const renamed = {
          ...after,
          results: after.results.map((result, i) => ({
            ...result,
            name: first.results[i]?.name ?? result.name,
          })),
        };
        const verdict = await judge(tools, { request: first.request, before: first }, renamed);
        if (verdict !== undefined) return verdict;
      }
      return pass();
    },
  },
];
