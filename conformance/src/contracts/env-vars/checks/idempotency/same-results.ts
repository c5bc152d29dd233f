import { Stop, type Verdict } from '../../../../contract.js';
import { codeName, statusCode } from '../../../../driver/answer.js';
import type { Key } from '../../../../profile/profile.js';
import { servedBatch, take } from '../../batches.js';
import { type EnvRequest, queriesFor, requestJson } from '../../request.js';
import { blocked, describe, faultOfUnserved, type Reply, type Tools, unserved } from '../../tools.js';

/** How a later answer to a request differs from an earlier one. */
export interface Difference {
  readonly text: string;
  /** The later answer. */
  readonly reply: Reply;
}

/** Keys whose values change by themselves are compared by presence alone. */
export function isVolatile(tools: Tools, key: string): boolean {
  return tools.profile.keys.available.some((known) => known.key === key && known.volatile);
}

/**
 * Compares two answers to the same request by name, value and presence of an error; failures by their code.
 * The text of an error may carry an index or a time.
 */
export function difference(tools: Tools, before: Reply, after: Reply): Difference | undefined {
  const differs = (text: string): Difference => ({ text, reply: after });
  if (before.ok !== after.ok || (!before.ok && before.code !== after.code)) {
    return differs(`first ${shortly(before)}, then ${describe(after)}`);
  }
  if (!before.ok) return undefined;
  if (before.results.length !== after.results.length) {
    return differs(`first ${before.results.length} results, then ${after.results.length}`);
  }
  for (const [index, a] of before.results.entries()) {
    const b = after.results[index] as typeof a;
    const where = `result ${index + 1} of ${before.results.length}`;
    if (a.name !== b.name) return differs(`${where} has another name than before`);
    if ((a.error === '') !== (b.error === ''))
      return differs(`${where} has ${b.error === '' ? 'no ' : 'an '}error, unlike before`);
    if (a.value !== b.value && !isVolatile(tools, before.request.queries[index]?.key ?? '')) {
      return differs(
        `${where} has another value than before (${a.value.length} and ${b.value.length} characters)`,
      );
    }
  }
  return undefined;
}

function shortly(reply: Reply): string {
  return reply.ok ? 'OK' : codeName(reply.code);
}

let prefixes = 0;

/** A prefix of query names that no request had before: what is no repetition should not be one by chance. */
export function freshPrefix(): string {
  return `CSI_${(prefixes++).toString(36).toUpperCase()}_${Math.random().toString(36).slice(2, 6).toUpperCase()}_`;
}

/** The same keys under names that no request had before. */
export function freshNames(request: EnvRequest): EnvRequest {
  const prefix = freshPrefix();
  return {
    ...request,
    queries: request.queries.map((query, index) => ({ ...query, name: `${prefix}${index}` })),
  };
}

/** A fault of another requirement that an answer shows by itself, put on record: of its structure, never of its values. */
export function structuralFault(tools: Tools, reply: Reply): Verdict | undefined {
  const fault = reply.faults.find(({ requirement }) => requirement !== 'values/exact');
  if (fault === undefined) return undefined;
  tools.journal.fault({ ...fault, check: tools.check, request: requestJson(reply.request) });
  return blocked(fault.requirement, fault.text);
}

/** A verdict for calls that got no status, or none in time. */
export function withoutStatus(reply: Reply): Verdict | undefined {
  return reply.answer.failure === undefined
    ? undefined
    : { outcome: 'error', message: `a call that was answered before got ${describe(reply)}` };
}

/**
 * Remembers that the driver broke a requirement in a way that may change its later answers.
 *
 * @param values whether values are known to stay wrong; the rules about values are not to blame for that
 */
export function spoil(tools: Tools, requirement: string, values: boolean): void {
  if (values) tools.shared.valuesHold = false;
  tools.shared.memo.set('spoilt by', requirement);
}

/** The requirement by whose violation the driver no longer answers as it did, if there was one. */
export function spoiltBy(tools: Tools): string | undefined {
  return tools.shared.memo.get('spoilt by') as string | undefined;
}

/** Remembered once the driver was given more calls than its limit. */
export const overloaded = 'concurrency/overload: burst made';

/**
 * The requirement at fault where a request of the profile's own is not served.
 * RESOURCE_EXHAUSTED that outlasts all retries comes from fewer slots than the driver advertises, or from slots that were lost.
 */
export function atFault(tools: Tools, reply: Reply): string {
  const exhausted = reply.code === statusCode.RESOURCE_EXHAUSTED && reply.answer.failure === undefined;
  if (exhausted) return tools.shared.memo.has(overloaded) ? 'concurrency/overload' : 'concurrency/in-flight';
  return spoiltBy(tools) ?? faultOfUnserved(reply);
}

/** Stops unless a request is served as it has to be; its answer is what later ones are compared with. */
export function served(tools: Tools, reply: Reply): Verdict | undefined {
  if (!reply.ok) return unserved(reply, undefined, atFault(tools, reply));
  const fault = reply.faults[0];
  return fault === undefined ? undefined : blocked(fault.requirement, fault.text);
}

/** Stops the check unless a request is served as it has to be. */
export function needServed(tools: Tools, reply: Reply): Reply {
  const verdict = served(tools, reply);
  if (verdict !== undefined) throw new Stop(verdict);
  return reply;
}

/** A request to be repeated. */
export interface Repeated {
  readonly slug: string;
  readonly say: string;
  build(tools: Tools): Promise<EnvRequest>;
}

const first = (list: readonly Key[]): Key => list[0] as Key;

/** Requests that are served and small enough to be sent by the dozen. */
export const smallRequests: readonly Repeated[] = [
  {
    slug: 'one-query',
    say: 'one query',
    build: async (tools) => tools.request(queriesFor([first(await tools.served())])),
  },
  { slug: 'batch-of-17', say: '17 queries', build: async (tools) => await shortBatch(tools, 17) },
  {
    slug: 'shared-names',
    say: 'queries that share a name',
    async build(tools) {
      const request = await shortBatch(tools, 5);
      return { ...request, queries: request.queries.map((query) => ({ ...query, name: 'SAME_NAME' })) };
    },
  },
];

/** Requests that are served. */
export const servedRequests: readonly Repeated[] = [
  ...smallRequests,
  {
    slug: 'each-key',
    say: 'every available key that fits, in one batch',
    async build(tools) {
      for (let size = Math.min(64, (await tools.served()).length); ; size = Math.ceil(size / 2)) {
        const { request, keys } = await servedBatch(tools, size);
        if (new Set(keys).size === size || size === 1) return request;
      }
    },
  },
];

/** A batch of short values, or of any where there are no short ones. */
async function shortBatch(tools: Tools, size: number): Promise<EnvRequest> {
  const short = (await tools.served()).filter((key) => key.bytes <= 1024 && key.bytes > 0);
  return short.length === 0
    ? (await servedBatch(tools, size)).request
    : tools.request(queriesFor(take(short, size)));
}
