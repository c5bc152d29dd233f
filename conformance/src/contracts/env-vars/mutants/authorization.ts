import { matchesGlobList } from '../reference-driver/glob.js';
import type { EnvVarsContext, Hooks } from '../reference-driver/hooks.js';
import { normaliseKey } from '../reference-driver/normalise-key.js';
import { allCached, forLaterPods, isAt, positionNames, requestMemory } from './circumstances.js';
import { failsToo, type Mutant, mutant } from './mutant.js';

type Rule = 'namespace' | 'identity' | 'field';

/** Overlooks refusals of one rule where a test says so. */
const permit = (
  rule: Rule,
  permitted: (context: EnvVarsContext, position: number) => boolean,
): Partial<Hooks> => ({
  authorize: (refusals, context) =>
    refusals.filter(
      (refusal) => refusal.rule !== `authorization/${rule}` || !permitted(context, refusal.position ?? -1),
    ),
});

const items = (list: string | undefined): string[] => (list ?? '').split(',').map((item) => item.trim());
const namespace = ({ request }: EnvVarsContext): string => request.podContext.namespace ?? '';
const account = ({ request }: EnvVarsContext): string => request.podContext.serviceAccount ?? '';
const namespaces = ({ request }: EnvVarsContext): string[] =>
  items(request.classParameters.allowedNamespaces);
const fields = ({ request }: EnvVarsContext): string => request.classParameters.allowedFields ?? '';
const keyAt = ({ request }: EnvVarsContext, position: number): string => request.queries[position]?.key ?? '';

/** Permits a key in an odd spelling when some view of it is permitted, and looks the plain spelling up. */
const spelling = (
  plain: (key: string) => string,
  check: (key: string) => string = plain,
): Partial<Hooks> => ({
  ...permit('field', (context, position) => {
    const key = keyAt(context, position);
    return plain(key) !== key && matchesGlobList(fields(context), check(key));
  }),
  backendKey: (key) => plain(key),
  cacheKey: (key) => plain(key),
});

const literally = (key: string): string => key;
const decodeOnce = (key: string): string =>
  key.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
const resolveDots = (key: string): string => {
  const segments: string[] = [];
  for (const segment of key.split('/')) {
    if (segment === '..') segments.pop();
    else segments.push(segment);
  }
  return segments.join('/');
};

const precedenceToo = [
  { id: 'errors/precedence', why: 'what is not refused fails otherwise' },
  { id: 'errors/permission-denied', why: 'what is not refused is not PERMISSION_DENIED' },
];

