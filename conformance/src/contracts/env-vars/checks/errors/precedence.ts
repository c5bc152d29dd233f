import type { Verdict } from '../../../../contract.js';
import { isCanonical, statusCode } from '../../../../driver/answer.js';
import type { Key } from '../../../../profile/profile.js';
import { withKeyAt } from '../../batches.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { type EnvRequest, podContext } from '../../request.js';
import { blocked, describe, type EnvCheck, failed, type Tools } from '../../tools.js';
import { hasStatus, judgeInvalid, noStatus, okInSpite, together, withTrueCode } from '../blame.js';
import { deniedByIdentity } from '../cases/given.js';
import { affordable, baseBatch, baseRequest, once } from '../once.js';
import { limits } from '../request/request-fields.js';
import { subdomainOf, textOf } from '../request/sized-values.js';
import { codesText, type Kind, type KindSlug, keyOf, kindSlugs, kinds, place, soloFault } from './kinds.js';

const when = [conditions.advertised];

/** A failing query and where it stands. */
interface Part {
  readonly kind: Kind;
  readonly index: number;
  readonly key?: Key;
}

/** errors/precedence: the codes that a mix of failures may get. */
function codesOf(parts: readonly Part[]): readonly number[] {
  const first = kindSlugs.find((slug) => parts.some(({ kind }) => kind.slug === slug));
  const codes = first === undefined ? [] : kinds[first].codes;
  // Its size is only known once the backend was asked, so an over-long value may be told before or after the others.
  return parts.some(({ kind }) => kind.slug === 'oversized') ? [...codes, ...kinds.oversized.codes] : codes;
}

/** Asks for several failing queries in one batch; each has to get its own status at its place first. */
async function mix(tools: Tools, size: number, parts: readonly Part[], times = 1): Promise<Verdict> {
  const base = await baseBatch(tools, size);
  for (const { kind, index, key } of parts) {
    const fault =
      key === undefined
        ? await soloFault(tools, kind, index, size)
        : await keyFault(tools, kind, key, index, size);
    if (fault !== undefined) return fault;
  }
  const request = parts.reduce(
    (made, { kind, index, key }) => place(made, index, kind, key ?? keyOf(kind, tools.profile)),
    base,
  );
  const codes = codesOf(parts);
  const what = parts.map(({ kind, index }) => `${kind.say} in place ${index + 1}`).join(' and ');
  for (let time = 0; time < times; time++) {
    const verdict = await judgeMixed(tools, request, codes, what);
    if (verdict.outcome !== 'pass') return verdict;
  }
  return { outcome: 'pass' };
}

async function judgeMixed(
  tools: Tools,
  request: EnvRequest,
  codes: readonly number[],
  what: string,
): Promise<Verdict> {
  const reply = await withTrueCode(tools, await tools.call(request, { observe: false }));
  if (!hasStatus(reply)) return noStatus(reply, what);
  if (codes.includes(reply.code)) return { outcome: 'pass' };
  if (reply.code === statusCode.OK) return okInSpite(tools, reply, what);
  if (!isCanonical(reply.code)) return blocked('errors/canonical', `${what} got ${describe(reply)}`);
  if (reply.code === statusCode.UNIMPLEMENTED && !codes.includes(statusCode.INVALID_ARGUMENT))
    return blocked('capability/implemented', `${what} got UNIMPLEMENTED`);
  return failed(`${what} got ${describe(reply)} instead of ${codesText(codes)}`, reply);
}

/** Why a key does not get its kind's status at its place. */
async function keyFault(
  tools: Tools,
  kind: Kind,
  key: Key,
  index: number,
  size: number,
): Promise<Verdict | undefined> {
  const id = `key/${kind.slug}/${kind.keys(tools.profile).indexOf(key)}/${index}/${size}`;
  const reply = await once(tools, id, async () =>
    tools.call(withKeyAt(await baseBatch(tools, size), index, key), { observe: false }),
  );
  if (kind.codes.includes(reply.code)) return undefined;
  const fault = await soloFault(tools, kind, index, size);
  return fault ?? { outcome: 'untested', reason: `another key of keys.${kind.slug} gets ${describe(reply)}` };
}

const pairs = kindSlugs.flatMap((a) => kindSlugs.filter((b) => a !== b).map((b) => [a, b] as const));

const layouts = [
  { slug: 'neighbours-of-17', say: 'side by side in a batch of 17', size: 17, at: [8, 9] },
  { slug: 'ends-of-17', say: 'at the two ends of a batch of 17', size: 17, at: [0, 16] },
  { slug: 'ends-of-51', say: 'at the two ends of a batch of 51', size: 51, at: [0, 50] },
] as const;

const needsFor = (slugs: readonly KindSlug[]) => [
  ...wellFormed,
  ...slugs.flatMap((slug) => kinds[slug].need ?? []),
];

