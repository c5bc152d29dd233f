import type { Verdict } from '../../../../contract.js';
import { statusCode } from '../../../../driver/answer.js';
import { fits, take } from '../../batches.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { type EnvRequest, encodeRequest, podContext } from '../../request.js';
import { blocked, describe, type EnvCheck, type Tools } from '../../tools.js';
import { judgeInvented, judgeOwn, together } from '../blame.js';
import { base, baseRequest } from '../once.js';
import { ofAnotherPod } from '../other-pod.js';
import { fitsPayload, legalAtLimitChecks, lengthenedMissing } from './legal-at-limit.js';
import { limits } from './request-fields.js';
import { subdomainOf } from './sized-values.js';

const when = [conditions.advertised];

/** Every character that a name may have. */
const characters = Array.from({ length: 0x7e - 0x20 + 1 }, (_, index) =>
  String.fromCharCode(0x20 + index),
).filter((c) => c !== '=');

const nameShapes = [
  { slug: 'alone', say: 'by itself', name: (c: string) => c },
  { slug: 'first', say: 'at the start', name: (c: string) => `${c}CSI_ENV` },
  { slug: 'inside', say: 'in the middle', name: (c: string) => `CSI${c}ENV` },
  { slug: 'last', say: 'at the end', name: (c: string) => `CSI_ENV${c}` },
] as const;

/** Batches of queries for the smallest served key under these names, each small enough for the driver. */
async function batchesOf(tools: Tools, names: readonly string[]): Promise<EnvRequest[]> {
  const [key] = await tools.served();
  if (key === undefined) return [];
  const queries = names.map((name) => ({ name, key: key.key, parameters: key.parameters }));
  for (let parts = 1; parts <= names.length; parts++) {
    const size = Math.ceil(names.length / parts);
    const requests = Array.from({ length: parts }, (_, part) =>
      tools.request(queries.slice(part * size, (part + 1) * size)),
    ).filter((request) => request.queries.length > 0);
    if (requests.every((request) => fits(tools, request, take([key], request.queries.length))))
      return requests;
  }
  return [];
}

/** A batch that is refused for its size alone is no matter of its names. */
async function refusedForSize(tools: Tools, request: EnvRequest): Promise<Verdict | undefined> {
  const plain = {
    ...request,
    queries: request.queries.map((query, index) => ({ ...query, name: `CSI_ENV_${index}` })),
  };
  if ((await tools.call(plain)).ok) return undefined;
  await base(tools);
  return blocked('batch/scales', `${request.queries.length} queries for an available key are not served`);
}

async function judgeNames(tools: Tools, names: readonly string[], what: string): Promise<Verdict> {
  await base(tools);
  const requests = await batchesOf(tools, names);
  if (requests.length === 0)
    return { outcome: 'not-applicable', reason: "not even one query fits the driver's payload" };
  const verdicts = await Promise.all(
    requests.map(async (request) => {
      const verdict = await judgeOwn(tools, await tools.call(request), what);
      return verdict.outcome === 'fail' ? ((await refusedForSize(tools, request)) ?? verdict) : verdict;
    }),
  );
  return together(verdicts);
}

const nameLists = [
  {
    slug: 'shell-syntax',
    say: 'names that a shell would read as syntax',
    names: [
      '$HOME',
      `\${HOME}`,
      '$(id)',
      '`id`',
      'a;b',
      'a|b',
      'a>b',
      '"',
      "'",
      '\\',
      '!',
      '#',
      '*',
      '~',
      '(',
      ')',
    ],
  },
  {
    slug: 'words',
    say: 'names that are words of common languages',
    names: [
      'null',
      'true',
      'undefined',
      '__proto__',
      'constructor',
      'toString',
      'NaN',
      '0',
      '-1',
      '{}',
      '[]',
      '%s',
      '%41',
      '<b>',
      '../a',
      '/',
      '.',
      '..',
    ],
  },
  {
    slug: 'case',
    say: 'names that differ in case alone',
    names: ['csi_env', 'CSI_ENV', 'Csi_Env', 'cSI_eNV'],
  },
  {
    slug: 'reserved',
    say: 'names that a container already has',
    names: ['PATH', 'HOME', 'HOSTNAME', 'LD_PRELOAD', 'KUBERNETES_SERVICE_HOST'],
  },
  {
    slug: 'lengths',
    say: 'names of one byte up to their limit',
    names: [1, 2, 63, 64, 65, limits.name - 1, limits.name].map((size) => 'N'.repeat(size)),
  },
] as const;

