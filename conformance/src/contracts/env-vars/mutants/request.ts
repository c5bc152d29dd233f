import type { Refusal } from '../reference-driver/authorize.js';
import { matchesGlobList } from '../reference-driver/glob.js';
import type { EnvVarsContext, Hooks } from '../reference-driver/hooks.js';
import type { ReferenceProfile } from '../reference-driver/reference-profile.js';
import { StatusError, statusCode } from '../reference-driver/status.js';
import type { Violation } from '../reference-driver/validate-request.js';
import {
  allCached,
  forLaterPods,
  isAt,
  lastingCache,
  positionNames,
  requestMemory,
} from './circumstances.js';
import { failsToo, type Mutant, mutant } from './mutant.js';

/** Overlooks the violations that a test picks. */
const overlook = (
  overlooked: (violation: Violation, context: EnvVarsContext) => boolean,
): Partial<Hooks> => ({
  validate: (violations, context) => violations.filter((violation) => !overlooked(violation, context)),
});

/** Refuses what is legal, where a test says so. */
const refuse = (refused: (context: EnvVarsContext) => boolean): Partial<Hooks> => ({
  messageReceived: (context) => {
    if (refused(context)) throw new StatusError(statusCode.INVALID_ARGUMENT, 'the request is not valid');
  },
});

const mapSize = (map: Readonly<Record<string, string>>): number =>
  Object.entries(map).reduce((sum, [key, value]) => sum + Buffer.byteLength(key + value), 0);

/** Bytes that the texts of a request have beyond their characters. */
function extraBytes(request: EnvVarsContext['request']): number {
  const maps = [
    request.podContext,
    request.classParameters,
    ...request.queries.map((one) => one.queryParameters),
  ];
  const texts = [
    request.providerClassName,
    ...request.queries.flatMap(({ name, key }) => [name, key]),
    ...maps.flatMap((map) => Object.entries(map).flat()),
  ];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text) - text.length, 0);
}

/** The index in `queries[3].name`. */
const positionOf = (field: string): number => Number(/^queries\[(\d+)\]/.exec(field)?.[1] ?? -1);

const anyName = (test: (name: string) => boolean) => (context: EnvVarsContext) =>
  context.request.queries.some(({ name }) => test(name));

/** The value of the field that a violation is about; a map as the text of its entries. */
function textOf(field: string, { request }: EnvVarsContext): string {
  const query = request.queries[positionOf(field)];
  const maps = { class_parameters: request.classParameters, pod_context: request.podContext };
  if (field === 'provider_class_name') return request.providerClassName;
  if (field === 'version') return request.version;
  if (field.endsWith('.name')) return query?.name ?? '';
  if (field.endsWith('.key')) return query?.key ?? '';
  const map = field.endsWith('query_parameters') ? query?.queryParameters : maps[field as keyof typeof maps];
  return Object.entries(map ?? {})
    .flat()
    .join('');
}

