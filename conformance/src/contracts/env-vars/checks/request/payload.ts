import { type EnvRequest, encodeRequest, type Query } from '../../request.js';
import type { Tools } from '../../tools.js';
import { limits } from './request-fields.js';
import { textOf } from './sized-values.js';

/** Largest serialized request that this tool makes, in bytes. */
export const largestMade = 16 * 1024 * 1024;

/** Longest name and key that a filled request uses, in bytes; below their limits, which are tested by themselves. */
const nameBytes = limits.name - 8;
const keyBytes = limits.key - 24;

/** What a request is filled with. */
export interface Filler {
  /** Query number `index` with so many bytes of padding more than its shortest form. */
  query(index: number, padding: number): Query;
  /** Most bytes of padding in one query. */
  readonly most: number;
}

/** Queries for one key under names of 20 bytes up to nearly their limit. */
export function namesFiller(key: Omit<Query, 'name'>): Filler {
  return {
    most: nameBytes - 20,
    query: (index, padding) => ({
      ...key,
      name: `CSI_ENV_${String(index).padStart(12, '0')}`.padEnd(20 + padding, 'N'),
    }),
  };
}

/** Queries for keys that start alike and get as long as they may. */
export function keysFiller(
  prefix: string,
  parameters: Readonly<Record<string, string>>,
  character = 'a',
): Filler {
  const shortest = Buffer.byteLength(prefix) + 16;
  return {
    most: Math.max(0, keyBytes - shortest),
    query: (index, padding) => ({
      name: `CSI_ENV_${String(index).padStart(12, '0')}`,
      key: textOf(shortest + padding, `${prefix}x${String(index).padStart(8, '0')}`, character),
      parameters,
    }),
  };
}

/**
 * A request of exactly so many bytes in the canonical encoding, made of as few queries as will do.
 * Undefined where the class and the pod alone leave no room for that.
 */
export function requestOfSize(tools: Tools, bytes: number, filler: Filler): EnvRequest | undefined {
  const empty = encodeRequest(tools.request([])).length;
  const bare: EnvRequest = { className: '', classParameters: {}, podContext: {}, queries: [] };
  // Sizes depend neither on the index nor on the rest of the request, so one query tells for all.
  const costs = Array.from(
    { length: filler.most + 1 },
    (_, padding) => encodeRequest({ ...bare, queries: [filler.query(0, padding)] }).length,
  );
  const longest = costs.at(-1) as number;
  const fewest = Math.max(1, Math.ceil((bytes - empty) / longest));
  for (const count of [fewest, fewest + 1]) {
    const paddings = sharePadding(bytes - empty, count, costs);
    if (paddings !== undefined)
      return tools.request(paddings.map((padding, index) => filler.query(index, padding)));
  }
  return undefined;
}

/** Paddings of so many queries that cost exactly so many bytes together; `costs` rises with the padding. */
function sharePadding(bytes: number, count: number, costs: readonly number[]): number[] | undefined {
  const shortest = costs[0] as number;
  const exact = new Map(costs.map((cost, padding) => [cost, padding]));
  const paddings: number[] = [];
  let left = bytes;
  while (paddings.length < count - 2) {
    const room = left - (count - paddings.length - 1) * shortest;
    const padding = costs.findLastIndex((cost) => cost <= room);
    if (padding < 0) return undefined;
    paddings.push(padding);
    left -= costs[padding] as number;
  }
  if (count === 1) {
    const only = exact.get(left);
    return only === undefined ? undefined : [only];
  }
  // A length that takes one more byte for itself leaves gaps between the costs; two queries together have none.
  for (let padding = costs.length - 1; padding >= 0; padding--) {
    const other = exact.get(left - (costs[padding] as number));
    if (other !== undefined) return [...paddings, padding, other];
  }
  return undefined;
}
