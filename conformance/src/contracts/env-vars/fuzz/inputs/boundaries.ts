import type { FuzzInput } from '../../../../fuzz/fuzz-target.js';
import type { Key } from '../../../../profile/profile.js';
import { asCarried, utf8Length } from '../../judge.js';
import { type EnvRequest, encodeRequest, type Query, resultSize } from '../../request.js';
import { type Unit, units } from '../model/boundaries-of.js';
import { requiredContext } from '../model/known.js';
import { stackReceives } from '../model/predict.js';
import { limits } from '../model/violations.js';
import { fillings, grown, subdomainOf, textOf, wideCharacters } from './fills.js';
import { callInput, type Material, queryFor } from './material.js';

const distances = [-1, 0, 1] as const;
/** Larger requests would measure the machine. */
const largest = 1024 * 1024;

/** Every limit of the field table, one below, at and one above, in bytes, code points and characters; and every empty field. */
export function boundaries(material: Material): readonly FuzzInput[] {
  return [
    ...ofFields(material),
    ...ofEmptiness(material),
    ...ofRequests(material),
    ...ofResponses(material),
    ...ofValues(material),
    ...ofBatches(material),
  ];
}

const input = (title: string, request: EnvRequest): FuzzInput => callInput('boundary', title, request);
const sizeText = (distance: number): string =>
  distance === 0 ? 'at its limit' : distance < 0 ? 'one below its limit' : 'one above its limit';

/** A request with a query for a good key by itself, and one as the last of three. */
function bases(material: Material): readonly (readonly [EnvRequest, number])[] {
  const { good } = material;
  const query = (index: number): Query => queryFor(good[index % good.length] as Key, `CSI_ENV_${index}`);
  return [
    [material.request([query(0)]), 0],
    [material.request([query(0), query(1), query(2)]), 2],
  ];
}

function withQuery(request: EnvRequest, index: number, change: Partial<Query>): EnvRequest {
  return {
    ...request,
    queries: request.queries.map((query, i) => (i === index ? { ...query, ...change } : query)),
  };
}

/** A field of texts: how a text of a size is put into a request. */
interface TextField {
  readonly name: string;
  readonly limit: number;
  /** Other characters than ASCII are a fault of their own. */
  readonly ascii?: boolean;
  readonly inQuery: boolean;
  text(size: number, unit: Unit, character: string): string | undefined;
  put(request: EnvRequest, text: string, index: number): EnvRequest;
}

function ofFields(material: Material): FuzzInput[] {
  const [missing = material.good[0] as Key] = material.missing;
  const texts: readonly TextField[] = [
    {
      name: 'class',
      limit: limits.className,
      inQuery: false,
      text: (size, unit, character) =>
        character === 'a' ? subdomainOf(size) : textOf(size, unit, character),
      put: (request, className) => ({ ...request, className }),
    },
    {
      name: 'version',
      limit: limits.version,
      inQuery: false,
      text: (size, unit, character) => textOf(size, unit, character, 'v1.'),
      put: (request, version) => ({ ...request, version }),
    },
    {
      name: 'name',
      limit: limits.name,
      ascii: true,
      inQuery: true,
      text: (size, unit, character) => textOf(size, unit, character, 'CSI_ENV_'),
      put: (request, name, index) => withQuery(request, index, { name }),
    },
    {
      name: 'key',
      limit: limits.key,
      inQuery: true,
      text: (size, unit, character) => textOf(size, unit, character, missing.key),
      put: (request, key, index) =>
        withQuery(request, index, { ...queryFor(missing, request.queries[index]?.name ?? ''), key }),
    },
  ];
  const maps = [
    {
      name: 'class_parameters',
      limit: limits.classParameters,
      inQuery: false,
      own: (request: EnvRequest) => request.classParameters,
      put: (request: EnvRequest, classParameters: Record<string, string>): EnvRequest => ({
        ...request,
        classParameters,
      }),
    },
    {
      name: 'pod_context',
      limit: limits.podContext,
      inQuery: false,
      own: (request: EnvRequest) => request.podContext,
      put: (request: EnvRequest, podContext: Record<string, string>): EnvRequest => ({
        ...request,
        podContext,
      }),
    },
    {
      name: 'query_parameters',
      limit: limits.parameters,
      inQuery: true,
      own: (request: EnvRequest, index: number) => request.queries[index]?.parameters ?? {},
      put: (request: EnvRequest, parameters: Record<string, string>, index: number): EnvRequest =>
        withQuery(request, index, { parameters }),
    },
  ];
  const inputs: FuzzInput[] = [];
  for (const [request, index] of bases(material)) {
    for (const unit of units) {
      for (const distance of distances) {
        for (const field of texts) {
          if (index > 0 && !field.inQuery) continue;
          const characters =
            unit === 'bytes'
              ? field.ascii === true
                ? ['a']
                : distance > 0
                  ? wideCharacters
                  : ['a']
              : field.ascii === true
                ? []
                : wideCharacters.slice(1);
          for (const character of characters) {
            const text = field.text(field.limit + distance, unit, character);
            if (text !== undefined)
              inputs.push(
                input(`${field.name} ${sizeText(distance)} in ${unit}`, field.put(request, text, index)),
              );
          }
        }
        for (const field of maps) {
          if (index > 0 && !field.inQuery) continue;
          for (const filling of unit === 'bytes' ? fillings : (['value'] as const)) {
            const map = grown(
              field.own(request, index),
              field.limit + distance,
              unit,
              filling,
              unit === 'bytes' ? 'a' : unit === 'code-points' ? '\u{1f511}' : '\u00e9',
            );
            if (map !== undefined)
              inputs.push(
                input(`${field.name} ${sizeText(distance)} in ${unit}`, field.put(request, map, index)),
              );
          }
        }
      }
    }
  }
  return inputs;
}