const required: Mutant[] = [
  ...['provider_class_name', 'queries', 'name', 'key'].map((field) =>
    mutant(
      `request/required-fields/${field.replaceAll('_', '-')}`,
      `serves requests with an empty ${field}`,
      overlook(({ rule, field: at }) => rule === 'request/required-fields' && at.split('.').at(-1) === field),
    ),
  ),
  mutant(
    'request/required-fields/pod-context',
    'serves requests with an empty pod_context',
    overlook((_, { request }) => Object.keys(request.podContext).length === 0),
  ),
  ...positionNames.flatMap((position) =>
    ['name', 'key'].map((field) =>
      mutant(
        `request/required-fields/${field}-${position}`,
        `overlooks an empty ${field} at the ${position} position of a batch`,
        overlook(
          ({ rule, field: at }, { request }) =>
            rule === 'request/required-fields' &&
            at.endsWith(field) &&
            isAt(position, positionOf(at), request.queries.length),
        ),
      ),
    ),
  ),
  mutant(
    'request/required-fields/cached',
    'serves queries without name from the cache',
    overlook(
      ({ rule, field }, at) => rule === 'request/required-fields' && field.endsWith('.name') && allCached(at),
    ),
    lastingCache,
  ),
  ...(
    [
      ['request/required-fields', 'serves queries without name when the request was seen before', '.name'],
      [
        'request/pod-context-keys',
        'serves requests without podUID when the request was seen before',
        'podUID',
      ],
      ['request/env-name', 'serves bad names when the request was seen before', ''],
      ['request/field-size', 'serves keys over their limit when the request was seen before', '.key'],
    ] as const
  ).map(([id, description, end]) =>
    mutant(
      `${id}/second-call`,
      description,
      () => {
        const before = requestMemory();
        return overlook(({ rule, field }, at) => rule === id && field.endsWith(end) && before(at) === 1);
      },
      {
        also: [
          { id: 'idempotency/repeat', why: 'the repetition gives another answer' },
          { id: 'errors/precedence', why: 'what is overlooked outranks nothing' },
          ...['optional/alpha-ignores', 'optional/not-a-bypass'].map((one) => ({
            id: one,
            why: 'the request with the flag is a repetition of the one without it',
          })),
        ],
      },
    ),
  ),
  ...(
    [
      ['request/required-fields', 'serves queries without name to all but the first pod', '.name'],
      ['request/pod-context-keys', 'does not need podName of all but the first pod', 'podName'],
      ['request/env-name', 'serves bad names to all but the first pod', ''],
      ['request/field-size', 'serves names over their limit to all but the first pod', '.name'],
    ] as const
  ).map(([id, description, end]) =>
    mutant(
      `${id}/later-pods`,
      description,
      () =>
        forLaterPods((later) =>
          overlook(({ rule, field }, at) => rule === id && field.endsWith(end) && later(at)),
        ),
      { also: [{ id: 'errors/precedence', why: 'what is overlooked outranks nothing' }] },
    ),
  ),
  ...(
    [
      ['request/required-fields', 'serves queries without key in batches of more than 49', '.key'],
      ['request/field-size', 'serves keys over their limit in batches of more than 49', '.key'],
    ] as const
  ).map(([id, description, end]) =>
    mutant(
      `${id}/key-above-49`,
      description,
      overlook(
        ({ rule, field }, { request }) => rule === id && field.endsWith(end) && request.queries.length > 49,
      ),
    ),
  ),
  mutant('request/required-fields/wrong-code', 'answers FAILED_PRECONDITION to a request without queries', {
    validate: (violations) => {
      if (violations.some(({ field }) => field === 'queries')) {
        throw new StatusError(statusCode.FAILED_PRECONDITION, 'queries is empty');
      }
      return violations;
    },
  }),
];

const context: Mutant[] = [
  ...['namespace', 'serviceAccount', 'podName', 'podUID'].flatMap((key) => [
    mutant(
      `request/pod-context-keys/${key}-absent`,
      `serves requests without pod_context.${key}`,
      overlook(
        ({ field }, { request }) =>
          field === `pod_context.${key}` &&
          !(key in request.podContext) &&
          Object.keys(request.podContext).length > 0,
      ),
    ),
    mutant(
      `request/pod-context-keys/${key}-empty`,
      `serves requests with an empty pod_context.${key}`,
      overlook(({ field }, { request }) => field === `pod_context.${key}` && request.podContext[key] === ''),
    ),
  ]),
  mutant(
    'request/pod-context-keys/cached',
    'serves a request with an empty podUID from the cache',
    overlook(({ field }, at) => field === 'pod_context.podUID' && allCached(at)),
    lastingCache,
  ),
  mutant(
    'request/pod-context-keys/batches',
    'serves batches of more than 20 without pod_context.podName',
    overlook(({ field }, { request }) => field === 'pod_context.podName' && request.queries.length > 20),
  ),
  mutant(
    'request/extra-context/refused',
    'refuses keys of pod_context that it does not know',
    refuse(({ request }) =>
      Object.keys(request.podContext).some(
        (key) => !['namespace', 'serviceAccount', 'podName', 'podUID', 'nodeName'].includes(key),
      ),
    ),
  ),
  mutant(
    'request/extra-context/many',
    'refuses more than ten keys of pod_context',
    refuse(({ request }) => Object.keys(request.podContext).length > 10),
  ),
];

