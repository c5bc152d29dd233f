import fc from 'fast-check';
import type { Key } from '../../../../profile/profile.js';
import { type EnvRequest, podContext } from '../../request.js';
import { attackTexts } from './attacks.js';
import { flags, naming, picksOf, queriesOf, servedRequest, surround, surroundings } from './drafts.js';
import { everyOk, everyWellFormed, type Family } from './family.js';
import { callInput, type Material } from './material.js';

const small = { maxLength: 4, size: 'max' } as const;

/** Requests that are legal: some have to be served, others ask for what nobody knows. */
export function legalFamilies(material: Material): readonly Family[] {
  const { known, good, classParameters } = material;
  const families: Family[] = [
    {
      name: 'served',
      weight: 30,
      reaches: [
        ...everyOk,
        'ordering/duplicate-names',
        'values/exact',
        'batch/scales',
        'identity/version-free',
        'request/extra-context',
      ],
      arbitrary: servedRequest(material).map((request) =>
        callInput('fuzz', 'a batch of available keys', request),
      ),
    },
    {
      name: 'pods',
      weight: 8,
      reaches: [
        ...everyOk,
        'values/exact',
        'authorization/namespace',
        'authorization/identity',
        'authorization/no-cached-bypass',
        'errors/permission-denied',
        'errors/precedence',
        'optional/not-a-bypass',
      ],
      arbitrary: fc
        .tuple(contexts(material), picksOf(mixedKeys(material).length), flags, surroundings)
        .map(([context, picks, bits, around]) => {
          const keys = picks.map((pick) => mixedKeys(material)[pick] as Key);
          const request = material.request(queriesOf(keys, { style: 'plain' }, bits), {
            podContext: context,
          });
          return callInput('fuzz', 'keys for another pod', surround(request, around));
        }),
    },
    {
      name: 'parameters',
      weight: 6,
      reaches: [...everyWellFormed, 'errors/precedence', 'errors/permission-denied', 'authorization/field'],
      arbitrary: fc
        .tuple(
          picksOf(mixedKeys(material).length),
          naming,
          fc.array(fc.tuple(parameterName, parameterValue), { ...small, minLength: 1 }),
          fc.nat(7),
        )
        .map(([picks, how, entries, where]): ReturnType<typeof callInput> => {
          const map = Object.fromEntries(entries);
          const keys = picks.map((pick) => mixedKeys(material)[pick] as Key);
          const request = material.request(queriesOf(keys, how, 0));
          const changed: EnvRequest =
            where === 0
              ? { ...request, classParameters: { ...classParameters, ...map } }
              : where === 1
                ? { ...request, className: 'csi-env-conformance-invented' }
                : {
                    ...request,
                    queries: request.queries.map((query, i) =>
                      i % 2 === where % 2
                        ? { ...query, parameters: where > 4 ? map : { ...query.parameters, ...map } }
                        : query,
                    ),
                  };
          return callInput('fuzz', 'parameters and classes that the profile does not name', changed);
        }),
    },
  ];
  if (
    good.some(({ key }) => known.permission(material.request([]), key) !== undefined) ||
    'allowedNamespaces' in classParameters
  )
    families.push(listFamily(material));
  return families;
}

const parameterName = fc.constantFrom(
  'field',
  'version',
  'x-conformance',
  'path',
  'key',
  'FIELD',
  'constructor',
  'a',
  ' ',
  '\u00e9',
  'allowedFields',
  'namespace',
);
const parameterValue = fc.oneof(
  fc.constantFrom('', 'a', 'password', 'none', '0', 'latest', 'x'.repeat(500)),
  fc.constantFrom(...attackTexts),
);

/** Keys of every kind, the good ones first. */
function mixedKeys({ good, missing, denied, oversized }: Material): readonly Key[] {
  return [...good, ...missing, ...denied, ...oversized];
}

