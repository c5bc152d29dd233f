import type { Verdict } from '../../../../contract.js';
import { statusCode } from '../../../../driver/answer.js';
import type { Pod } from '../../../../profile/profile.js';
import { conditions, wellFormed } from '../../needs.js';
import { type EnvRequest, encodeRequest, queriesFor } from '../../request.js';
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
import { judgeOwn } from '../blame.js';
import { once } from '../once.js';
import { fitsPayload } from './legal-at-limit.js';
import { limitOf } from './request-fields.js';
import { mapBytes } from './sized-values.js';

type ListName = 'allowedNamespaces' | 'allowedFields';

const elsewhere = 'csi-env-elsewhere';

interface Spelling {
  readonly slug: string;
  readonly say: string;
  /** The list; undefined where a text makes none. `own` are the items of the profile's list, trimmed, the one that counts last. */
  list(own: readonly string[], text: string): string | undefined;
}

/** Lists that permit what the class's own list permits, spelled differently (decision 25). */
const spellings: readonly Spelling[] = [
  {
    slug: 'blank-after-comma',
    say: 'a blank behind each comma',
    list: (own) => [elsewhere, ...own].join(', '),
  },
  {
    slug: 'blanks-around',
    say: 'blanks around each item',
    list: (own) => [elsewhere, ...own].map((item) => `  ${item}  `).join(','),
  },
  { slug: 'last', say: 'the other item before its own', list: (own) => [elsewhere, ...own].join(',') },
  { slug: 'trailing-comma', say: 'a comma at the end', list: (own) => `${own.join(',')},` },
  { slug: 'empty-items', say: 'empty items between its own', list: (own) => `,,${own.join(',,')}` },
  { slug: 'twice', say: 'each item twice', list: (own) => [...own, ...own].join(',') },
  {
    slug: 'among-many',
    say: 'its own behind forty others',
    list: (own) => [...Array.from({ length: 40 }, (_, index) => `${elsewhere}-${index}`), ...own].join(','),
  },
  { slug: 'literal', say: 'nothing but the text itself', list: (_, text) => text },
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
    list: (_, key) => `${cutSegment(key)[0]}*`,
  },
  {
    slug: 'star-behind-letters',
    say: 'a star for the end of the last segment',
    list: (_, key) => `${cutSegment(key)[0]}${cutSegment(key)[1].slice(0, 1)}*`,
  },
  {
    slug: 'star-for-the-first-segment',
    say: 'a star for the first segment',
    list: (_, key) => (key.includes('/') ? `*${key.slice(key.indexOf('/'))}` : undefined),
  },
  { slug: 'two-stars', say: 'two stars alone', list: () => '**' },
  {
    slug: 'two-stars-below-the-first',
    say: 'two stars behind the first segment',
    list: (_, key) => (key.includes('/') ? `${key.slice(0, key.indexOf('/'))}/**` : undefined),
  },
];

/** The same behind which one more item stands: a driver that refuses it takes no lists but its own. */
const longer = (own: readonly string[]): string => [...own.toReversed(), elsewhere].join(',');

/** Checks that a class is honoured however its lists are spelled; only where the profile's class has them. */
export const permittingListChecks: readonly EnvCheck[] = (
  [
    ['allowed-namespaces', 'allowedNamespaces', spellings],
    ['allowed-fields', 'allowedFields', [...spellings, ...globs]],
  ] as const
).flatMap(([folder, name, all]) =>
  all.map(
    (spelling): EnvCheck => ({
      name: `request/legal-served/${folder}/${spelling.slug}`,
      requirement: 'request/legal-served',
      stimulus: `a permitted query, with ${name} of the class spelled with ${spelling.say}`,
      expects: 'OK',
      needs: wellFormed,
      when: [conditions.advertised],
      run: (tools) => judgeList(tools, name, spelling),
    }),
  ),
);

async function judgeList(tools: Tools, name: ListName, { list, say }: Spelling): Promise<Verdict> {
  const given = listOf(tools, name);
  if (given === undefined) return { outcome: 'not-applicable', reason: `the profile's class has no ${name}` };
  const found = await subject(tools, name, given, list);
  if (found === undefined)
    return { outcome: 'not-applicable', reason: `nothing that ${name} covers makes such a list` };
  const { key, own, replaced } = found;
  const request = withLists(tools, key, name, replaced);
  const tooLarge = fitsPayload(tools, encodeRequest(request));
  if (tooLarge !== undefined) return tooLarge;
  if (mapBytes(request.classParameters) > limitOf('NodeGetEnvVarsRequest.class_parameters'))
    return { outcome: 'not-applicable', reason: 'class_parameters would be over their limit' };
  const control = await once(tools, `permitting/${name}/${key.key}`, () =>
    tools.call(withLists(tools, key, name, longer(own)), { observe: false }),
  );
  if (!control.ok)
    return { outcome: 'not-applicable', reason: `the driver takes no ${name} but those of its own class` };
  const what = `${name} with ${say}`;
  const reply = await tools.call(request, { observe: false });
  if (!isListRefusal(reply)) return judgeOwn(tools, reply, what);
  // What refuses now and then is no matter of lists.
  const again = await tools.call(request, { observe: false });
  if (!isListRefusal(again))
    return blocked('idempotency/repeat', `${what} got ${describe(reply)}, and then ${describe(again)}`);
  return failed(`${what} got ${describe(reply)}, the same list with one more item OK`, reply);
}

/** The codes with which a driver says that a list does not permit, or that it cannot read it. */
function isListRefusal({ answer, code }: Reply): boolean {
  const codes: readonly number[] = [
    statusCode.PERMISSION_DENIED,
    statusCode.NOT_FOUND,
    statusCode.INVALID_ARGUMENT,
  ];
  return answer.failure === undefined && codes.includes(code);
}

function withLists(tools: Tools, key: ServedKey, name: ListName, list: string): EnvRequest {
  return tools.request(queriesFor([key]), withList(tools, name, list));
}

interface Subject {
  readonly key: ServedKey;
  readonly own: readonly string[];
  readonly replaced: string;
}

/** A served key with the list that its text, or that of the pod's namespace, makes; the key with the most segments first. */
async function subject(
  tools: Tools,
  name: ListName,
  given: string,
  list: Spelling['list'],
): Promise<Subject | undefined> {
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
    if (replaced !== undefined && covers(replaced, text)) return { key, own, replaced };
  }
  return undefined;
}