const names: Mutant[] = [
  ...(
    [
      ['equals', 'an equals sign', /[=]/],
      ['non-ascii', 'letters outside ASCII', /[\u0080-\u{10ffff}]/u],
      ['control', 'control characters', /(?![\t\n\x7f])\p{Cc}/u],
      ['nul', 'U+0000', { test: (text: string) => text.includes('\0') }],
      ['line-break', 'a line break', /\n/],
      ['tab', 'a tab', /\t/],
      ['delete', 'U+007F', /\u007f/],
      ['trailing-line-break', 'a line break at the end', /^[\x20-\x3c\x3e-\x7e]+\n$/],
    ] as const
  ).map(([id, what, pattern]) =>
    mutant(
      `request/env-name/${id}`,
      `serves names with ${what}`,
      overlook(({ rule, field }, at) => rule === 'request/env-name' && pattern.test(textOf(field, at))),
    ),
  ),
  mutant(
    'request/env-name/cached',
    'does not look at names where every value is cached',
    overlook(({ rule }, at) => rule === 'request/env-name' && allCached(at)),
    lastingCache,
  ),
  mutant(
    'request/env-name/above-20',
    'does not look at names beyond the twentieth position',
    overlook(({ rule, field }) => rule === 'request/env-name' && positionOf(field) >= 20),
  ),
  mutant(
    'request/env-name/optional',
    'does not look at the names of optional queries',
    overlook(
      ({ rule, field }, { request }) =>
        rule === 'request/env-name' && request.queries[positionOf(field)]?.optional === true,
    ),
    {
      also: ['optional/alpha-ignores', 'optional/not-a-bypass'].map((id) => ({
        id,
        why: 'the flag decides whether the name is looked at',
      })),
    },
  ),
  ...positionNames.map((position) =>
    mutant(
      `request/env-name/${position}`,
      `does not look at the name at the ${position} position of a batch`,
      overlook(
        ({ rule, field }, { request }) =>
          rule === 'request/env-name' && isAt(position, positionOf(field), request.queries.length),
      ),
    ),
  ),
];

const sizes: Mutant[] = [
  ...[
    'provider_class_name',
    'class_parameters',
    'pod_context',
    'version',
    'name',
    'key',
    'query_parameters',
  ].flatMap((field) => {
    const isField = ({ rule, field: at }: Violation): boolean =>
      rule === 'request/field-size' && at.split('.').at(-1) === field;
    const id = `request/field-size/${field.replaceAll('_', '-')}`;
    return [
      mutant(id, `has no limit for ${field}`, overlook(isField)),
      // Names are ASCII: their characters are their bytes.
      ...(field === 'name'
        ? []
        : [
            mutant(
              `${id}-characters`,
              `measures ${field} in characters`,
              overlook((violation, at) => {
                const limit = Number(/(\d+) bytes/.exec(violation.message)?.[1]);
                return isField(violation) && textOf(violation.field, at).length <= limit;
              }),
            ),
          ]),
      mutant(
        `${id}-off-by-one`,
        `takes one byte too many for ${field}`,
        overlook((violation, at) => {
          const limit = Number(/(\d+) bytes/.exec(violation.message)?.[1]);
          return isField(violation) && Buffer.byteLength(textOf(violation.field, at)) === limit + 1;
        }),
      ),
    ];
  }),
  ...(['pod_context', 'class_parameters', 'query_parameters'] as const).map((field) =>
    mutant(
      `request/field-size/${field.replaceAll('_', '-')}-values-only`,
      `measures only the values of ${field}`,
      overlook(({ rule, field: at }, { request }) => {
        const map = {
          pod_context: request.podContext,
          class_parameters: request.classParameters,
          query_parameters: request.queries[positionOf(at)]?.queryParameters ?? {},
        }[field];
        return (
          rule === 'request/field-size' &&
          at.split('.').at(-1) === field &&
          Buffer.byteLength(Object.values(map).join('')) <= 4096
        );
      }),
    ),
  ),
  ...positionNames.map((position) =>
    mutant(
      `request/field-size/key-${position}`,
      `does not measure the key at the ${position} position of a batch`,
      overlook(
        ({ rule, field }, { request }) =>
          rule === 'request/field-size' &&
          field.endsWith('.key') &&
          isAt(position, positionOf(field), request.queries.length),
      ),
    ),
  ),
  mutant(
    'request/field-size/cached',
    'does not measure class_parameters where every value is cached',
    overlook(
      ({ rule, field }, at) => rule === 'request/field-size' && field === 'class_parameters' && allCached(at),
    ),
    lastingCache,
  ),
  mutant(
    'request/field-size/query-parameters-last',
    'does not measure query_parameters at the last position of a batch',
    overlook(
      ({ rule, field }, { request }) =>
        rule === 'request/field-size' &&
        field.endsWith('.query_parameters') &&
        isAt('last', positionOf(field), request.queries.length),
    ),
  ),
  mutant(
    'request/payload-size/characters',
    'measures requests in characters',
    overlook(
      ({ rule }, { request, requestBytes, limits }) =>
        rule === 'request/payload-size' && requestBytes - extraBytes(request) <= limits.maxTotalPayloadBytes,
    ),
  ),
  mutant(
    'request/payload-size/unlimited',
    'serves requests of any size',
    overlook(({ rule }) => rule === 'request/payload-size'),
  ),
  mutant(
    'request/payload-size/one-over',
    'serves requests one byte over the limit',
    overlook(
      ({ rule }, { requestBytes, limits }) =>
        rule === 'request/payload-size' && requestBytes === limits.maxTotalPayloadBytes + 1,
    ),
  ),
  mutant(
    'request/payload-size/at-limit',
    'refuses requests that are exactly at the limit',
    refuse(({ requestBytes, limits }) => requestBytes === limits.maxTotalPayloadBytes),
  ),
  mutant(
    'request/payload-size/near-limit',
    'refuses requests of more than 60 % of the limit',
    refuse(
      ({ requestBytes, limits }) =>
        requestBytes > limits.maxTotalPayloadBytes * 0.6 && requestBytes <= limits.maxTotalPayloadBytes,
    ),
    { also: [{ id: 'batch/scales', why: 'as many queries as fit no longer fit' }] },
  ),
  mutant(
    'request/payload-size/keys-only',
    'counts only the names and keys of the queries',
    overlook(
      ({ rule }, { request, limits }) =>
        rule === 'request/payload-size' &&
        request.queries.reduce((sum, { name, key }) => sum + name.length + key.length, 0) <=
          limits.maxTotalPayloadBytes,
    ),
  ),
  mutant('request/payload-size/wrong-code', 'answers RESOURCE_EXHAUSTED to a request over the limit', {
    validate: (violations) => {
      if (violations[0]?.rule === 'request/payload-size') {
        throw new StatusError(statusCode.RESOURCE_EXHAUSTED, 'the request is too large');
      }
      return violations;
    },
  }),
];