/** Requests that are legal in an odd way. */
const oddities: readonly {
  readonly slug: string;
  readonly say: string;
  readonly own: boolean;
  readonly needs?: EnvCheck['needs'];
  change(request: EnvRequest, tools: Tools): EnvRequest;
}[] = [
  ...[
    { slug: 'digits', podUID: '1' },
    { slug: 'mirror-pod', podUID: '0123456789abcdef0123456789abcdef' },
    { slug: 'upper-case', podUID: '7F9C24E8-3B1D-4A53-9A6E-0000000000FF' },
    { slug: 'punctuation', podUID: 'pod/uid:with spaces & more' },
    { slug: 'long', podUID: 'u'.repeat(300) },
  ].map(({ slug, podUID }) => ({
    slug: `pod-uid-${slug}`,
    say: `a podUID that is no UUID in its usual form (${slug})`,
    own: false,
    change: (request: EnvRequest) => ({ ...request, podContext: { ...request.podContext, podUID } }),
  })),
  {
    slug: 'pod-context-value-over-128',
    say: 'a nodeName of 200 bytes: single values of maps have no limit of their own',
    own: false,
    change: (request) => ({ ...request, podContext: { ...request.podContext, nodeName: 'n'.repeat(200) } }),
  },
  {
    slug: 'same-name-as-key',
    say: 'a name that equals the key',
    own: true,
    change: (request) => ({
      ...request,
      queries: request.queries.map((query) => ({
        ...query,
        name: query.key.replace(/[^\x20-\x3c\x3e-\x7e]/g, '_').slice(0, limits.name),
      })),
    }),
  },
  {
    slug: 'short-class',
    say: 'a class of one character',
    own: false,
    change: (request) => ({ ...request, className: 'x' }),
  },
  ...[
    { slug: 'key-above-128', size: 129 },
    { slug: 'key-of-half-its-limit', size: Math.floor(limits.key / 2) },
    { slug: 'key-below-its-limit', size: limits.key - 1 },
  ].map(({ slug, size }) => ({
    slug,
    say: `a key of ${size} bytes that does not exist`,
    own: false,
    needs: [needs.missing],
    change: (request: EnvRequest, tools: Tools) => ({
      ...request,
      queries: request.queries.map(({ name }) => lengthenedMissing(tools, name, size)),
    }),
  })),
  ...[
    { slug: 'class-of-64', size: 64 },
    { slug: 'class-above-128', size: 129 },
    { slug: 'class-below-its-limit', size: limits.className - 1 },
  ].map(({ slug, size }) => ({
    slug,
    say: `a class of ${size} bytes that nobody has`,
    own: false,
    change: (request: EnvRequest) => ({ ...request, className: subdomainOf(size) }),
  })),
];

/** Checks of `request/legal-served`. */
export const legalServedChecks: readonly EnvCheck[] = [
  ...nameShapes.map(
    ({ slug, say, name }): EnvCheck => ({
      name: `request/legal-served/name-characters/${slug}`,
      requirement: 'request/legal-served',
      stimulus: `queries with names that have each printable ASCII character but "=" ${say}`,
      expects: 'OK',
      needs: wellFormed,
      when,
      run: (tools) =>
        judgeNames(tools, characters.map(name), `a batch of names with each legal character ${say}`),
    }),
  ),
  ...nameLists.map(
    ({ slug, say, names }): EnvCheck => ({
      name: `request/legal-served/name-characters/${slug}`,
      requirement: 'request/legal-served',
      stimulus: say,
      expects: 'OK',
      needs: wellFormed,
      when,
      run: (tools) => judgeNames(tools, names, say),
    }),
  ),
  ...oddities.map(
    ({ slug, say, own, needs: more, change }): EnvCheck => ({
      name: `request/legal-served/${slug}`,
      requirement: 'request/legal-served',
      stimulus: say,
      expects: own ? 'OK' : 'OK, NOT_FOUND or PERMISSION_DENIED, since it is invented',
      needs: [...wellFormed, ...(more ?? [])],
      when,
      async run(tools) {
        const request = change(await baseRequest(tools), tools);
        const tooLarge = fitsPayload(tools, encodeRequest(request));
        if (tooLarge !== undefined) return tooLarge;
        const reply = await tools.call(request, { observe: own });
        return own ? judgeOwn(tools, reply, say) : judgeInvented(tools, reply, say);
      },
    }),
  ),
  {
    name: 'request/legal-served/every-available-key',
    requirement: 'request/legal-served',
    stimulus: 'each key of keys.available by itself',
    expects: 'OK for each',
    needs: wellFormed,
    when,
    async run(tools) {
      const keys = tools.profile.keys.available;
      const served = await tools.served();
      const absent = keys.filter(
        (key) => !served.some((one) => one.key === key.key && same(one.parameters, key.parameters)),
      );
      const verdicts = await Promise.all(
        absent.slice(0, 4).map(async (key) => {
          const where = `keys.available[${keys.indexOf(key)}]`;
          const request = tools.request([{ name: 'CSI_ENV_0', key: key.key, parameters: key.parameters }]);
          const reply = await tools.call(request);
          const verdict = await judgeOwn(tools, reply, where);
          // A value that is refused because it just fits is the fault of the rule that says so.
          const large = key.value !== undefined && key.value.length >= tools.facts.limits.valueBytes - 1;
          if (large && verdict.outcome === 'fail' && reply.code === statusCode.INVALID_ARGUMENT)
            return blocked('values/size', `${where} got ${describe(reply)}`);
          return verdict.outcome === 'pass'
            ? ({ outcome: 'untested', reason: `${where} is served only at times` } as const)
            : verdict;
        }),
      );
      return together(verdicts);
    },
  },
  {
    name: 'request/legal-served/every-pod',
    requirement: 'request/legal-served',
    stimulus: 'a query for a served key by each of the pods',
    expects: 'OK, unless the profile is wrong about a pod',
    needs: [...wellFormed, needs.pods],
    when,
    async run(tools) {
      const request = await baseRequest(tools);
      const verdicts = await Promise.all(
        tools.profile.pods.slice(0, 8).map(async (pod, index) => {
          const reply = await tools.call({ ...request, podContext: podContext(pod) }, ofAnotherPod);
          const verdict = await judgeInvented(tools, reply, `pods[${index}]`);
          if (verdict.outcome !== 'pass' || reply.ok) return verdict;
          return {
            outcome: 'untested',
            reason: `the driver refuses pods[${index}], which the profile says may use the class`,
          } as const;
        }),
      );
      return together(verdicts);
    },
  },
  ...legalAtLimitChecks,
];

function same(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  return JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
}