function ofEmptiness(material: Material): FuzzInput[] {
  const [[request], [three]] = bases(material) as [
    readonly [EnvRequest, number],
    readonly [EnvRequest, number],
  ];
  return [
    input('no class', { ...request, className: '' }),
    input('no queries', { ...request, queries: [] }),
    input('no pod_context', { ...request, podContext: {} }),
    input('nothing at all', { className: '', classParameters: {}, queries: [], podContext: {} }),
    ...[0, 1, 2].flatMap((index) => [
      input(`query ${index + 1} of 3 without a name`, withQuery(three, index, { name: '' })),
      input(`query ${index + 1} of 3 without a key`, withQuery(three, index, { key: '' })),
    ]),
    ...requiredContext.flatMap((name) => {
      const { [name]: _, ...rest } = request.podContext;
      return [
        input(`pod_context without ${name}`, { ...request, podContext: rest }),
        input(`pod_context with an empty ${name}`, {
          ...request,
          podContext: { ...request.podContext, [name]: '' },
        }),
      ];
    }),
  ];
}

/** request/payload-size: filled with long keys that do not exist, so that the answer is no larger than a status. */
function ofRequests(material: Material): FuzzInput[] {
  const { payloadBytes } = material.facts.limits;
  const inputs =
    payloadBytes > largest
      ? []
      : distances.flatMap((distance) => {
          const request = requestOfSize(material, payloadBytes + distance);
          return request === undefined ? [] : [input(`a request ${sizeText(distance)}`, request)];
        });
  if (material.safe || payloadBytes > stackReceives) return inputs;
  const [[one]] = bases(material) as [readonly [EnvRequest, number]];
  const empty = encodeRequest({ ...one, version: 'v'.repeat(stackReceives) }).length - stackReceives;
  for (const distance of distances)
    inputs.push(
      input(`a message ${sizeText(distance)} of 4 MiB`, {
        ...one,
        version: 'v'.repeat(stackReceives + distance - empty),
      }),
    );
  return inputs;
}