function permutations<T>(list: readonly T[]): T[][] {
  if (list.length <= 1) return [[...list]];
  return list.flatMap((one, index) =>
    permutations([...list.slice(0, index), ...list.slice(index + 1)]).map((rest) => [one, ...rest]),
  );
}

const sets: readonly (readonly KindSlug[])[] = [
  ['malformed', 'denied', 'missing', 'failing'],
  ['malformed', 'missing', 'failing'],
  ['denied', 'missing', 'failing'],
  ['denied', 'missing'],
  ['missing', 'failing'],
];

/** Ways to be malformed that lie outside of the other failure's query. */
const malformations: readonly {
  readonly slug: string;
  readonly say: string;
  change(request: EnvRequest): EnvRequest;
}[] = [
  {
    slug: 'no-class',
    say: 'a request without a class',
    change: (request) => ({ ...request, className: '' }),
  },
  {
    slug: 'long-class',
    say: 'a class one byte over its limit',
    change: (request) => ({ ...request, className: subdomainOf(limits.className + 1) }),
  },
  {
    slug: 'long-version',
    say: 'a version one byte over its limit',
    change: (request) => ({ ...request, version: textOf(limits.version + 1, 'v') }),
  },
  {
    slug: 'empty-pod-uid',
    say: 'an empty podUID',
    change: (request) => ({ ...request, podContext: { ...request.podContext, podUID: '' } }),
  },
  {
    slug: 'no-key',
    say: 'another query without a key',
    change: (request) => ({ ...request, queries: [...request.queries, { name: 'CSI_ENV_NO_KEY', key: '' }] }),
  },
  {
    slug: 'no-name',
    say: 'another query without a name',
    change: (request) => withLast(request, (query) => ({ ...query, name: '' })),
  },
  {
    slug: 'long-name',
    say: 'another query with a name one byte over its limit',
    change: (request) => withLast(request, (query) => ({ ...query, name: 'N'.repeat(limits.name + 1) })),
  },
];

function withLast(
  request: EnvRequest,
  change: (query: EnvRequest['queries'][number]) => EnvRequest['queries'][number],
): EnvRequest {
  const [first] = request.queries;
  return first === undefined
    ? request
    : { ...request, queries: [...request.queries, change({ ...first, name: 'CSI_ENV_LAST' })] };
}

/** A malformed request, with a failing query in it beside; INVALID_ARGUMENT has to come out. */
async function malformedBeside(
  tools: Tools,
  slug: KindSlug,
  malformation: (typeof malformations)[number],
): Promise<Verdict> {
  const kind = kinds[slug];
  const fault = await soloFault(tools, kind, 0, 1);
  if (fault !== undefined) return fault;
  const base = await baseRequest(tools);
  const plain = await once(tools, `malformed/${malformation.slug}`, () =>
    tools.call(malformation.change(base), { observe: false }),
  );
  if (plain.code !== statusCode.INVALID_ARGUMENT) {
    const rule = malformation.slug.startsWith('long')
      ? 'request/field-size'
      : malformation.slug === 'empty-pod-uid'
        ? 'request/pod-context-keys'
        : 'request/required-fields';
    const verdict = await judgeInvalid(tools, plain, malformation.say);
    return verdict.outcome === 'fail' ? blocked(rule, `${malformation.say} got ${describe(plain)}`) : verdict;
  }
  const served = malformation.change(base);
  const key = keyOf(kind, tools.profile);
  // The other failure takes the place of the served key, and stands before what is malformed in the list.
  const queries = served.queries.map((query, at) =>
    at === 0 && key !== undefined ? { name: query.name, key: key.key, parameters: key.parameters } : query,
  );
  return judgeMixed(
    tools,
    { ...served, queries },
    [statusCode.INVALID_ARGUMENT],
    `${malformation.say} beside ${kind.say}`,
  );
}

