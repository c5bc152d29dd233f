import type { Pod } from '../../../../profile/profile.js';
import { servedBatch } from '../../batches.js';
import { wellFormed } from '../../needs.js';
import { podContext, queriesFor } from '../../request.js';
import type { EnvCheck, ServedKey } from '../../tools.js';
import { freshPrefix } from '../idempotency/same-results.js';
import { covers } from './allowlist.js';
import { advertised, blameServed, expectRefused, few, listOf, withList } from './refusal.js';

type ListName = 'allowedNamespaces' | 'allowedFields';

const absent = (name: ListName) =>
  ({ outcome: 'not-applicable', reason: `the profile's class has no ${name}` }) as const;
const cut = (text: string): string => text.slice(0, -1);
const dotted = (text: string): string => text.replace(/[^/](?=.$)/su, '.');

/** Lists that do not cover a text which a careless matcher takes them to cover. */
const lists: readonly { readonly slug: string; readonly say: string; list(text: string): string }[] = [
  { slug: 'empty', say: 'an empty list', list: () => '' },
  { slug: 'blanks', say: 'a list of blanks and commas', list: () => ' , ,' },
  { slug: 'another', say: 'a list of something else', list: () => 'csi-env-elsewhere' },
  { slug: 'prefix', say: 'a list of its beginning', list: cut },
  { slug: 'suffix', say: 'a list of its end', list: (text) => text.slice(1) },
  { slug: 'longer', say: 'a list of something that begins with it', list: (text) => `${text}-x` },
  { slug: 'longer-behind', say: 'a list of something that ends with it', list: (text) => `x-${text}` },
  { slug: 'upper-case', say: 'a list of it in upper case', list: (text) => text.toUpperCase() },
  { slug: 'dot-for-a-letter', say: 'a list of it with a dot for a letter', list: dotted },
  { slug: 'question-mark', say: 'a list of it with "?" for a letter', list: (text) => `${cut(text)}?` },
  {
    slug: 'character-class',
    say: 'a list of it with a character class for a letter',
    list: (text) => `${cut(text)}[${text.slice(-1)}]`,
  },
  {
    slug: 'regular-expression',
    say: 'a list of a regular expression that matches it',
    list: (text) => `.+${text.slice(-1)}`,
  },
  {
    slug: 'alternatives',
    say: 'a list of alternatives in the manner of regular expressions',
    list: (text) => `x|${text}|y`,
  },
  { slug: 'negation', say: 'a list of a negation', list: () => '!csi-env-elsewhere' },
  { slug: 'below', say: 'a list of what is below it', list: (text) => `${text}/**` },
  {
    slug: 'semicolons',
    say: 'a list that separates by semicolons',
    list: (text) => `csi-env-elsewhere;${text}`,
  },
];

/** Lists of keys alone: these are about path segments. */
const fieldLists: readonly {
  readonly slug: string;
  readonly say: string;
  list(key: string): string | undefined;
}[] = [
  {
    slug: 'folder',
    say: 'a list of its folder',
    list: (key) => (key.includes('/') ? key.slice(0, key.lastIndexOf('/')) : undefined),
  },
  {
    slug: 'folder-with-slash',
    say: 'a list of its folder with a slash',
    list: (key) => (key.includes('/') ? key.slice(0, key.lastIndexOf('/') + 1) : undefined),
  },
  {
    slug: 'one-star-for-two-segments',
    say: 'a list with one star for two segments',
    list: (key) => (key.split('/').length > 2 ? `${key.split('/')[0]}/*` : undefined),
  },
  {
    slug: 'one-star-for-all',
    say: 'a list of one star, for a key with a slash',
    list: (key) => (key.includes('/') ? '*' : undefined),
  },
  {
    slug: 'star-in-the-middle',
    say: 'a list with one star between its ends',
    list: (key) => (key.includes('/') ? `${key.slice(0, 1)}*${key.slice(-1)}` : undefined),
  },
  {
    slug: 'last-segment',
    say: 'a list of its last segment',
    list: (key) => (key.includes('/') ? key.slice(key.lastIndexOf('/') + 1) : undefined),
  },
  {
    slug: 'longer-first-segment',
    say: 'a list of a folder whose name begins with its first segment',
    list: (key) => `${key.split('/')[0]}-x/**`,
  },
];

