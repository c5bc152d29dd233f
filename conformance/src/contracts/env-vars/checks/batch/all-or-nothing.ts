import { type Need, pass, type Verdict } from '../../../../contract.js';
import type { Key, Profile } from '../../../../profile/profile.js';
import { indexOf, positions, servedBatch, withKeyAt } from '../../batches.js';
import { conditions, needs } from '../../needs.js';
import { decodeResponse, queriesFor } from '../../request.js';
import { blocked, describe, type EnvCheck, failed, premiseOk, type Reply, type Tools } from '../../tools.js';
import { refusable } from '../authorization/refusal.js';
import { batchOfOtherPod, ofAnotherPod, otherPod } from '../other-pod.js';
import { breaksSize } from '../values/oversized.js';

/** Kinds of keys that fail, each with the requirement at fault where one of them is served by itself. */
const kinds: readonly {
  readonly slug: 'missing' | 'denied' | 'failing' | 'oversized';
  readonly say: string;
  readonly need: Need<Profile>;
  readonly servedIsFaultOf: string | undefined;
  keys(profile: Profile): readonly Key[];
}[] = [
  {
    slug: 'missing',
    say: 'a key that does not exist',
    need: needs.missing,
    servedIsFaultOf: 'errors/not-found',
    keys: (p) => p.keys.missing,
  },
  {
    slug: 'denied',
    say: 'a key that the class may not read',
    need: needs.denied,
    servedIsFaultOf: 'authorization/field',
    keys: (p) => p.keys.denied,
  },
  {
    slug: 'failing',
    say: 'a key for which the backend fails',
    need: needs.failing,
    servedIsFaultOf: undefined,
    keys: (p) => p.keys.failing,
  },
  {
    slug: 'oversized',
    say: 'a key whose value is over the limit',
    need: needs.oversized,
    servedIsFaultOf: undefined,
    keys: (p) => p.keys.oversized,
  },
];

const sizes = [2, 3, 17, 50] as const;

/**
 * Whether results came beside a status other than OK. Stock clients keep the status alone, so the call is made again with the wire
 * client where one of them made it.
 */
async function hasResults(tools: Tools, reply: Reply): Promise<boolean> {
  const lane = tools.shared.client.kind === 'wire' ? undefined : await tools.connect('wire');
  const { answer } = lane === undefined ? reply : await lane.call(reply.request, { observe: false });
  if (answer.code === 0 || answer.failure !== undefined || answer.body === undefined) return false;
  return (decodeResponse(answer.body, 1)?.length ?? 0) > 0;
}

/** batch/all-or-nothing: a non-OK status and no results, whatever the position and kind of the failure. */
async function judgeFailed(tools: Tools, reply: Reply, say: string): Promise<Verdict> {
  // A value that is cut to the limit, or longer than it, is no failing query: values/size judges that.
  if (
    reply.ok &&
    reply.aligned.some((result) => breaksSize(tools, result.value)) &&
    say.includes('over the limit')
  ) {
    return blocked('values/size', 'a value over the limit is served');
  }
  if (reply.answer.code === 0) return failed(`a batch with ${say} got ${describe(reply)}`, reply);
  if (reply.answer.failure !== undefined)
    return { outcome: 'error', message: `a batch with ${say} got ${describe(reply)}` };
  if (await hasResults(tools, reply)) {
    return failed(`a batch with ${say} got ${describe(reply)} and results beside the status`, reply);
  }
  return pass();
}

/** Whether the key fails by itself; otherwise the verdict that says who is at fault. */
async function failsAlone(
  tools: Tools,
  key: Key,
  kind: (typeof kinds)[number],
): Promise<Verdict | undefined> {
  const alone = await tools.call(tools.request(queriesFor([key])), { observe: false });
  if (alone.answer.failure !== undefined)
    return { outcome: 'error', message: `${kind.say} got ${describe(alone)} by itself` };
  if (alone.answer.code !== 0) return undefined;
  if (alone.aligned.some((result) => result.error !== '')) {
    return failed(`${kind.say} got OK with an error in its result, though its query is not optional`, alone);
  }
  if (kind.servedIsFaultOf !== undefined)
    return blocked(kind.servedIsFaultOf, `${kind.say} is served by itself`);
  return {
    outcome: 'untested',
    reason: `the profile lists the key under keys.${kind.slug}, but the driver serves it by itself`,
  };
}