/** Checks of `errors/precedence` beside the declarative ones. */
export const precedenceChecks: readonly EnvCheck[] = [
  ...layouts.flatMap(({ slug, say, size, at }) =>
    pairs.map(
      ([a, b]): EnvCheck => ({
        name: `errors/precedence/${slug}/${a}-then-${b}`,
        requirement: 'errors/precedence',
        stimulus: `${kinds[a].say} before ${kinds[b].say}, ${say}`,
        expects: codesText(codesOf([a, b].map((slug) => ({ kind: kinds[slug], index: 0 })))),
        needs: needsFor([a, b]),
        when,
        run: (tools) =>
          mix(tools, size, [
            { kind: kinds[a], index: at[0] },
            { kind: kinds[b], index: at[1] },
          ]),
      }),
    ),
  ),
  ...(['denied', 'failing'] as const).flatMap((other) =>
    (
      [
        [other, 'oversized'],
        ['oversized', other],
      ] as const
    ).map(
      (order): EnvCheck => ({
        name: `errors/precedence/${order.join('-then-')}`,
        requirement: 'errors/precedence',
        stimulus: `${kinds[order[0]].say} before ${kinds[order[1]].say}`,
        expects: codesText(codesOf(order.map((slug) => ({ kind: kinds[slug], index: 0 })))),
        needs: needsFor(order),
        when,
        run: (tools) =>
          mix(
            tools,
            2,
            order.map((slug, index) => ({ kind: kinds[slug], index })),
          ),
      }),
    ),
  ),
  ...sets.map(
    (set): EnvCheck => ({
      name: `errors/precedence/permutations/${set.join('-')}`,
      requirement: 'errors/precedence',
      stimulus: `${set.length} queries that fail differently, in every order`,
      expects: `${codesText(codesOf(set.map((slug) => ({ kind: kinds[slug], index: 0 }))))} in each`,
      needs: needsFor(set),
      when,
      async run(tools) {
        const orders = await affordable(tools, permutations(set), 3);
        return together(
          await Promise.all(
            orders.map((order) =>
              mix(
                tools,
                set.length + 1,
                order.map((slug, index) => ({ kind: kinds[slug], index })),
                2,
              ),
            ),
          ),
        );
      },
    }),
  ),
  ...(
    [
      ['missing', 'failing'],
      ['denied', 'missing'],
      ['denied', 'failing'],
    ] as const
  ).map(
    ([a, b]): EnvCheck => ({
      name: `errors/precedence/every-key/${a}-and-${b}`,
      requirement: 'errors/precedence',
      stimulus: `each pair of a key of keys.${a} and one of keys.${b}, in both orders`,
      expects: `${codesText(kinds[a].codes)} for each`,
      needs: needsFor([a, b]),
      when,
      async run(tools) {
        const known = (slug: KindSlug) =>
          kinds[slug]
            .keys(tools.profile)
            .filter((key) => (key as { exists?: boolean }).exists !== false)
            .slice(0, 4);
        const both = known(a).flatMap((one) =>
          known(b).flatMap(
            (other) =>
              [
                [
                  [a, one],
                  [b, other],
                ],
                [
                  [b, other],
                  [a, one],
                ],
              ] as const,
          ),
        );
        const verdicts = await Promise.all(
          (await affordable(tools, both, 4)).map((order) =>
            mix(
              tools,
              2,
              order.map(([slug, key], index) => ({ kind: kinds[slug], index, key })),
            ),
          ),
        );
        // One key of a list that is told otherwise does not hide what the others show.
        const told = verdicts.filter(({ outcome }) => outcome !== 'untested');
        return together(told.length === 0 ? verdicts : told);
      },
    }),
  ),
  ...malformations.flatMap((malformation) =>
    (['denied', 'missing', 'failing'] as const).map(
      (slug): EnvCheck => ({
        name: `errors/precedence/malformed/${malformation.slug}-and-${slug}`,
        requirement: 'errors/precedence',
        stimulus: `${malformation.say} beside ${kinds[slug].say}`,
        expects: 'INVALID_ARGUMENT',
        needs: needsFor([slug]),
        when,
        run: (tools) => malformedBeside(tools, slug, malformation),
      }),
    ),
  ),
  ...(['malformed', 'missing', 'failing'] as const).map(
    (slug): EnvCheck => ({
      name: `errors/precedence/denied-identity-and-${slug}`,
      requirement: 'errors/precedence',
      stimulus: `${kinds[slug].say} for a pod whose service account the class does not permit`,
      expects: slug === 'malformed' ? 'INVALID_ARGUMENT' : 'PERMISSION_DENIED',
      needs: [...needsFor([slug]), needs.deniedPods],
      when,
      async run(tools) {
        const [pod] = deniedByIdentity(tools.profile);
        if (pod === undefined)
          return {
            outcome: 'not-applicable',
            reason: 'the profile lists no denied pod in a permitted namespace',
          };
        const base = await baseRequest(tools);
        const context = podContext(pod);
        const plain = await tools.call(
          { ...base, podContext: context },
          { observe: false, expectValues: false },
        );
        if (!hasStatus(plain)) return noStatus(plain, 'a pod that is not permitted');
        if (plain.ok) return blocked('authorization/identity', 'a pod that is not permitted is served');
        if (plain.code !== statusCode.PERMISSION_DENIED)
          return blocked('errors/permission-denied', `a pod that is not permitted got ${describe(plain)}`);
        const fault = await soloFault(tools, kinds[slug], 0, 1);
        if (fault !== undefined) return fault;
        const request = {
          ...place(base, 0, kinds[slug], keyOf(kinds[slug], tools.profile)),
          podContext: context,
        };
        const codes = slug === 'malformed' ? kinds.malformed.codes : kinds.denied.codes;
        return judgeMixed(tools, request, codes, `${kinds[slug].say} for a pod that is not permitted`);
      },
    }),
  ),
];