/** Mutants of the area authorization. */
export const authorizationMutants: readonly Mutant[] = [
  ...(
    [
      ['ignored', 'does not look at the namespace', () => true],
      [
        'prefix',
        'permits namespaces that start with a permitted one',
        (at) => namespaces(at).some((item) => namespace(at).startsWith(item)),
      ],
      [
        'prefix-of',
        'permits namespaces that a permitted one starts with',
        (at) => namespaces(at).some((item) => item.startsWith(namespace(at))),
      ],
      [
        'substring',
        'permits namespaces that the list contains as text',
        (at) => (at.request.classParameters.allowedNamespaces ?? '').includes(namespace(at)),
      ],
      [
        'case',
        'permits namespaces in another case',
        (at) => namespaces(at).some((item) => item.toLowerCase() === namespace(at).toLowerCase()),
      ],
      [
        'empty-list',
        'takes an empty list for no restriction',
        (at) => namespaces(at).every((item) => item === ''),
      ],
      [
        'batches',
        'does not look at the namespace of batches of more than 20',
        ({ request }) => request.queries.length > 20,
      ],
      [
        'same-account',
        'permits any namespace to a permitted service account of a known pod name',
        ({ request }) => request.podContext.podName?.startsWith('myapp-') === true,
      ],
    ] as [string, string, (context: EnvVarsContext) => boolean][]
  ).map(([id, description, permitted]) =>
    mutant(`authorization/namespace/${id}`, description, permit('namespace', permitted), {
      also: [
        { id: 'authorization/no-cached-bypass', why: 'a refused pod is served, cached or not' },
        ...precedenceToo,
      ],
    }),
  ),
  mutant(
    'authorization/namespace/second-call',
    'refuses a pod only the first time',
    () => {
      const refused = new Map<string, number>();
      return permit('namespace', (context) => {
        const uid = context.request.podContext.podUID ?? '';
        const before = refused.get(uid) ?? 0;
        refused.set(uid, before + 1);
        return before > 0;
      });
    },
    {
      also: [
        { id: 'idempotency/repeat', why: 'the repetition gives another answer' },
        { id: 'authorization/no-cached-bypass', why: 'a refused pod is served, cached or not' },
        ...precedenceToo,
      ],
    },
  ),
  mutant(
    'authorization/namespace/after-success',
    'does not look at the namespace of a service account that was served before',
    () => {
      const served = new Set<string>();
      return {
        ...permit('namespace', (context) => served.has(account(context))),
        results: (results, context) => {
          if (namespaces(context).includes(namespace(context))) served.add(account(context));
          return results;
        },
      };
    },
    {
      also: [
        { id: 'authorization/no-cached-bypass', why: 'an earlier success opens the door' },
        ...precedenceToo,
      ],
    },
  ),
  mutant(
    'authorization/identity/ignored',
    'does not look at the service account',
    permit('identity', () => true),
  ),
  mutant(
    'authorization/identity/prefix',
    'permits service accounts that start with a permitted one',
    permit('identity', (at) =>
      items(at.request.classParameters.allowedServiceAccounts).some((item) => account(at).startsWith(item)),
    ),
  ),

  mutant(
    'authorization/identity/second-call',
    'refuses a service account only the first time',
    () => {
      const before = requestMemory();
      return permit('identity', (context) => before(context) === 1);
    },
    {
      also: [
        { id: 'idempotency/repeat', why: 'the repetition gives another answer' },
        { id: 'authorization/no-cached-bypass', why: 'a refused pod is served, cached or not' },
        ...precedenceToo,
      ],
    },
  ),
  ...(
    [
      ['ignored', 'does not look at the keys', () => true],
      [
        'prefix',
        'permits keys that start with the text before **',
        (at, position) =>
          items(fields(at)).some((item) => keyAt(at, position).startsWith(item.replace(/\/?\*+$/, ''))),
      ],
      [
        'star',
        'lets * match across segments',
        (at, position) => matchesGlobList(fields(at).replaceAll('*', '**'), keyAt(at, position)),
      ],
      [
        'case',
        'permits keys in another case',
        (at, position) => matchesGlobList(fields(at).toLowerCase(), keyAt(at, position).toLowerCase()),
      ],
      [
        'empty-list',
        'takes an empty list for no restriction',
        (at) => items(fields(at)).every((item) => item === ''),
      ],
      ['above-20', 'does not look at the keys beyond the twentieth', (_, position) => position >= 20],
      [
        'above-49',
        'does not look at the keys of more than 49 queries',
        ({ request }) => request.queries.length > 49,
      ],
      [
        'parameters',
        'does not look at keys with parameters',
        ({ request }, position) => Object.keys(request.queries[position]?.queryParameters ?? {}).length > 0,
      ],
      [
        'optional',
        'does not look at the keys of optional queries',
        ({ request }, position) => request.queries[position]?.optional === true,
      ],
      [
        'after-permitted',
        'does not look further once a key was permitted',
        (at, position) =>
          at.request.queries.slice(0, position).some(({ key }) => matchesGlobList(fields(at), key)),
      ],
    ] as [string, string, (context: EnvVarsContext, position: number) => boolean][]
  ).map(([id, description, permitted]) =>
    mutant(`authorization/field/${id}`, description, permit('field', permitted), {
      also: [
        ...precedenceToo,
        { id: 'authorization/no-cached-bypass', why: 'a refused key is served, cached or not' },
        { id: 'errors/no-existence-oracle', why: 'what is not refused tells whether it exists' },
        { id: 'batch/all-or-nothing', why: 'a refused key does not fail the call' },
        { id: 'optional/not-a-bypass', why: 'what is not refused is not PERMISSION_DENIED' },
        ...(id === 'optional'
          ? [{ id: 'optional/alpha-ignores', why: 'the flag decides whether the key is looked at' }]
          : []),
      ],
    }),
  ),
  ...positionNames.map((name) =>
    mutant(
      `authorization/field/${name}`,
      `does not look at the key at the ${name} position of a batch`,
      permit('field', ({ request }, position) => isAt(name, position, request.queries.length)),
      {
        also: [
          ...precedenceToo,
          { id: 'batch/all-or-nothing', why: 'a refused key does not fail the call' },
          { id: 'optional/not-a-bypass', why: 'what is not refused is not PERMISSION_DENIED' },
          { id: 'errors/permission-denied', why: 'a refused key that does not exist is not found' },
        ],
      },
    ),
  ),
  mutant(
    'authorization/field/later-pods',
    'checks the keys of the first pod alone',
    () => forLaterPods((later) => permit('field', later)),
    {
      also: [
        { id: 'batch/all-or-nothing', why: 'a batch with a key that is refused is served to other pods' },
        ...precedenceToo,
      ],
    },
  ),
  mutant(
    'authorization/field/second-call',
    'refuses keys only the first time',
    () => {
      const before = requestMemory();
      return permit('field', (context) => before(context) === 1);
    },
    {
      also: [
        { id: 'idempotency/repeat', why: 'the repetition gives another answer' },
        { id: 'batch/all-or-nothing', why: 'a batch with a key that is refused is served the second time' },
        ...precedenceToo,
      ],
    },
  ),
  ...(
    [
      ['normalised', 'serves odd spellings of permitted keys', normaliseKey, normaliseKey],
      ['decoded-later', 'decodes and resolves keys after it has checked them', normaliseKey, literally],
      ['percent-later', 'decodes percent escapes after it has checked the key', decodeOnce, literally],
      [
        'percent-twice',
        'decodes percent escapes twice, once after it has checked the key',
        (key: string) => decodeOnce(decodeOnce(key)),
        decodeOnce,
      ],
      ['dots-later', 'resolves .. after it has checked the key', resolveDots, literally],
      [
        'slashes',
        'joins repeated slashes',
        (key: string) => key.replace(/\/{2,}/g, '/'),
        (key: string) => key.replace(/\/{2,}/g, '/'),
      ],
      [
        'trailing-slash',
        'strips slashes from the end of keys',
        (key: string) => key.replace(/\/+$/, ''),
        (key: string) => key.replace(/\/+$/, ''),
      ],
      [
        'leading-slash',
        'strips slashes from the start of keys',
        (key: string) => key.replace(/^\/+/, ''),
        (key: string) => key.replace(/^\/+/, ''),
      ],
      [
        'dot-segments',
        'drops segments of one dot',
        (key: string) =>
          key
            .split('/')
            .filter((segment) => segment !== '.')
            .join('/'),
        (key: string) =>
          key
            .split('/')
            .filter((segment) => segment !== '.')
            .join('/'),
      ],
      [
        'lower-case',
        'looks keys up in lower case',
        (key: string) => key.toLowerCase(),
        (key: string) => key.toLowerCase(),
      ],
      [
        'backslashes',
        'takes backslashes for slashes',
        (key: string) => key.replaceAll('\\', '/'),
        (key: string) => key.replaceAll('\\', '/'),
      ],
      ['spaces', 'trims keys', (key: string) => key.trim(), (key: string) => key.trim()],
    ] as const
  ).map(([id, description, plain, check]) =>
    mutant(`authorization/field/${id}`, description, spelling(plain, check), {
      also: [
        ...failsToo('an odd spelling of a missing key may yield a value', 'values/exact').also,
        ...failsToo(
          'what is looked up in place of being refused tells whether it exists',
          ...['errors/permission-denied', 'errors/no-existence-oracle'],
        ).also,
      ],
    }),
  ),
  ...(
    [
      ['namespace', 'the namespace'],
      ['identity', 'the service account'],
      ['field', 'the keys'],
    ] as [Rule, string][]
  ).map(([rule, what]) =>
    mutant(
      `authorization/no-cached-bypass/${rule}`,
      `does not look at ${what} where every value is cached`,
      permit(rule, (context) => context.request.queries.every(({ key }) => context.cached(key))),
      rule === 'field'
        ? { breaks: ['authorization/no-cached-bypass'], also: precedenceToo }
        : { also: precedenceToo },
    ),
  ),
  mutant(
    'authorization/no-cached-bypass/any',
    'does not look at the pod where a value is cached',
    {
      authorize: (refusals, context) =>
        context.request.queries.some(({ key }) => context.cached(key))
          ? refusals.filter(({ rule }) => rule === 'authorization/field')
          : refusals,
    },
    { also: precedenceToo },
  ),
  mutant(
    'authorization/no-cached-bypass/backend-down',
    'gives whoever asks what is cached while the backend is down',
    {
      authorize: (refusals, context) => (context.backend.isDown() && allCached(context) ? [] : refusals),
    },
  ),
];