/** Namespaces that a careless matcher takes for one of the list. */
const namespaces: readonly {
  readonly slug: string;
  readonly say: string;
  spell(namespace: string): string;
}[] = [
  { slug: 'upper-case', say: 'in upper case', spell: (text) => text.toUpperCase() },
  {
    slug: 'capitalised',
    say: 'with a capital first letter',
    spell: (text) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`,
  },
  { slug: 'prefix', say: 'without its last letter', spell: cut },
  { slug: 'suffix', say: 'without its first letter', spell: (text) => text.slice(1) },
  { slug: 'longer', say: 'with more behind it', spell: (text) => `${text}-2` },
  { slug: 'longer-before', say: 'with more before it', spell: (text) => `x-${text}` },
  { slug: 'first-letter', say: 'of its first letter alone', spell: (text) => text.slice(0, 1) },
  { slug: 'trailing-space', say: 'with a trailing space', spell: (text) => `${text} ` },
  { slug: 'leading-space', say: 'with a leading space', spell: (text) => ` ${text}` },
  { slug: 'trailing-newline', say: 'with a trailing line feed', spell: (text) => `${text}\n` },
  { slug: 'trailing-nul', say: 'with a trailing U+0000', spell: (text) => `${text}\0` },
  { slug: 'trailing-slash', say: 'with a trailing slash', spell: (text) => `${text}/` },
  { slug: 'trailing-dot', say: 'with a trailing dot', spell: (text) => `${text}.` },
  { slug: 'climb', say: 'behind another and ".."', spell: (text) => `csi-env-elsewhere/../${text}` },
  {
    slug: 'percent-encoded',
    say: 'with its first letter percent-encoded',
    spell: (text) => `%${text.charCodeAt(0).toString(16)}${text.slice(1)}`,
  },
  { slug: 'comma', say: 'behind another and a comma', spell: (text) => `csi-env-elsewhere,${text}` },
  { slug: 'star', say: 'of one star', spell: () => '*' },
  { slug: 'two-stars', say: 'of two stars', spell: () => '**' },
  { slug: 'comma-alone', say: 'of one comma', spell: () => ',' },
  { slug: 'blank', say: 'of one blank', spell: () => ' ' },
];

/** Checks that vary the class's lists, and the namespace against its list; only where the profile's class has them. */
export const listChecks: readonly EnvCheck[] = [
  ...lists.map(
    ({ slug, say, list }): EnvCheck => ({
      name: `authorization/namespace/list/${slug}`,
      requirement: 'authorization/namespace',
      stimulus: `allowedNamespaces of the class replaced: ${say}`,
      expects: 'a refusal',
      needs: wellFormed,
      when: [advertised],
      async run(tools) {
        if (listOf(tools, 'allowedNamespaces') === undefined) return absent('allowedNamespaces');
        const { namespace } = tools.profile.pod as Pod;
        const replaced = list(namespace);
        if (covers(replaced, namespace))
          return { outcome: 'not-applicable', reason: 'the list covers the namespace all the same' };
        const keys = few(tools, await tools.served(), 1) as readonly ServedKey[];
        const change = withList(tools, 'allowedNamespaces', replaced);
        const batch = await servedBatch(tools, 17);
        const attempts = [
          tools.request(queriesFor(keys, freshPrefix()), change),
          { ...batch.request, ...change },
        ].map((request) => ({
          say: `a pod whose namespace is not in ${say}`,
          request,
        }));
        return expectRefused(tools, attempts, (attempt, reply) =>
          blameServed(tools, 'authorization/namespace', attempt, reply),
        );
      },
    }),
  ),
  ...namespaces.map(
    ({ slug, say, spell }): EnvCheck => ({
      name: `authorization/namespace/spelled/${slug}`,
      requirement: 'authorization/namespace',
      stimulus: `a permitted namespace ${say}`,
      expects: 'a refusal',
      needs: wellFormed,
      when: [advertised],
      async run(tools) {
        const list = listOf(tools, 'allowedNamespaces');
        if (list === undefined) return absent('allowedNamespaces');
        const pods = [tools.profile.pod as Pod, ...tools.profile.pods];
        const known = new Set(pods.map((pod) => pod.namespace));
        const spelled = new Set(
          [...known].map(spell).filter((text) => text !== '' && !known.has(text) && !covers(list, text)),
        );
        if (spelled.size === 0)
          return { outcome: 'not-applicable', reason: 'the list covers every namespace that is spelled so' };
        const [key] = (await tools.served()) as readonly [ServedKey, ...ServedKey[]];
        const attempts = few(tools, [...spelled], 3).map((namespace) => ({
          say: `a pod of namespace ${JSON.stringify(namespace)}`,
          request: tools.request(queriesFor([key], freshPrefix()), {
            podContext: { ...podContext(pods[0] as Pod), namespace },
          }),
        }));
        return expectRefused(tools, attempts, (attempt, reply) =>
          blameServed(tools, 'authorization/namespace', attempt, reply),
        );
      },
    }),
  ),
  ...[...lists, ...fieldLists].map(
    ({ slug, say, list }): EnvCheck => ({
      name: `authorization/field/list/${slug}`,
      requirement: 'authorization/field',
      stimulus: `allowedFields of the class replaced: ${say}`,
      expects: 'a refusal',
      needs: wellFormed,
      when: [advertised],
      async run(tools) {
        if (listOf(tools, 'allowedFields') === undefined) return absent('allowedFields');
        const served = await tools.served();
        const longest = [...served].sort(
          (a, b) => b.key.split('/').length - a.key.split('/').length,
        )[0] as ServedKey;
        const attempts = [longest, served[0] as ServedKey].flatMap((key) => {
          const replaced = list(key.key);
          if (replaced === undefined || covers(replaced, key.key)) return [];
          const ask = (asked: ServedKey, names: string) =>
            tools.request(queriesFor([asked], freshPrefix()), withList(tools, 'allowedFields', names));
          const unseen = { ...key, key: `${key.key}-${Math.random().toString(36).slice(2, 10)}` };
          const unseenList = list(unseen.key) ?? replaced;
          return [
            {
              say: `a key that is not in ${say}`,
              request: ask(key, replaced),
              ...(covers(unseenList, unseen.key) ? {} : { unseen: ask(unseen, unseenList) }),
            },
          ];
        });
        if (attempts.length === 0)
          return { outcome: 'not-applicable', reason: 'no available key makes such a list' };
        return expectRefused(tools, attempts, (attempt, reply) =>
          blameServed(tools, 'authorization/field', attempt, reply),
        );
      },
    }),
  ),
];