const legal: Mutant[] = (
  [
    [
      'name-identifier',
      'wants names to be identifiers of C',
      anyName((name) => !/^[A-Za-z_]\w*$/.test(name)),
    ],
    ['name-lower-case', 'wants names to be upper case', anyName((name) => name !== name.toUpperCase())],
    ['name-space', 'refuses names with a space', anyName((name) => name.includes(' '))],
    ['name-digit', 'refuses names that start with a digit', anyName((name) => /^\d/.test(name))],
    ['name-dots', 'refuses names with dots or dashes', anyName((name) => /[.-]/.test(name))],
    ['name-tilde', 'refuses names with a tilde', anyName((name) => name.includes('~'))],
    ['name-at-limit', 'refuses names of 128 bytes', anyName((name) => name.length === 128)],
    [
      'pod-uid',
      'wants podUID to be a UUID',
      ({ request }: EnvVarsContext) =>
        !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(request.podContext.podUID ?? ''),
    ],
    [
      'node-name',
      'wants pod_context.nodeName',
      ({ request }: EnvVarsContext) => request.podContext.nodeName === undefined,
    ],
    [
      'class-at-limit',
      'refuses classes of 253 bytes',
      ({ request }: EnvVarsContext) => request.providerClassName.length === 253,
    ],
    [
      'class-above-128',
      'refuses classes of more than 128 bytes',
      ({ request }: EnvVarsContext) =>
        request.providerClassName.length > 128 && request.providerClassName.length < 254,
    ],
    [
      'key-at-limit',
      'refuses keys of 1024 bytes',
      ({ request }: EnvVarsContext) => request.queries.some(({ key }) => key.length === 1024),
    ],
    [
      'key-above-128',
      'refuses keys of more than 128 bytes',
      ({ request }: EnvVarsContext) =>
        request.queries.some(({ key }) => key.length > 128 && key.length <= 1024),
    ],
    [
      'version-at-limit',
      'refuses versions of 128 bytes',
      ({ request }: EnvVarsContext) => request.version.length === 128,
    ],
    [
      'context-at-limit',
      'refuses a pod_context of 4096 bytes',
      ({ request }: EnvVarsContext) => mapSize(request.podContext) === 4096,
    ],
    [
      'parameters-at-limit',
      'refuses class_parameters of 4096 bytes',
      ({ request }: EnvVarsContext) => mapSize(request.classParameters) === 4096,
    ],
    [
      'query-parameters-at-limit',
      'refuses query_parameters of 4096 bytes',
      ({ request }: EnvVarsContext) =>
        request.queries.some(({ queryParameters }) => mapSize(queryParameters) === 4096),
    ],
  ] as const
).map(([id, description, refused]) =>
  mutant(
    `request/legal-served/${id}`,
    description,
    refuse(refused),
    {
      'version-at-limit': failsToo('a call is refused for its version', 'identity/version-free'),
      'context-at-limit': failsToo('a key that nobody has to know makes it so long', 'request/extra-context'),
    }[id as string] ?? {},
  ),
);

