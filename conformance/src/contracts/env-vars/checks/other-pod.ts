import { Stop } from '../../../contract.js';
import type { Key } from '../../../profile/profile.js';
import { take } from '../batches.js';
import {
  type EnvRequest,
  encodeRequest,
  podContext,
  type Query,
  queriesFor,
  responseSize,
} from '../request.js';
import { describe, type Reply, type Tools } from '../tools.js';
import { baseRequest, once } from './once.js';

/** A further pod that the class permits, and what it is known to be served. */
export interface OtherPod {
  /** A query of this pod for one key, known to be served. */
  readonly request: EnvRequest;
  /** Its answer. */
  readonly reply: Reply;
  /** A request of this pod. */
  ask(queries: readonly Query[]): EnvRequest;
}

/** What another pod gets need not be what the profile says of its own. */
export const ofAnotherPod = { expectValues: false } as const;

/**
 * The first further pod of the profile, with a key that it may read: a driver may know the first pod that it serves better than
 * those that come later. Asked once a run.
 *
 * Stops the check as untested where the pod is not served; `request/legal-served` is about that.
 */
export async function otherPod(tools: Tools): Promise<OtherPod> {
  const base = await baseRequest(tools);
  const [pod] = tools.profile.pods;
  if (pod === undefined) throw new Stop({ outcome: 'untested', reason: 'pods is empty' });
  const context = podContext(pod);
  const request = { ...base, podContext: context };
  const reply = await once(tools, 'other pod', () => tools.call(request, ofAnotherPod));
  if (!reply.ok)
    throw new Stop({
      outcome: 'untested',
      reason: `pods[0] of the profile is not served: it got ${describe(reply)}`,
    });
  return { request, reply, ask: (queries) => ({ ...tools.request(queries), podContext: context }) };
}

/** The available keys that the further pod is served by themselves, four at most, each with its answer. */
export async function servedToOtherPod(
  tools: Tools,
  { ask }: OtherPod,
): Promise<readonly { readonly key: Key; readonly value: string }[]> {
  const keys = (await tools.served()).filter(({ volatile }) => !volatile).slice(0, 4);
  const replies = await Promise.all(
    keys.map(async (key) => ({ key, reply: await tools.call(ask(queriesFor([key])), ofAnotherPod) })),
  );
  return replies.flatMap(({ key, reply }) => {
    const result = reply.ok ? reply.aligned[0] : undefined;
    return result === undefined || result.error !== '' ? [] : [{ key, value: result.value }];
  });
}

/**
 * A batch of the further pod: its served keys round and round, under names of their own; of its smallest value alone where the
 * others do not fit the payload both ways.
 */
export async function batchOfOtherPod(
  tools: Tools,
  pod: OtherPod,
  size: number,
): Promise<{ readonly request: EnvRequest; readonly values: readonly string[] }> {
  const served = await servedToOtherPod(tools, pod);
  if (served.length === 0)
    throw new Stop({
      outcome: 'untested',
      reason: 'pods[0] of the profile is served none of the steady keys',
    });
  const smallestFirst = served.toSorted((a, b) => Buffer.byteLength(a.value) - Buffer.byteLength(b.value));
  const limit = tools.facts.limits.payloadBytes;
  for (const kinds of [served.length, 1]) {
    const entries = take(smallestFirst.slice(0, kinds), size);
    const request = pod.ask(
      queriesFor(
        entries.map(({ key }) => key),
        'CSI_ENV_POD_',
      ),
    );
    const answer = responseSize(
      request.queries.map(({ name }, i) => ({
        name,
        valueBytes: Buffer.byteLength(entries[i]?.value ?? ''),
      })),
    );
    if (Math.max(encodeRequest(request).length, answer) <= limit)
      return { request, values: entries.map(({ value }) => value) };
  }
  throw new Stop({
    outcome: 'not-applicable',
    reason: `${size} queries of pods[0] do not fit the driver's payload of ${limit} bytes`,
  });
}
