import { create } from '@bufbuild/protobuf';
import { type EnvVarResult, EnvVarResultSchema } from '@csi-env/proto';
import type { EnvVarsContext, Hooks } from '../reference-driver/hooks.js';
import { StatusError, statusCode } from '../reference-driver/status.js';
import { forLaterPods, positionNames, positions, requestMemory } from './circumstances.js';
import { type Mutant, mutant, otherCodesToo } from './mutant.js';

type Rearrange = (results: EnvVarResult[], context: EnvVarsContext) => EnvVarResult[];

const results = (change: Rearrange): Partial<Hooks> => ({ results: change });
const permutation = [
  {
    id: 'ordering/permutation',
    why: 'results that do not follow the queries do not follow their permutation',
  },
];
const permutationToo = { also: permutation };

const byName = (a: EnvVarResult, b: EnvVarResult): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** Results in an order of their keys. */
const byKey: Rearrange = (list, { request }) =>
  list
    .map((result, position) => ({ result, key: request.queries[position]?.key ?? '' }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ result }) => result);

const swapLastTwo: Rearrange = (list) => [...list.slice(0, -2), ...list.slice(-2).reverse()];

/** Mutants of the area ordering. */
export const orderingMutants: readonly Mutant[] = [
  ...(
    [
      [
        'last-dropped',
        'drops the last result of a batch',
        (list) => (list.length > 1 ? list.slice(0, -1) : list),
      ],
      [
        'extra',
        'adds a result that nobody asked for',
        (list) => [...list, create(EnvVarResultSchema, { name: 'EXTRA' })],
      ],
      ['above-20', 'answers only 20 queries', (list) => list.slice(0, 20)],
      ['above-49', 'answers only 49 queries', (list) => list.slice(0, 49)],
      [
        'empty-dropped',
        'leaves out empty values',
        (list) => list.filter(({ value, error }) => value !== '' || error !== ''),
      ],
      [
        'equal-keys',
        'answers a key that is asked for twice once',
        (list, { request }) =>
          list.filter(
            (_, position) =>
              request.queries.findIndex(({ key }) => key === request.queries[position]?.key) === position,
          ),
      ],
      [
        'first-twice',
        'gives the first result of a large batch twice',
        (list) => (list.length > 16 ? [...list.slice(0, 1), ...list] : list),
      ],
    ] as [string, string, Rearrange][]
  ).map(([id, description, change]) => mutant(`ordering/one-per-query/${id}`, description, results(change))),
  mutant(
    'ordering/one-per-query/second-call',
    'drops the last result when the request was seen before',
    () => {
      const before = requestMemory();
      return {
        results: (list, context) => (before(context) === 1 && list.length > 1 ? list.slice(0, -1) : list),
      };
    },
    {
      also: [
        { id: 'idempotency/repeat', why: 'the repetition gives another answer' },
        {
          id: 'concurrency/isolation',
          why: 'an answer that differs each time looks like one of another call',
        },
      ],
    },
  ),

  mutant(
    'ordering/name-echo/every-97th-call',
    'changes the names of the results of every 97th call',
    results((list, { call }) =>
      call % 97 === 0 ? list.map((result) => ({ ...result, name: `${result.name}_` })) : list,
    ),
  ),
  mutant(
    'ordering/same-order/every-211th-call',
    'reverses the results of every 211th call',
    results((list, { call }) => (call % 211 === 0 ? list.toReversed() : list)),
  ),

  ...(
    [
      ['reversed', 'gives results in reverse order', (list) => list.toReversed()],
      ['by-name', 'sorts results by name', (list) => list.toSorted(byName)],
      ['last-two', 'swaps the last two results', swapLastTwo],
      [
        'first-two-of-many',
        'swaps the first two results of more than 20',
        (list) => (list.length > 20 ? [...list.slice(0, 2).reverse(), ...list.slice(2)] : list),
      ],
      [
        'above-49',
        'reverses results of more than 49 queries',
        (list) => (list.length > 49 ? list.toReversed() : list),
      ],
      [
        'hash-order',
        'gives results in the order of a hash of their names',
        (list) => list.toSorted((a, b) => hash(a.name) - hash(b.name) || byName(a, b)),
      ],
    ] as [string, string, Rearrange][]
  ).map(([id, description, change]) =>
    mutant(`ordering/same-order/${id}`, description, results(change), permutationToo),
  ),
  mutant('ordering/same-order/by-key', 'sorts results by key', results(byKey), {
    also: [
      ...permutation,
      { id: 'ordering/duplicate-names', why: 'values change places under one name too' },
    ],
  }),
  mutant(
    'ordering/same-order/hits-first',
    'gives cached values before those that it has to read',
    () => {
      const hits = new WeakSet<object>();
      return {
        readBackend: (read, { query, hit }) => {
          if (hit) hits.add(query);
          return read();
        },
        results: (list, { request }) => {
          const hit = (position: number): boolean => hits.has(request.queries[position] ?? {});
          return [...list.filter((_, at) => hit(at)), ...list.filter((_, at) => !hit(at))];
        },
      };
    },
    {
      also: [
        ...permutation,
        { id: 'ordering/duplicate-names', why: 'results of one name change places as others do' },
        ...['idempotency/repeat', 'idempotency/after-cancel', 'idempotency/concurrent'].map((id) => ({
          id,
          why: 'the order depends on what was asked before',
        })),
        ...['concurrency/isolation', 'concurrency/overload'].map((id) => ({
          id,
          why: 'what is cached by then depends on the calls beside it',
        })),
      ],
    },
  ),
  mutant('ordering/same-order/later-pods', 'reverses the results of all but the first pod', () =>
    forLaterPods((later) => ({
      results: (list, context) => (later(context) ? list.toReversed() : list),
    })),
  ),
  mutant(
    'ordering/same-order/second-call',
    'reverses results when the request was seen before',
    () => {
      const before = requestMemory();
      return { results: (list, context) => (before(context) === 1 ? list.toReversed() : list) };
    },
    { also: [...permutation, { id: 'idempotency/repeat', why: 'the repetition gives another answer' }] },
  ),

  ...(
    [
      ['empty', 'gives results without name', () => ''],
      ['lower-case', 'gives names in lower case', (name) => name.toLowerCase()],
      ['key', 'gives the key as name', (_, key) => key],
      ['trimmed', 'trims names', (name) => name.trim()],
      ['truncated', 'cuts names after 63 characters', (name) => name.slice(0, 63)],
      ['identifier', 'replaces what is no letter, digit or underscore', (name) => name.replace(/\W/g, '_')],
    ] as [string, string, (name: string, key: string) => string][]
  ).map(([id, description, change]) =>
    mutant(`ordering/name-echo/${id}`, description, {
      oneResult: (result, { query }) => ({ ...result, name: change(query.name, query.key) }),
    }),
  ),
  ...positionNames.map((position) =>
    mutant(`ordering/name-echo/${position}`, `leaves out the name at the ${position} position`, {
      oneResult: (result, context) => (positions[position](context) ? { ...result, name: '' } : result),
    }),
  ),
  mutant('ordering/name-echo/cached', 'gives a cached value the name that it was first asked under', () => {
    const first = new Map<string, string>();
    return {
      oneResult: (result, { query, hit }) => {
        const name = hit ? (first.get(query.key) ?? query.name) : query.name;
        if (!first.has(query.key)) first.set(query.key, query.name);
        return { ...result, name };
      },
    };
  }),

  ...(
    [
      [
        'last-wins',
        'gives queries that share a name the last one’s value',
        (list) => list.map(({ name }) => list.findLast((other) => other.name === name) as EnvVarResult),
      ],
      [
        'first-wins',
        'gives queries that share a name the first one’s value',
        (list) => list.map(({ name }) => list.find((other) => other.name === name) as EnvVarResult),
      ],
      [
        'joined',
        'joins the values of queries that share a name',
        (list) =>
          list.map((result) => ({
            ...result,
            value: [
              ...new Set(list.filter(({ name }) => name === result.name).map(({ value }) => value)),
            ].join(','),
          })),
      ],
      [
        'neighbours',
        'merges neighbours that share a name',
        (list) =>
          list.map((result, at) =>
            list[at - 1]?.name === result.name ? (list[at - 1] as EnvVarResult) : result,
          ),
      ],
    ] as [string, string, Rearrange][]
  ).map(([id, description, change]) =>
    mutant(
      `ordering/duplicate-names/${id}`,
      description,
      results(change),
      id === 'joined'
        ? { also: [{ id: 'values/exact', why: 'short values that are joined look like any others' }] }
        : {},
    ),
  ),
  mutant(
    'ordering/duplicate-names/merged',
    'gives queries that share a name one result',
    results((list) => list.filter(({ name }, at) => list.findIndex((other) => other.name === name) === at)),
    { also: [{ id: 'ordering/one-per-query', why: 'a merged result is missing' }] },
  ),
  mutant(
    'ordering/duplicate-names/refused',
    'refuses queries that share a name',
    {
      messageReceived: ({ request }) => {
        if (new Set(request.queries.map(({ name }) => name)).size < request.queries.length) {
          throw new StatusError(statusCode.INVALID_ARGUMENT, 'two queries have the same name');
        }
      },
    },
    { also: [{ id: 'request/legal-served', why: 'a legal request is refused' }] },
  ),

  mutant(
    'ordering/permutation/batch-cache',
    'keeps whole answers by the set of their keys, whatever the order',
    () => {
      const answers = new Map<string, string[]>();
      return {
        results: (list, { request }) => {
          const set = JSON.stringify(
            request.queries.map(({ key, queryParameters }) => [key, queryParameters.field]).sort(),
          );
          const known = answers.get(set);
          if (known === undefined)
            answers.set(
              set,
              list.map(({ value }) => value),
            );
          return list.map((result, position) => ({ ...result, value: known?.[position] ?? result.value }));
        },
      };
    },
    {
      also: [
        { id: 'values/exact', why: 'a permuted request gets the values of other keys' },
        { id: 'ordering/same-order', why: 'values come in the order of an earlier request' },
        {
          id: 'values/value-xor-error',
          why: 'a query that fails gets the value of another one beside its error',
        },
        { id: 'ordering/duplicate-names', why: 'values change places under one name too' },
      ],
    },
  ),
  mutant(
    'ordering/permutation/ascending-only',
    'fails when keys come in descending order',
    {
      messageReceived: ({ request }) => {
        const keys = request.queries.map(({ key }) => key);
        const descending = keys.every((key, at) => at === 0 || key < (keys[at - 1] ?? ''));
        if (keys.length > 2 && descending)
          throw new StatusError(statusCode.INTERNAL, 'the index is not sorted');
      },
    },
    otherCodesToo('keys in descending order fail as such, whatever is wrong with one'),
  ),
];

function hash(text: string): number {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + character.charCodeAt(0)) % 65_521;
  return sum;
}