/** Checks of failing queries among served ones. */
export const allOrNothingChecks: readonly EnvCheck[] = kinds.flatMap((kind) => [
  ...sizes.flatMap((size) =>
    positions
      .filter((position) => size > 2 || position !== 'middle')
      .map(
        (position): EnvCheck => ({
          name: `batch/all-or-nothing/${kind.slug}-${position}-of-${size}`,
          requirement: 'batch/all-or-nothing',
          stimulus: `a batch of ${size} with ${kind.say} in the ${position} place and served keys in all others`,
          expects: 'a status other than OK, and no results',
          needs: [needs.providerClass, needs.pod, needs.available, kind.need],
          when: [conditions.advertised],
          async run(tools) {
            const [key] = kind.keys(tools.profile);
            if (key === undefined) return { outcome: 'untested', reason: `keys.${kind.slug} is empty` };
            const served = await failsAlone(tools, key, kind);
            if (served !== undefined) return served;
            const { request } = await servedBatch(tools, size);
            premiseOk(await tools.call(request), ['batch/no-error-in-ok']);
            return judgeFailed(
              tools,
              await tools.call(withKeyAt(request, indexOf(position, size), key), { observe: false }),
              kind.say,
            );
          },
        }),
      ),
  ),
  {
    name: `batch/all-or-nothing/${kind.slug}-other-pod`,
    requirement: 'batch/all-or-nothing',
    stimulus: `three queries of a further permitted pod, the middle one for ${kind.say}`,
    expects: 'a status other than OK, and no results',
    needs: [needs.providerClass, needs.pod, needs.available, needs.pods, kind.need],
    when: [conditions.advertised],
    async run(tools) {
      const [key] = kind.keys(tools.profile);
      if (key === undefined) return { outcome: 'untested', reason: `keys.${kind.slug} is empty` };
      const pod = await otherPod(tools);
      const alone = await tools.call(pod.ask(queriesFor([key])), refusable);
      // Another pod may have other keys.
      if (alone.answer.code === 0)
        return { outcome: 'untested', reason: `keys.${kind.slug}[0] is served to pods[0]` };
      const { request } = await batchOfOtherPod(tools, pod, 3);
      premiseOk(await tools.call(request, ofAnotherPod), ['batch/no-error-in-ok']);
      return judgeFailed(tools, await tools.call(withKeyAt(request, 1, key), refusable), kind.say);
    },
  } satisfies EnvCheck,
  {
    name: `batch/all-or-nothing/${kind.slug}-every-key`,
    requirement: 'batch/all-or-nothing',
    stimulus: `batches of a served key and each key of keys.${kind.slug}, twice`,
    expects: 'a status other than OK each time',
    needs: [needs.providerClass, needs.pod, needs.available, kind.need],
    when: [conditions.advertised],
    async run(tools) {
      const [good] = await tools.served();
      if (good === undefined) return { outcome: 'untested', reason: 'no key is served' };
      for (const key of kind.keys(tools.profile).slice(0, 20)) {
        const served = await failsAlone(tools, key, kind);
        if (served?.outcome === 'untested') continue;
        if (served !== undefined) return served;
        for (const keys of [
          [good, key],
          [key, good],
        ]) {
          const verdict = await judgeFailed(
            tools,
            await tools.call(tools.request(queriesFor(keys)), { observe: false }),
            kind.say,
          );
          if (verdict.outcome !== 'pass') return verdict;
        }
      }
      return pass();
    },
  },
]);
