import { Stop } from '../../../contract.js';
import type { Key } from '../../../profile/profile.js';
import { indexOf, servedBatch, spread } from '../batches.js';
import { type EnvRequest, encodeRequest, queriesFor } from '../request.js';
import { cameTooLate, mayServeNow, type Reply, type Tools, unserved } from '../tools.js';

/**
 * Makes something once a run and shares it between checks; made again where the check that asked first was ended, and once more
 * where no answer came in time and the driver answers a Probe: hundreds of checks may rest on it, which one stall of the machine would
 * leave without a verdict.
 */
export async function once<T>(tools: Tools, id: string, make: () => Promise<T>): Promise<T> {
  const first = await shared(tools, id, make);
  if (!cameTooLate(first as Partial<Reply> | undefined)) return first;
  tools.lateness.seen = true;
  return shared(tools, `${id}, again`, async () =>
    (await mayServeNow(tools, first as Partial<Reply>)) ? make() : first,
  );
}

async function shared<T>(tools: Tools, id: string, make: () => Promise<T>): Promise<T> {
  const { memo } = tools.shared;
  const known = memo.get(id) as Promise<T> | undefined;
  if (known !== undefined) return known;
  const made = make();
  memo.set(id, made);
  const forget = (): void => {
    if (memo.get(id) === made) memo.delete(id);
  };
  made.then((value) => failureOf(value) === 'cancelled' && forget(), forget);
  return made;
}

function failureOf(value: unknown): string | undefined {
  return (value as Partial<Reply> | undefined)?.answer?.failure;
}

/** A request of one served key, known to be served; every mutation of it starts from here. */
export async function baseRequest(tools: Tools): Promise<EnvRequest> {
  return (await base(tools)).request;
}

/** The reply to {@link baseRequest}: its results, and how long a call takes. */
export async function base(tools: Tools): Promise<Reply> {
  const reply = await once(tools, 'base/1', async () => {
    const [key] = await tools.served();
    return tools.call(tools.request(queriesFor([key as Key])));
  });
  if (!reply.ok) throw new Stop(unserved(reply, 'a plain query for an available key is not served'));
  return reply;
}

/** A batch of served keys, known to be served as a whole; blocked by `batch/scales` where only the batch fails. */
export async function baseBatch(tools: Tools, size: number): Promise<EnvRequest> {
  if (size === 1) return baseRequest(tools);
  await mustFit(tools, size);
  const reply = await once(tools, `base/${size}`, async () =>
    tools.call((await servedBatch(tools, size)).request),
  );
  if (!reply.ok) {
    await base(tools);
    throw new Stop(unserved(reply, `${size} queries for available keys are not served`, 'batch/scales'));
  }
  return reply.request;
}

/** A batch whose queries alone are over the payload is none that the driver has to take. */
async function mustFit(tools: Tools, size: number): Promise<void> {
  const [key] = await tools.served();
  const limit = tools.facts.limits.payloadBytes;
  const bytes = encodeRequest(
    tools.request(queriesFor(Array.from({ length: size }, () => key as Key))),
  ).length;
  if (bytes <= limit) return;
  const reason = `${size} queries are over the driver's max_total_payload_bytes of ${limit}`;
  throw new Stop({ outcome: 'not-applicable', reason });
}

/** Where in which batch a query is put to the test. */
export interface Place {
  readonly slug: string;
  readonly say: string;
  readonly size: number;
  readonly index: number;
}

const place = (slug: string, say: string, size: number, index: number): Place => ({ slug, say, size, index });

/** Alone, and at the places of a batch that a lazy driver does not look at. */
export const places: readonly Place[] = [
  place('only', 'the only query', 1, 0),
  place('first', 'the first of three queries', 3, indexOf('first', 3)),
  place('middle', 'the middle one of three queries', 3, indexOf('middle', 3)),
  place('last', 'the last of three queries', 3, indexOf('last', 3)),
  place('last-of-17', 'the last of seventeen queries', 17, 16),
];

/** Milliseconds that a plain call of NodeGetEnvVars takes. */
export async function callCost(tools: Tools): Promise<number> {
  return Math.max(0.5, (await base(tools)).answer.durationMs);
}

/**
 * As much of a list as a driver of this speed can be asked in about two seconds, evenly spread, never less than `atLeast`.
 * A driver of ordinary speed gets it whole.
 */
export async function affordable<T>(tools: Tools, list: readonly T[], atLeast = 4): Promise<readonly T[]> {
  const most = Math.max(atLeast, Math.floor(2000 / (await callCost(tools))));
  return spread(list, most);
}
