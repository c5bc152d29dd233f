import type { EnvRequest, Query } from '../../request.js';
import { requiredContext } from '../model/known.js';
import { limits } from '../model/violations.js';
import { badNameCharacters } from './attacks.js';
import { fillings, grown, subdomainOf, textOf, wideCharacters } from './fills.js';

/** One way to break one rule; `n` chooses among its variants, and `at` the query. */
export interface Breaker {
  readonly requirement: string;
  readonly say: string;
  break(request: EnvRequest, n: number, at: number): EnvRequest;
}

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

function withQuery(request: EnvRequest, at: number, change: (query: Query) => Query): EnvRequest {
  const index = at % Math.max(1, request.queries.length);
  return { ...request, queries: request.queries.map((query, i) => (i === index ? change(query) : query)) };
}

/** How far over a limit: one, a little, a lot. */
const excess = (n: number): number => pick([1, 2, 3, 17, 128, 1000], n);
const wide = (n: number): string => pick(wideCharacters, Math.floor(n / 7));
const over = (limit: number, n: number, prefix = ''): string =>
  textOf(limit + excess(n), 'bytes', wide(n), prefix) ?? '';

function overMap(map: Readonly<Record<string, string>>, limit: number, n: number): Record<string, string> {
  const size = limit + excess(n);
  return (
    grown(map, size, 'bytes', pick(fillings, n), wide(n)) ?? { ...map, 'x-conformance': 'a'.repeat(size) }
  );
}

const size = (say: string, change: Breaker['break']): Breaker => ({
  requirement: 'request/field-size',
  say,
  break: change,
});
const required = (say: string, change: Breaker['break']): Breaker => ({
  requirement: 'request/required-fields',
  say,
  break: change,
});

/** Every rule of the area request, each in many ways. */
export const breakers: readonly Breaker[] = [
  required('no class', (request) => ({ ...request, className: '' })),
  required('no queries', (request) => ({ ...request, queries: [] })),
  required('no pod_context', (request) => ({ ...request, podContext: {} })),
  required('a query without a name', (request, _, at) =>
    withQuery(request, at, (query) => ({ ...query, name: '' })),
  ),
  required('a query without a key', (request, _, at) =>
    withQuery(request, at, (query) => ({ ...query, key: '' })),
  ),
  {
    requirement: 'request/pod-context-keys',
    say: 'pod_context without a required key',
    break(request, n) {
      const { [pick(requiredContext, n)]: _, ...podContext } = request.podContext;
      return { ...request, podContext };
    },
  },
  {
    requirement: 'request/pod-context-keys',
    say: 'a required key of pod_context that is empty',
    break: (request, n) => ({
      ...request,
      podContext: { ...request.podContext, [pick(requiredContext, n)]: '' },
    }),
  },
  {
    requirement: 'request/env-name',
    say: 'a name with a character that it may not have',
    break: (request, n, at) =>
      withQuery(request, at, (query) => {
        const character = pick(badNameCharacters, n);
        const spot = Math.floor(n / badNameCharacters.length) % 4;
        const name =
          spot === 0
            ? `CSI${character}ENV`
            : spot === 1
              ? `${character}CSI_ENV`
              : spot === 2
                ? `CSI_ENV${character}`
                : character;
        return { ...query, name };
      }),
  },
  size('a class over its limit', (request, n) => ({
    ...request,
    className: n % 2 === 0 ? subdomainOf(limits.className + excess(n)) : over(limits.className, n),
  })),
  size('a name over its limit', (request, n, at) =>
    withQuery(request, at, (query) => ({ ...query, name: 'N'.repeat(limits.name + excess(n)) })),
  ),
  size('a key over its limit', (request, n, at) =>
    withQuery(request, at, (query) => ({ ...query, key: over(limits.key, n, query.key) })),
  ),
  size('query_parameters over their limit', (request, n, at) =>
    withQuery(request, at, (query) => ({
      ...query,
      parameters: overMap(query.parameters ?? {}, limits.parameters, n),
    })),
  ),
  size('class_parameters over their limit', (request, n) => ({
    ...request,
    classParameters: overMap(request.classParameters, limits.classParameters, n),
  })),
  size('pod_context over its limit', (request, n) => ({
    ...request,
    podContext: overMap(request.podContext, limits.podContext, n),
  })),
  size('a version over its limit', (request, n) => ({ ...request, version: over(limits.version, n, 'v1.') })),
];
