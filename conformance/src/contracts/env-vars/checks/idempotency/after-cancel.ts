import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';
import { pass, type Verdict } from '../../../../contract.js';
import type { Key } from '../../../../profile/profile.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { type EnvRequest, queriesFor } from '../../request.js';
import { blocked, describe, type EnvCheck, failed, type Lane, type Reply, type Tools } from '../../tools.js';
import { refusable } from '../authorization/refusal.js';
import { isExhausted, singleMs } from '../concurrency/burst.js';
import { severalAtOnce } from './concurrent.js';
import { difference, served, servedRequests } from './same-results.js';

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

/** Requests to cancel, each with what it gets when nobody cancels anything. */
async function baselines(
  tools: Tools,
): Promise<readonly { readonly request: EnvRequest; readonly before: Reply }[] | Verdict> {
  const [one, eachKey] = servedRequests;
  const list: { request: EnvRequest; before: Reply }[] = [];
  for (const repeated of [one, eachKey]) {
    const request = await (repeated as (typeof servedRequests)[number]).build(tools);
    const before = await tools.call(request);
    const premise = served(before);
    if (premise !== undefined) return premise;
    list.push({ request, before });
  }
  // No cache answers for what is not there, so a call for it is cancelled in the midst of its work.
  const missing = tools.profile.keys.missing[0];
  if (missing !== undefined) {
    const request = tools.request(queriesFor([missing]));
    list.push({ request, before: await tools.call(request, refusable) });
  }
  for (const { request, before } of list) {
    const again = difference(tools, before, await tools.call(request, refusable));
    if (again !== undefined) return blocked('idempotency/repeat', `without any cancellation: ${again.text}`);
  }
  return list;
}

/** Judges the answer that follows a cancelled call. */
function judge(tools: Tools, before: Reply, after: Reply): Verdict | undefined {
  const { failure } = after.answer;
  if (failure !== undefined && failure !== 'deadline')
    return { outcome: 'error', message: `after a cancelled call: ${describe(after)}` };
  if (isExhausted(after))
    return blocked('concurrency/in-flight', 'the slot of a cancelled call does not come back');
  const found = difference(tools, before, after);
  if (found === undefined) return undefined;
  // What the driver holds in memory is spoilt from here on; other rules are not to blame for it.
  tools.shared.valuesHold = false;
  return failed(`the same request after a cancelled one: ${found.text}`, after);
}

const base = { requirement, when: [conditions.advertised], alone: 10 } as const;

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
        const list = await baselines(tools);
        if ('outcome' in list) return list;
        const single = await singleMs(tools);
        const lane = await tools.connect('wire');
        for (let round = 0; round < (single > 100 ? 1 : 3); round++) {
          for (const { request, before } of list) {
            await cancel(lane, request, afterMs(Math.max(single, before.answer.durationMs)));
            const verdict = judge(tools, before, await ask(tools, lane, request));
            if (verdict !== undefined) return verdict;
          }
        }
        for (const { request, before } of list) {
          const verdict = judge(tools, before, await tools.call(request, { observe: false }));
          if (verdict !== undefined) return verdict;
        }
        return pass();
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
      const list = await baselines(tools);
      if ('outcome' in list) return list;
      const single = await singleMs(tools);
      const lane = await tools.connect('wire');
      for (const { request, before } of list) {
        for (const wait of single > 100 ? [single / 2] : [undefined, 0, 1, single / 2]) {
          const cancelled = cancel(lane, request, wait);
          const [other] = await Promise.all([lane.call(request, { observe: false }), cancelled]);
          const verdict = judge(tools, before, isExhausted(other) ? await ask(tools, lane, request) : other);
          if (verdict !== undefined) return verdict;
        }
      }
      return pass();
    },
  },
  {
    ...base,
    name: `${requirement}/past-deadline`,
    stimulus: 'a call whose deadline passes half-way through, then the same request',
    expects: 'the answer that the request got before',
    needs: wellFormed,
    async run(tools) {
      const list = await baselines(tools);
      if ('outcome' in list) return list;
      const lane = await tools.connect('wire');
      for (const { request, before } of list) {
        for (let i = 0; i < 2; i++) {
          await lane.call(request, {
            ...refusable,
            timeoutMs: Math.max(1, before.answer.durationMs / 2),
            slot: false,
            retry: false,
          });
          const verdict = judge(tools, before, await ask(tools, lane, request));
          if (verdict !== undefined) return verdict;
        }
      }
      return pass();
    },
  },
  {
    ...base,
    name: `${requirement}/mixed-keys`,
    stimulus: 'a cancelled batch, then each of its keys by itself',
    expects: 'the value that each key had before',
    needs: [...wellFormed, needs.twoAvailable],
    async run(tools) {
      const keys = (await tools.served()).slice(0, (await singleMs(tools)) > 100 ? 2 : 8);
      const requests = keys.map((key: Key) => tools.request(queriesFor([key], 'SINGLE_')));
      const before: Reply[] = [];
      for (const request of requests) before.push(await tools.call(request));
      const premise = before.map(served).find((verdict) => verdict !== undefined);
      if (premise !== undefined) return premise;
      const lane = await tools.connect('wire');
      for (const wait of [undefined, 1, 3]) await cancel(lane, tools.request(queriesFor(keys)), wait);
      for (const [index, request] of requests.entries()) {
        const verdict = judge(tools, before[index] as Reply, await ask(tools, lane, request));
        if (verdict !== undefined) return verdict;
      }
      return pass();
    },
  },
];
