import type { Need, Verdict } from '../../../../contract.js';
import { codeName, isCanonical, statusCode } from '../../../../driver/answer.js';
import type { Key, Profile } from '../../../../profile/profile.js';
import { withKeyAt } from '../../batches.js';
import { needs } from '../../needs.js';
import type { EnvRequest } from '../../request.js';
import { blocked, describe, type Reply, type Tools } from '../../tools.js';
import { hasStatus, noStatus, okInSpite, withTrueCode } from '../blame.js';
import { baseBatch, once } from '../once.js';

/** Kinds of failing queries, in the order of `errors/precedence`. */
export const kindSlugs = ['malformed', 'denied', 'missing', 'failing'] as const;
export type KindSlug = (typeof kindSlugs)[number] | 'oversized';

/** What a failing query is, and what it gets by itself. */
export interface Kind {
  readonly slug: KindSlug;
  readonly say: string;
  readonly need: Need<Profile> | undefined;
  readonly codes: readonly number[];
  /** Requirement at fault when it gets another status. */
  readonly rule: string;
  /** Requirement at fault when it is served; undefined where only the profile would be wrong. */
  readonly served: string | undefined;
  keys(profile: Profile): readonly Key[];
}

const kind = (
  slug: KindSlug,
  say: string,
  need: Kind['need'],
  codes: readonly number[],
  rule: string,
  served: string | undefined,
  keys: Kind['keys'] = () => [],
): Kind => ({ slug, say, need, codes, rule, served, keys });

/** Every kind by its name. */
export const kinds: Readonly<Record<KindSlug, Kind>> = {
  malformed: kind(
    'malformed',
    'a query with "=" in its name',
    undefined,
    [statusCode.INVALID_ARGUMENT],
    'request/env-name',
    'request/env-name',
  ),
  denied: kind(
    'denied',
    'a denied key',
    needs.denied,
    [statusCode.PERMISSION_DENIED],
    'errors/permission-denied',
    'authorization/field',
    (p) => p.keys.denied,
  ),
  missing: kind(
    'missing',
    'a missing key',
    needs.missing,
    [statusCode.NOT_FOUND],
    'errors/not-found',
    'errors/not-found',
    (p) => p.keys.missing,
  ),
  failing: kind(
    'failing',
    'a key for which the backend fails',
    needs.failing,
    [statusCode.INTERNAL, statusCode.UNAVAILABLE],
    'errors/backend',
    undefined,
    (p) => p.keys.failing,
  ),
  oversized: kind(
    'oversized',
    'a key whose value is too long',
    needs.oversized,
    [statusCode.INVALID_ARGUMENT],
    'values/size',
    undefined,
    (p) => p.keys.oversized,
  ),
};

/** The key of a kind that is asked for; denied ones of which it is known that they exist, where there are such. */
export function keyOf({ slug, keys }: Kind, profile: Profile): Key | undefined {
  if (slug === 'denied')
    return profile.keys.denied.find(({ exists }) => exists === true) ?? profile.keys.denied[0];
  return keys(profile)[0];
}

/** Puts a failing query into a batch. */
export function place(request: EnvRequest, index: number, { slug }: Kind, key: Key | undefined): EnvRequest {
  if (slug !== 'malformed') return key === undefined ? request : withKeyAt(request, index, key);
  const queries = request.queries.map((query, at) =>
    at === index ? { ...query, name: `CSI=ENV_${index}` } : query,
  );
  return { ...request, queries };
}

/** A failing query at one place of a batch of served keys otherwise, asked once a run. */
export function solo(tools: Tools, one: Kind, index: number, size: number): Promise<Reply> {
  return once(tools, `solo/${one.slug}/${index}/${size}`, async () =>
    tools.call(place(await baseBatch(tools, size), index, one, keyOf(one, tools.profile)), {
      observe: false,
    }),
  );
}

/** Why a failing query does not get its own status at that place, as a verdict; undefined where it does. */
export async function soloFault(
  tools: Tools,
  one: Kind,
  index: number,
  size: number,
): Promise<Verdict | undefined> {
  if (size > 1) {
    const fault = await soloFault(tools, one, 0, 1);
    if (fault !== undefined) return fault;
  }
  const reply = await withTrueCode(tools, await solo(tools, one, index, size));
  if (isUnanswered(one, reply)) return blocked('errors/backend', `${one.say} got ${describe(reply)}`);
  if (!hasStatus(reply)) return noStatus(reply, one.say);
  if (one.codes.includes(reply.code)) return undefined;
  const what = `${one.say}${size === 1 ? '' : ` in place ${index + 1} of ${size}`} by itself got ${describe(reply)}`;
  if (!isCanonical(reply.code)) return blocked('errors/canonical', what);
  if (reply.code === statusCode.UNIMPLEMENTED && one.slug !== 'malformed')
    return blocked('capability/implemented', what);
  if (reply.code !== statusCode.OK) {
    // A listed key that gets the code of a rule that is kept is a wrong line of the profile.
    return one.slug === 'oversized' ? untested(one, what) : blocked(one.rule, what);
  }
  const byItself = size === 1 ? reply : await solo(tools, one, 0, 1);
  if (byItself.code !== statusCode.OK && one.slug !== 'malformed' && one.slug !== 'denied')
    return okInSpite(tools, reply, what);
  return one.served === undefined ? untested(one, what) : blocked(one.served, what);
}

/** errors/backend is at fault where a failing backend gets no answer in time. */
function isUnanswered({ slug }: Kind, { answer, code }: Reply): boolean {
  return (
    slug === 'failing' &&
    (answer.failure === 'deadline' || code === statusCode.DEADLINE_EXCEEDED || code === statusCode.CANCELLED)
  );
}

const untested = ({ slug }: Kind, what: string): Verdict => ({
  outcome: 'untested',
  reason: `the driver contradicts keys.${slug}[0] of the profile: ${what}`,
});

/** Codes in words. */
export function codesText(codes: readonly number[]): string {
  return codes.map(codeName).join(' or ');
}