/** Refuses the pod or the keys where a list of the class, read carelessly, does not cover them. */
const misread = (covered: (list: string, text: string) => boolean): Partial<Hooks> => ({
  authorize: (refusals, { request }) => {
    const { allowedNamespaces, allowedFields } = request.classParameters;
    const refused: Refusal[] = [];
    if (allowedNamespaces !== undefined && !covered(allowedNamespaces, request.podContext.namespace ?? ''))
      refused.push({ rule: 'authorization/namespace', message: 'the namespace is not permitted' });
    for (const [position, { key }] of request.queries.entries())
      if (allowedFields !== undefined && !covered(allowedFields, key))
        refused.push({
          rule: 'authorization/field',
          position,
          message: `query ${position} is not permitted`,
        });
    return refusals.length > 0 ? refusals : refused;
  },
});

const items = (list: string): readonly string[] => list.split(',').filter((item) => item.trim() !== '');

/** A list up to its first empty item. */
function untilEmpty(list: string): string {
  const all = list.split(',');
  const at = all.findIndex((item) => item.trim() === '');
  return all.slice(0, at < 0 ? all.length : at).join(',');
}

/** The class with lists that have no blanks, so that only lists of a caller's own making tell. */
const withoutBlanks = (profile: ReferenceProfile): ReferenceProfile => ({
  ...profile,
  providerClass: {
    ...profile.providerClass,
    parameters: Object.fromEntries(
      Object.entries(profile.providerClass.parameters).map(([name, list]) => [
        name,
        list.replaceAll(' ', ''),
      ]),
    ),
  },
});

const lists = [
  mutant(
    'request/legal-served/list-untrimmed',
    'takes the blanks around an item of an allowlist for a part of it',
    misread((list, text) => items(list).some((item) => item === item.trim() && matchesGlobList(item, text))),
    { profile: withoutBlanks },
  ),
  mutant(
    'request/legal-served/list-last-item',
    'overlooks the last item of an allowlist of more than two',
    misread((list, text) =>
      matchesGlobList((items(list).length > 2 ? items(list).slice(0, -1) : items(list)).join(','), text),
    ),
  ),
  mutant(
    'request/legal-served/list-two-stars-alone',
    'takes an allowlist of two stars alone for one star',
    misread((list, text) => matchesGlobList(list.trim() === '**' ? '*' : list, text)),
  ),
  mutant(
    'request/legal-served/list-two-stars-inside',
    'takes two stars in an allowlist for themselves unless they end the item',
    misread((list, text) =>
      items(list).some((item) =>
        /\*\*./.test(item.trim()) ? item.trim() === text : matchesGlobList(item, text),
      ),
    ),
  ),
  mutant(
    'request/legal-served/list-empty-items',
    'reads an allowlist up to its first empty item only',
    misread((list, text) => matchesGlobList(untilEmpty(list), text)),
  ),
  mutant(
    'request/legal-served/list-unsplit',
    'takes an allowlist with commas for one item',
    misread((list, text) => !list.includes(',') && matchesGlobList(list, text)),
    {
      profile: (profile) => ({
        ...profile,
        providerClass: {
          ...profile.providerClass,
          parameters: { allowedNamespaces: 'production', allowedFields: 'app/**' },
        },
        pods: profile.pods.filter(({ namespace }) => namespace === 'production'),
        keys: {
          ...profile.keys,
          available: profile.keys.available.filter(({ key }) => key.startsWith('app/')),
          missing: profile.keys.missing.filter(({ key }) => key.startsWith('app/')),
        },
      }),
    },
  ),
];

/** Mutants of the area request. */
export const requestMutants: readonly Mutant[] = [
  ...required,
  ...context,
  ...names,
  ...sizes,
  ...legal,
  ...lists,
];
