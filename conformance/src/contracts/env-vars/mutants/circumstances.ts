import type { EnvVarsContext, Hooks, QueryContext } from '../reference-driver/hooks.js';

/** When a subtle mutant misbehaves; every circumstance but the first is one that a lazy test never sees. */
export const positions = {
  first: ({ position, size }: QueryContext) => size > 1 && position === 0,
  middle: ({ position, size }: QueryContext) => position > 0 && position < size - 1,
  last: ({ position, size }: QueryContext) => size > 1 && position === size - 1,
} as const;

/** Position of a query within a batch, in words. */
export type PositionName = keyof typeof positions;

/** The three positions, to make a mutant of each. */
export const positionNames = Object.keys(positions) as PositionName[];

/** Whether an index is at a named position of a batch; never in a batch of one. */
export function isAt(name: PositionName, position: number, size: number): boolean {
  return positions[name]({ position, size } as QueryContext);
}

/** Whether every key of a request is cached: where a fast way around the usual one begins. */
export function allCached({ request, cached }: EnvVarsContext): boolean {
  return request.queries.length > 0 && request.queries.every(({ key }) => cached(key));
}

/** A cache that outlasts what a busy machine puts between two calls, for mutants that misbehave on a hit. */
export const lastingCache = { options: { cache: { ttlMs: 5000, maxEntries: 10_000 } } } as const;

/** Remembers requests; tells how often the same was seen before. */
export function requestMemory(): (context: EnvVarsContext) => number {
  const seen = new Map<string, number>();
  return ({ request }) => {
    const { queries, podContext, providerClassName } = request;
    const text = JSON.stringify([
      providerClassName,
      podContext,
      queries.map(({ name, key, queryParameters }) => [name, key, queryParameters]),
    ]);
    const before = seen.get(text) ?? 0;
    seen.set(text, before + 1);
    return before;
  };
}

/** Misbehaves for every pod but the one that was seen first. */
export function forLaterPods(
  change: (later: (context: EnvVarsContext) => boolean) => Partial<Hooks>,
): Partial<Hooks> {
  let first: string | undefined;
  return {
    messageReceived: ({ request }) => {
      first ??= request.podContext.podUID;
    },
    ...change(({ request }) => request.podContext.podUID !== first),
  };
}
