import type { Verdict } from '../../../../contract.js';
import { codeName, statusCode } from '../../../../driver/answer.js';
import type { Pod } from '../../../../profile/profile.js';
import { conditions, wellFormed } from '../../needs.js';
import { encodeRequest, queriesFor } from '../../request.js';
import {
  blocked,
  describe,
  type EnvCheck,
  failed,
  type Reply,
  type ServedKey,
  type Tools,
} from '../../tools.js';
import { covers } from '../authorization/allowlist.js';
import { listOf, withList } from '../authorization/refusal.js';
import { hasStatus, judgeOwn, noStatus } from '../blame.js';
import { base, once } from '../once.js';
import { fitsPayload } from './legal-at-limit.js';
import { limitOf } from './request-fields.js';
import { mapBytes } from './sized-values.js';

type ListName = 'allowedNamespaces' | 'allowedFields';

const elsewhere = 'csi-env-elsewhere';
/** The list that permits everything. */
const everything = 'two-stars';

interface Spelling {
  readonly slug: string;
  readonly say: string;
  /** Whether it permits no more than the class's own list, has an item of no use to the class, or puts globs in place of its own. */
  readonly kind: 'own' | 'elsewhere' | 'glob';
  /** Whether INVALID_ARGUMENT is as good as OK: the contract does not say that such a list can be read. */
  readonly odd?: true;
  /** The list; undefined where a text makes none. `items` are those of the profile's list, trimmed, the one that counts last. */
  list(items: readonly string[], text: string): string | undefined;
}

/** Lists that permit what the class's own list permits, spelled differently (decision 25). */
const spellings: readonly Spelling[] = [
  { slug: 'literal', say: 'nothing but the text itself', kind: 'own', list: (_, text) => text },
  {
    slug: 'blanks-around-own',
    say: 'blanks around each item of its own',
    kind: 'own',
    list: (items) => items.map((item) => `  ${item}  `).join(','),
  },
  {
    slug: 'text-before-own',
    say: 'the text itself before its own',
    kind: 'own',
    list: (items, text) => (items.includes(text) ? undefined : [text, ...items].join(',')),
  },
  {
    slug: 'text-after-own',
    say: 'the text itself behind its own',
    kind: 'own',
    list: (items, text) => (items.includes(text) ? undefined : [...items, text].join(',')),
  },
  {
    slug: 'twice',
    say: 'each item twice',
    kind: 'own',
    odd: true,
    list: (items) => [...items, ...items].join(','),
  },
  {
    slug: 'trailing-comma',
    say: 'a comma at the end',
    kind: 'own',
    odd: true,
    list: (items) => `${items.join(',')},`,
  },
  {
    slug: 'empty-items',
    say: 'empty items between its own',
    kind: 'own',
    odd: true,
    list: (items) => `,,${items.join(',,')}`,
  },
  {
    slug: 'first',
    say: 'another item behind its own',
    kind: 'elsewhere',
    list: (items) => [...items.toReversed(), elsewhere].join(','),
  },
  {
    slug: 'last',
    say: 'another item before its own',
    kind: 'elsewhere',
    list: (items) => [elsewhere, ...items].join(','),
  },
  {
    slug: 'blank-after-comma',
    say: 'another item before its own, and a blank behind each comma',
    kind: 'elsewhere',
    list: (items) => [elsewhere, ...items].join(', '),
  },
  {
    slug: 'blanks-around',
    say: 'another item before its own, and blanks around each item',
    kind: 'elsewhere',
    list: (items) => [elsewhere, ...items].map((item) => `  ${item}  `).join(','),
  },
  {
    slug: 'among-many',
    say: 'its own behind forty others',
    kind: 'elsewhere',
    odd: true,
    list: (items) =>
      [...Array.from({ length: 40 }, (_, index) => `${elsewhere}-${index}`), ...items].join(','),
  },
];

const cutSegment = (key: string): readonly [folder: string, last: string] => {
  const at = key.lastIndexOf('/') + 1;
  return [key.slice(0, at), key.slice(at)];
};

/** Globs that cover a key; `*` stays within a segment, `**` crosses segments. */
const globs: readonly Spelling[] = [
  {
    slug: 'star-for-a-segment',
    say: 'a star for the last segment',
    kind: 'glob',
    list: (_, key) => `${cutSegment(key)[0]}*`,
  },
  {
    slug: 'star-behind-letters',
    say: 'a star for the end of the last segment',
    kind: 'glob',
    list: (_, key) => `${cutSegment(key)[0]}${cutSegment(key)[1].slice(0, 1)}*`,
  },
  {
    slug: 'star-for-the-first-segment',
    say: 'a star for the first segment',
    kind: 'glob',
    list: (_, key) => (key.includes('/') ? `*${key.slice(key.indexOf('/'))}` : undefined),
  },
  { slug: everything, say: 'two stars alone', kind: 'glob', list: () => '**' },
  {
    slug: 'two-stars-below-the-first',
    say: 'two stars behind the first segment',
    kind: 'glob',
    list: (_, key) => (key.includes('/') ? `${key.slice(0, key.indexOf('/'))}/**` : undefined),
  },
  {
    slug: 'two-stars-before-the-last',
    say: 'two stars before the last segment',
    kind: 'glob',
    list: (_, key) => (key.includes('/') ? `**/${cutSegment(key)[1]}` : undefined),
  },
  {
    slug: 'two-stars-in-the-middle',
    say: 'two stars between the first and the last segment',
    kind: 'glob',
    list: (_, key) =>
      key.split('/').length > 2 ? `${key.slice(0, key.indexOf('/'))}/**/${cutSegment(key)[1]}` : undefined,
  },
];