/** Contexts of other pods: listed ones, denied ones, and neighbours of their namespaces and service accounts. */
function contexts(material: Material): fc.Arbitrary<Record<string, string>> {
  const listed = [...material.deniedPods, ...material.deniedPods, ...material.pods].map(podContext);
  const base = material.context as Record<string, string>;
  const near = (text: string): string[] => [
    `${text}-2`,
    `x-${text}`,
    text.slice(0, -1),
    text.slice(1),
    text.toUpperCase(),
    `${text}.`,
    `${text} `,
    ` ${text}`,
    `${text}/`,
    `${text}%00`,
    `${text}\u0000`,
    `${text},other`,
    '*',
    '**',
    '.*',
    `${text}\n`,
    text.replace(/[aeo]/, '\u0430'),
  ];
  const neighbours = ['namespace', 'serviceAccount', 'podName', 'podUID'].flatMap((name) =>
    near(base[name] ?? 'a')
      .filter((text) => text !== '')
      .map((text) => ({ ...base, [name]: text })),
  );
  return listed.length === 0
    ? fc.constantFrom(...neighbours)
    : fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...listed) },
        { weight: 2, arbitrary: fc.constantFrom(...neighbours) },
      );
}

/** The class's own lists replaced by others, where it has them: what no longer is covered has to be refused. */
function listFamily(material: Material): Family {
  const { good, classParameters, context } = material;
  const names = ['allowedFields', 'allowedNamespaces'].filter((name) => classParameters[name] !== undefined);
  return {
    name: 'lists',
    weight: 5,
    reaches: [
      ...everyOk,
      'authorization/field',
      'authorization/namespace',
      'authorization/no-cached-bypass',
      'errors/permission-denied',
      'errors/precedence',
      'optional/not-a-bypass',
      'batch/all-or-nothing',
    ],
    arbitrary: fc
      .tuple(
        fc.constantFrom(...names),
        fc.nat(lists.length - 1),
        fc.array(fc.nat(good.length - 1), { ...small, minLength: 1 }),
        flags,
        fc.nat(3),
      )
      .map(([name, pick, picks, bits, of]) => {
        const keys = picks.map((index) => good[index] as Key);
        const text =
          name === 'allowedFields' ? (keys[of % keys.length] as Key).key : (context.namespace ?? '');
        const list = (lists[pick] as (text: string) => string)(text);
        return callInput(
          'fuzz',
          `another list for ${name}`,
          material.request(queriesOf(keys, { style: 'plain' }, bits), {
            classParameters: { ...classParameters, [name]: list },
          }),
        );
      }),
  };
}

/** Lists that cover a text, or that a careless matcher takes to cover it. */
const lists: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => ` ${text} ,`,
  (text) => `other, ${text}`,
  () => '',
  () => ' , ,',
  () => 'csi-env-elsewhere',
  () => '**',
  () => '*',
  (text) => text.slice(0, -1),
  (text) => text.slice(1),
  (text) => `${text}-x`,
  (text) => `x-${text}`,
  (text) => text.toUpperCase(),
  (text) => text.replace(/.(?=.$)/su, '.'),
  (text) => `${text.slice(0, -1)}?`,
  (text) => `${text.slice(0, -1)}[${text.slice(-1)}]`,
  (text) => `.+${text.slice(-1)}`,
  (text) => `x|${text}|y`,
  () => '!csi-env-elsewhere',
  (text) => `${text}/**`,
  (text) => `csi-env-elsewhere;${text}`,
  (text) => text.split('/').slice(0, -1).join('/') || 'x',
  (text) => `${text.split('/').slice(0, -1).join('/')}/`,
  (text) => `${text.split('/')[0]}/*`,
  (text) => `${text.split('/')[0]}/**`,
  (text) => `${text.slice(0, -1)}*`,
  (text) => `*${text.slice(1)}`,
  (text) => `{${text},x}`,
  (text) => `^${text}$`,
  (text) => `"${text}"`,
];
