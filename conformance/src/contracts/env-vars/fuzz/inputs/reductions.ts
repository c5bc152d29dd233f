import type { FuzzInput, Reduction } from '../../../../fuzz/fuzz-target.js';
import type { EnvRequest, Query } from '../../request.js';
import { type Known, requiredContext } from '../model/known.js';
import { type CallInput, readInput } from './input.js';

type TextMap = Readonly<Record<string, string>>;

/** Characters up to which a text is not shortened: no finding is hard to read for those. */
const shortText = 32;

const madeSmaller = ', made smaller';

/**
 * Ways to make a listed call smaller, those that take away most first. Other inputs stay as they are.
 *
 * What the profile's class has as parameters stays, since what it says of denied pods and keys holds for no other class.
 */
export function reductionsOf({ profile }: Pick<Known, 'profile'>): readonly Reduction[] {
  const own = Object.keys(profile.providerClass?.parameters ?? {});
  return [
    ofRequest(fewerQueries),
    ofRequest((request) => fewerEntries(request, own)),
    ofRequest(fewerExtras),
    ofRequest((request) => shorterTexts(request, own)),
  ];
}

/** A reduction of calls by what is smaller than their request. Titles tell that they no longer do what the list had them do. */
function ofRequest(smaller: (request: EnvRequest) => Iterable<EnvRequest>): Reduction {
  return function* reduction(input: FuzzInput) {
    const known = readInput(input);
    if (known.kind !== 'call') return;
    const title = known.title.endsWith(madeSmaller) ? known.title : `${known.title}${madeSmaller}`;
    for (const request of smaller(known.request)) yield { ...known, title, request } satisfies CallInput;
  };
}

function* fewerQueries(request: EnvRequest): Iterable<EnvRequest> {
  for (const queries of without(request.queries, Math.ceil(request.queries.length / 2)))
    if (queries.length > 0) yield { ...request, queries };
}

/** Fewer entries of the maps: those of the pod and the class that need not be there, and those of each query. */
function* fewerEntries(request: EnvRequest, own: readonly string[]): Iterable<EnvRequest> {
  for (const podContext of smallerMaps(request.podContext, requiredContext)) yield { ...request, podContext };
  for (const classParameters of smallerMaps(request.classParameters, own))
    yield { ...request, classParameters };
  for (const [index, { parameters = {} }] of request.queries.entries())
    for (const fewer of smallerMaps(parameters)) yield withQuery(request, index, { parameters: fewer });
}

/** What a request may have or not have. */
function* fewerExtras(request: EnvRequest): Iterable<EnvRequest> {
  const { version, ...rest } = request;
  if (version !== undefined) yield rest;
  const plain = request.queries.map(({ optional: _, ...query }) => query);
  if (request.queries.some(({ optional }) => optional !== undefined)) yield { ...request, queries: plain };
  for (const [index, { optional, ...query }] of request.queries.entries())
    if (optional !== undefined)
      yield { ...request, queries: request.queries.map((one, at) => (at === index ? query : one)) };
}

function* shorterTexts(request: EnvRequest, own: readonly string[]): Iterable<EnvRequest> {
  const { version = '' } = request;
  for (const className of shorter(request.className)) yield { ...request, className };
  for (const text of shorter(version)) yield { ...request, version: text };
  for (const podContext of shorterMaps(request.podContext)) yield { ...request, podContext };
  for (const classParameters of shorterMaps(request.classParameters, own))
    yield { ...request, classParameters };
  for (const [index, { name, key, parameters = {} }] of request.queries.entries()) {
    for (const text of shorter(name)) yield withQuery(request, index, { name: text });
    for (const text of shorter(key)) yield withQuery(request, index, { key: text });
    for (const fewer of shorterMaps(parameters)) yield withQuery(request, index, { parameters: fewer });
  }
}

/** A list without so many of its members in a row, wherever they are; then without half as many, down to one. */
function* without<T>(list: readonly T[], most: number): Iterable<readonly T[]> {
  for (let size = most; size > 0; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let at = 0; at < list.length; at += size) yield [...list.slice(0, at), ...list.slice(at + size)];
}

function* smallerMaps(map: TextMap, kept: readonly string[] = []): Iterable<TextMap> {
  const entries = Object.entries(map);
  const others = entries.filter(([name]) => !kept.includes(name));
  for (const fewer of without(others, others.length))
    yield Object.fromEntries(entries.filter((one) => !others.includes(one) || fewer.includes(one)));
}

function* shorterMaps(map: TextMap, kept: readonly string[] = []): Iterable<TextMap> {
  for (const [name, value] of Object.entries(map))
    if (!kept.includes(name)) for (const text of shorter(value)) yield { ...map, [name]: text };
}

/** The beginnings of a long text, the shortest first; no character is cut in two. */
function* shorter(text: string): Iterable<string> {
  if (text.length <= shortText) return;
  const characters = [...text];
  const { length } = characters;
  const lengths = [shortText, Math.ceil(length / 2), length - Math.ceil(length / 8), length - 1];
  for (const size of new Set(lengths))
    if (size >= shortText && size < length) yield characters.slice(0, size).join('');
}

function withQuery(request: EnvRequest, index: number, change: Partial<Query>): EnvRequest {
  return {
    ...request,
    queries: request.queries.map((query, at) => (at === index ? { ...query, ...change } : query)),
  };
}