function requestOfSize(material: Material, size: number): EnvRequest | undefined {
  const [missing = { key: 'csi-env-conformance/none', parameters: {} }] = material.missing;
  const build = (count: number, last: number, version: number): EnvRequest =>
    material.request(
      Array.from({ length: count }, (_, index) => ({
        ...queryFor(missing, `N${index}`),
        key: missing.key.padEnd(index === count - 1 ? last : limits.key, 'a'),
      })),
      version === 0 ? {} : { version: 'v'.repeat(version) },
    );
  const least = missing.key.length + 1;
  const one = encodeRequest(build(2, limits.key, 0)).length - encodeRequest(build(1, limits.key, 0)).length;
  const none = encodeRequest(build(1, limits.key, 0)).length - one;
  for (let count = Math.max(1, Math.ceil((size - none) / one)); count > 0; count--) {
    for (const version of [0, 1, 2, 100]) {
      let last = limits.key;
      for (let attempt = 0; attempt < 4; attempt++) {
        const request = build(count, last, version);
        const more = size - encodeRequest(request).length;
        if (more === 0) return request;
        last += more;
        if (last < least || last > limits.key) break;
      }
    }
    if (count * one + none < size - 2 * one) return undefined;
  }
  return undefined;
}

/** values/response-size: batches of keys with known values, whose names are stretched until the answer has the size. */
function ofResponses(material: Material): FuzzInput[] {
  const { payloadBytes } = material.facts.limits;
  if (payloadBytes > largest) return [];
  return distances.flatMap((distance) => {
    const request = responseOfSize(material, payloadBytes + distance);
    return request === undefined ? [] : [input(`values that make a response ${sizeText(distance)}`, request)];
  });
}

const shortName = 8;

function responseOfSize(material: Material, target: number): EnvRequest | undefined {
  const known = material.good
    .flatMap((key) =>
      key.value === undefined || key.volatile ? [] : [{ key, bytes: utf8Length(asCarried(key.value)) }],
    )
    .filter(({ bytes }) => bytes <= material.facts.limits.valueBytes)
    .sort((a, b) => b.bytes - a.bytes);
  const chosen: typeof known = [];
  let rest = target;
  for (const one of known) {
    const size = resultSize(shortName, one.bytes);
    for (; rest >= size && chosen.length < 4096; rest -= size) chosen.push(one);
  }
  for (let attempt = 0; attempt < 12 && chosen.length > 0; attempt++) {
    const names = stretched(
      chosen.map(({ bytes }) => bytes),
      rest,
    );
    if (names !== undefined) {
      const request = material.request(
        chosen.map(({ key }, index) =>
          queryFor(
            key,
            `N${String(index).padStart(shortName - 1, '0')}`.padEnd(names[index] ?? shortName, '_'),
          ),
        ),
      );
      return encodeRequest(request).length <= material.facts.limits.payloadBytes ? request : undefined;
    }
    const dropped = chosen.pop();
    rest += resultSize(shortName, dropped?.bytes ?? 0);
  }
  return undefined;
}

/** Lengths of names with which results are together `more` bytes longer; undefined where there are none. */
function stretched(sizes: readonly number[], more: number): number[] | undefined {
  const lengths = sizes.map(() => shortName);
  let left = more;
  for (let i = sizes.length - 1; i >= 0 && left > 0; i--) {
    const bytes = sizes[i] as number;
    const grows = (length: number): number => resultSize(length, bytes) - resultSize(shortName, bytes);
    let length: number = limits.name;
    while (grows(length) > left) length--;
    lengths[i] = length;
    left -= grows(length);
  }
  return left === 0 ? lengths : undefined;
}

/** values/size: keys whose known values are at the limit, and those said to be over it. */
function ofValues(material: Material): FuzzInput[] {
  const { valueBytes } = material.facts.limits;
  const near = material.good.filter(
    ({ value }) => value !== undefined && utf8Length(asCarried(value)) >= valueBytes - 1,
  );
  return [
    ...near.map((key) => input('a value at its limit', material.request([queryFor(key, 'CSI_ENV_0')]))),
    ...material.oversized.map((key) =>
      input('a value above its limit', material.request([queryFor(key, 'CSI_ENV_0')])),
    ),
  ];
}

/** batch/scales: so many short values. */
function ofBatches(material: Material): FuzzInput[] {
  const { good } = material;
  const short = good.toSorted((a, b) => (a.value?.length ?? 64) - (b.value?.length ?? 64)).slice(0, 16);
  return [1, 2, 16, 17, 49, 50, 51, 100].map((count) =>
    input(
      `${count} queries`,
      material.request(
        Array.from({ length: count }, (_, index) =>
          queryFor(short[index % short.length] as Key, `CSI_ENV_${index}`),
        ),
      ),
    ),
  );
}
