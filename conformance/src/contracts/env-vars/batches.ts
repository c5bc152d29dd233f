import { Stop } from '../../contract.js';
import type { Key } from '../../profile/profile.js';
import { type EnvRequest, encodeRequest, queriesFor, responseSize } from './request.js';
import type { ServedKey, Tools } from './tools.js';

/** Takes so many keys, round and round, in the order given. */
export function take<T>(keys: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, index) => keys[index % keys.length] as T);
}

/** Bytes that a batch of different keys may have either way; batches of the smallest value alone may have more. */
const variedBytes = 262_144;

/** Whether a request and its answer both stay within the driver's total payload. */
export function fits(
  tools: Tools,
  request: EnvRequest,
  keys: readonly ServedKey[],
  limit = tools.facts.limits.payloadBytes,
): boolean {
  if (encodeRequest(request).length > limit) return false;
  return (
    responseSize(request.queries.map((query, i) => ({ name: query.name, valueBytes: bytesOf(keys[i]) }))) <=
    limit
  );
}

/** The bytes that a key's value had; of one that changes, as many as it may well have the next time. */
function bytesOf(key: ServedKey | undefined): number {
  if (key === undefined) return 0;
  return key.volatile ? 2 * key.bytes + 64 : key.bytes;
}

/** Keys in the order in which they were last asked for, the longest ago first: those are the least likely to be cached. */
export function leastLatelyAsked<T extends Key>(tools: Tools, keys: readonly T[]): T[] {
  const { lastAsked } = tools.shared;
  return keys.toSorted((a, b) => (lastAsked.get(a.key) ?? 0) - (lastAsked.get(b.key) ?? 0));
}

/** A batch of served keys. */
export interface Batch {
  readonly request: EnvRequest;
  /** The key of each query. */
  readonly keys: readonly ServedKey[];
}

/**
 * A batch of so many served keys: as varied as fits the payload both ways, else of the smallest value alone.
 * Stops the check as untested when even that does not fit.
 */
export function servedBatch(tools: Tools, size: number): Promise<Batch> {
  return remembered(tools, `batch of ${size}`, () => findServedBatch(tools, size));
}

/** Works a batch out once in a run: many checks ask for the same sizes. */
function remembered(tools: Tools, name: string, find: () => Promise<Batch>): Promise<Batch> {
  const known = tools.shared.memo.get(name) as Promise<Batch> | undefined;
  if (known !== undefined) return known;
  const found = find();
  tools.shared.memo.set(name, found);
  return found;
}

async function findServedBatch(tools: Tools, size: number): Promise<Batch> {
  const served = await tools.served();
  for (let kinds = served.length; kinds >= 1; kinds = kinds > 8 ? Math.floor(kinds / 2) : kinds - 1) {
    const keys = take(served.slice(0, kinds), size);
    const request = tools.request(queriesFor(keys));
    // Megabytes that the limits allow would only keep checks that run at once waiting for each other.
    const limit = kinds > 1 ? Math.min(variedBytes, tools.facts.limits.payloadBytes) : undefined;
    if (fits(tools, request, keys, limit)) return { request, keys };
  }
  const least = tools.request(queriesFor(take(served.slice(0, 1), size)));
  if (encodeRequest(least).length > tools.facts.limits.payloadBytes)
    throw new Stop({
      outcome: 'not-applicable',
      reason: `a request with ${size} queries does not fit the driver's payload of ${tools.facts.limits.payloadBytes} bytes`,
    });
  throw new Stop({
    outcome: 'untested',
    reason: `${size} queries for the smallest available value do not fit the driver's payload of ${tools.facts.limits.payloadBytes} bytes: list a key with a shorter value under keys.available`,
  });
}

/** Puts a key at a position of a batch, in place of the one there. */
export function withKeyAt(request: EnvRequest, at: number, key: Key, optional?: boolean): EnvRequest {
  return {
    ...request,
    queries: request.queries.map((query, index) =>
      index === at
        ? {
            name: query.name,
            key: key.key,
            parameters: key.parameters,
            ...(optional === undefined ? {} : { optional }),
          }
        : query,
    ),
  };
}

/** The positions at which a lazy driver errs. */
export const positions = ['first', 'middle', 'last'] as const;
export type Position = (typeof positions)[number];

/** Index of a position in a batch. */
export function indexOf(position: Position, size: number): number {
  return position === 'first' ? 0 : position === 'middle' ? Math.floor(size / 2) : size - 1;
}

/** The most queries for the smallest served value that fit the payload both ways, at most `cap`. */
export function largestBatch(tools: Tools, cap: number): Promise<Batch> {
  return remembered(tools, `batch of at most ${cap}`, () => findLargestBatch(tools, cap));
}

async function findLargestBatch(tools: Tools, cap: number): Promise<Batch> {
  const served = await tools.served();
  const steady = served.filter(({ volatile }) => !volatile);
  const smallest = (steady.length === 0 ? served : steady).slice(0, 1);
  let low = 1;
  let high = cap;
  const build = (size: number): Batch => {
    const keys = take(smallest, size);
    return { keys, request: tools.request(queriesFor(keys, 'V')) };
  };
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const { request, keys } = build(middle);
    if (fits(tools, request, keys)) low = middle;
    else high = middle - 1;
  }
  return build(low);
}

/** At most so many of a list: its ends, and the rest spread evenly over it. */
export function spread<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list];
  if (most < 2) return list.slice(0, most);
  return Array.from({ length: most }, (_, i) => list[Math.round((i * (list.length - 1)) / (most - 1))] as T);
}