const spellingsOf: Readonly<Record<ListName, readonly Spelling[]>> = {
  allowedNamespaces: spellings,
  // Decision 25 is about paths: whether a namespace may be a glob is not said.
  allowedFields: [...spellings, ...globs],
};

const folders = { allowedNamespaces: 'allowed-namespaces', allowedFields: 'allowed-fields' } as const;

/** Checks that a class is honoured however its lists are spelled; only where the profile's class has them. */
export const permittingListChecks: readonly EnvCheck[] = (
  ['allowedNamespaces', 'allowedFields'] as const
).flatMap((name) =>
  spellingsOf[name].map(
    (spelling): EnvCheck => ({
      name: `request/legal-served/${folders[name]}/${spelling.slug}`,
      requirement: 'request/legal-served',
      stimulus: `a permitted query, with ${name} of the class spelled with ${spelling.say}`,
      expects: spelling.odd === true ? 'OK or INVALID_ARGUMENT' : 'OK',
      needs: wellFormed,
      when: [conditions.advertised],
      run: (tools) => judgeList(tools, name, spelling),
    }),
  ),
);

/** What came of a list; a verdict where it could not be tried. */
type Tried = { readonly request: ReturnType<Tools['request']>; readonly reply: Reply } | Verdict;

async function judgeList(tools: Tools, name: ListName, spelling: Spelling): Promise<Verdict> {
  if (listOf(tools, name) === undefined)
    return { outcome: 'not-applicable', reason: `the profile's class has no ${name}` };
  await base(tools);
  const tried = await tryAll(tools, name);
  const found = tried.get(spelling.slug) as Tried;
  if ('outcome' in found) return found;
  const { request, reply } = found;
  const what = `${name} with ${spelling.say}`;
  if (spelling.odd === true && reply.code === statusCode.INVALID_ARGUMENT && hasStatus(reply))
    return { outcome: 'pass', note: codeName(reply.code) };
  if (!isListRefusal(reply)) return judgeOwn(tools, reply, what);
  if (!takesAlike(tried, name, spelling)) {
    return { outcome: 'not-applicable', reason: `the driver takes no ${name} but those of its own class` };
  }
  // What refuses now and then is no matter of lists.
  const again = await tools.call(request);
  if (!hasStatus(again)) return noStatus(again, what);
  if (!isListRefusal(again))
    return blocked('idempotency/repeat', `${what} got ${describe(reply)}, and then ${describe(again)}`);
  return failed(`${what} got ${describe(reply)}, and other spellings of the list OK`, reply);
}

/**
 * Whether the driver takes other lists than that of its class, so that it may not refuse this one. One that knows the class may
 * refuse a list that permits more, and shows by another that permits more that it does not.
 */
function takesAlike(tried: ReadonlyMap<string, Tried>, name: ListName, { kind }: Spelling): boolean {
  return spellingsOf[name].some((one) => {
    const found = tried.get(one.slug);
    const isAlike =
      kind === 'own' || one.kind === 'elsewhere' || (kind === 'elsewhere' && one.slug === everything);
    return isAlike && found !== undefined && !('outcome' in found) && found.reply.ok;
  });
}

/** The codes with which a driver says that a list does not permit, or that it cannot read it. */
function isListRefusal(reply: Reply): boolean {
  const codes: readonly number[] = [
    statusCode.PERMISSION_DENIED,
    statusCode.NOT_FOUND,
    statusCode.INVALID_ARGUMENT,
  ];
  return hasStatus(reply) && codes.includes(reply.code);
}

/** Tries every spelling of a list, once a run: each is judged by what came of the others. */
function tryAll(tools: Tools, name: ListName): Promise<ReadonlyMap<string, Tried>> {
  return once(tools, `permitting/${name}`, async () => {
    const all = spellingsOf[name].map(
      async (spelling) => [spelling.slug, await tryOne(tools, name, spelling)] as const,
    );
    return new Map(await Promise.all(all));
  });
}

async function tryOne(tools: Tools, name: ListName, { list }: Spelling): Promise<Tried> {
  const given = listOf(tools, name) ?? '';
  const found = await subject(tools, name, given, list);
  if (found === undefined) {
    const reason = `nothing that ${name} covers makes such a list that is not the class's own`;
    return { outcome: 'not-applicable', reason };
  }
  const request = tools.request(queriesFor([found.key]), withList(tools, name, found.replaced));
  const tooLarge = fitsPayload(tools, encodeRequest(request));
  if (tooLarge !== undefined) return tooLarge;
  if (mapBytes(request.classParameters) > limitOf('NodeGetEnvVarsRequest.class_parameters'))
    return { outcome: 'not-applicable', reason: 'class_parameters would be over their limit' };
  return { request, reply: await tools.call(request) };
}

/** A served key with the list that its text, or that of the pod's namespace, makes; the key with the most segments first. */
async function subject(
  tools: Tools,
  name: ListName,
  given: string,
  list: Spelling['list'],
): Promise<{ readonly key: ServedKey; readonly replaced: string } | undefined> {
  const keys = [...(await tools.served())].sort(
    (a, b) => b.key.split('/').length - a.key.split('/').length || a.key.length - b.key.length,
  );
  for (const key of keys) {
    const text = name === 'allowedFields' ? key.key : (tools.profile.pod as Pod).namespace;
    if (/[,*]/.test(text) || !covers(given, text)) continue;
    const items = given
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
    const own = [
      ...items.filter((item) => !covers(item, text)),
      ...items.filter((item) => covers(item, text)),
    ];
    const replaced = list(own, text);
    if (replaced !== undefined && replaced !== given && covers(replaced, text)) return { key, replaced };
  }
  return undefined;
}
