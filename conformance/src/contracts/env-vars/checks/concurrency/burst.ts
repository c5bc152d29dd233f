import { statusCode } from '../../../../driver/answer.js';
import type { Key } from '../../../../profile/profile.js';
import { type EnvRequest, encodeRequest, queriesFor } from '../../request.js';
import type { EnvCallOptions, Lane, Reply, ServedKey, Tools } from '../../tools.js';
import { covers } from '../authorization/allowlist.js';
import { freshPrefix } from '../idempotency/same-results.js';

/** Most calls that the tool opens at once, whatever a driver advertises. */
export const mostAtOnce = 1000;

/**
 * Requests that have nothing in common but class and pod: names that no request had before, and as far as there are keys
 * enough no two with the same keys.
 */
export function differentRequests(tools: Tools, keys: readonly ServedKey[], count: number): EnvRequest[] {
  const small = keys.filter((key) => key.bytes <= tools.facts.limits.payloadBytes / 4);
  const pool = small.length > 0 ? small : keys.slice(0, 1);
  return Array.from({ length: count }, (_, i) => {
    const second = (i + 1 + Math.floor(i / pool.length)) % pool.length;
    const chosen = [pool[i % pool.length], ...(pool.length > 1 ? [pool[second]] : [])] as ServedKey[];
    return tools.request(queriesFor(chosen, freshPrefix()));
  });
}

/**
 * Requests for keys that do not exist and that nobody asked for yet, all different, so that no cache answers them; of a
 * profile's missing key where the class's list covers no other.
 */
export function missingRequests(tools: Tools, count: number): EnvRequest[] {
  const like = tools.profile.keys.missing[0] as Key;
  const list = tools.profile.providerClass?.parameters.allowedFields;
  return Array.from({ length: count }, () => {
    const prefix = freshPrefix();
    const key = `${like.key}-${prefix.toLowerCase()}`;
    return tools.request(
      queriesFor([list === undefined || covers(list, key) ? { ...like, key } : like], prefix),
    );
  });
}

/** A driver whose single calls take longer is asked less often. */
const slowMs = 100;

/** Whether the driver is known to be slow: so far as a single call was timed, else by what its first calls took. */
export function isSlow(tools: Tools): boolean {
  return (tools.shared.memo.get('slow driver') as boolean | undefined) ?? tools.facts.callMs > slowMs;
}

/** Milliseconds that a single call takes, median of three; asked once a run. */
export function singleMs(tools: Tools): Promise<number> {
  const memo = tools.shared.memo as Map<string, Promise<number>>;
  const known = memo.get('single call in ms');
  if (known !== undefined) return known;
  const measured = (async () => {
    const [key] = await tools.served();
    const times: number[] = [];
    for (let i = 0; i < 3; i++)
      times.push((await tools.call(tools.request(queriesFor([key as ServedKey])))).answer.durationMs);
    const median = times.sort((a, b) => a - b)[1] ?? 0;
    tools.shared.memo.set('slow driver', median > slowMs);
    return median;
  })();
  memo.set('single call in ms', measured);
  return measured;
}

/** Milliseconds that each of so many calls gets: a driver may take them one after the other. */
export async function patience(tools: Tools, count: number): Promise<number> {
  return Math.max(tools.timeoutMs, Math.min(90_000, count * (await singleMs(tools)) * 1.5 + 5000));
}

/** Opens calls all at once over the lane, as many connections as the driver's stream limit needs, none waiting for a slot. */
export function openAtOnce(
  lane: Lane,
  requests: readonly EnvRequest[],
  options: EnvCallOptions,
): Promise<Reply[]> {
  // Encoded beforehand, so that the calls go out together.
  const encoded = requests.map((request) => ({ request, bytes: encodeRequest(request) }));
  return Promise.all(
    encoded.map(({ request, bytes }) =>
      lane.call(request, { ...options, bytes, slot: false, retry: false, observe: false }),
    ),
  );
}

/**
 * The requirement at fault where calls at once are not served that are served alone: whether it takes equal calls to see it.
 */
export async function faultOfCallsAtOnce(tools: Tools, count: number): Promise<string> {
  const requests = differentRequests(tools, await tools.served(), count);
  const replies = await Promise.all(
    requests.map((request) => tools.call(request, { observe: false, expectValues: false })),
  );
  return replies.every((reply) => reply.ok) ? 'idempotency/concurrent' : 'concurrency/in-flight';
}

/** Codes that belong to a request: among calls that are served alone they can only come from another's. */
const ofARequest: readonly number[] = [
  statusCode.INVALID_ARGUMENT,
  statusCode.PERMISSION_DENIED,
  statusCode.NOT_FOUND,
];

/** Whether a call that is served alone failed for a reason that is another request's. */
export function isOfAnother(reply: Reply): boolean {
  return reply.answer.failure === undefined && ofARequest.includes(reply.code);
}

/** Whether a call was refused for want of a slot. */
export function isExhausted(reply: Reply): boolean {
  return reply.code === statusCode.RESOURCE_EXHAUSTED;
}
