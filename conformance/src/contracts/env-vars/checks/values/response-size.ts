import { pass, Stop } from '../../../../contract.js';
import { conditions, wellFormed } from '../../needs.js';
import { type EnvRequest, encodeRequest, type Query, responseSize } from '../../request.js';
import {
  describe,
  type EnvCheck,
  failed,
  faultAgainst,
  premiseOk,
  type ServedKey,
  type Tools,
} from '../../tools.js';

/** A name can have this many bytes (contract, section 3). */
const nameLimit = 128;

/** A request whose answer would have exactly so many bytes. */
interface Sized {
  readonly request: EnvRequest;
}

/**
 * Builds a request of steady served keys whose answer would have exactly `target` bytes, by the number of queries and the
 * lengths of their names. Stops the check as untested where the keys at hand allow none.
 */
async function requestFor(tools: Tools, target: number): Promise<Sized> {
  const steady = (await tools.served()).filter((key) => !key.volatile && key.bytes > 0);
  // Longest values first: the fewer queries, the further the request is from its own limit.
  for (const key of [...steady].reverse()) {
    const request = fill(tools, key, target);
    if (request !== undefined) return { request };
  }
  throw new Stop({
    outcome: 'untested',
    reason: `no batch of the available keys has an answer of ${target} bytes within a request of ${tools.facts.limits.payloadBytes}: list a key with a longer value under keys.available`,
  });
}

function fill(tools: Tools, key: ServedKey, target: number): EnvRequest | undefined {
  const sizeOf = (names: readonly string[]): number =>
    responseSize(names.map((name) => ({ name, valueBytes: key.bytes })));
  const single = sizeOf(['N'.repeat(8)]);
  const most = Math.ceil(target / single) + 1;
  for (let count = most; count >= Math.max(1, most - 40); count--) {
    const names = Array.from({ length: count }, (_, i) => `N${String(i).padStart(7, '0')}`);
    let missing = target - sizeOf(names);
    if (missing < 0 && missing > -count * 6) {
      // A little too long: shorten names, which stay distinct.
      for (let i = 0; i < count && missing < 0; i++) {
        const short = `${i.toString(36)}`;
        const cut = Math.min(-missing, 8 - short.length);
        names[i] = `${short}${'x'.repeat(8 - short.length - cut)}`;
        missing = target - sizeOf(names);
      }
    }
    for (let i = 0; i < count && missing > 0; i++) {
      const name = names[i] as string;
      names[i] = name.padEnd(Math.min(nameLimit, name.length + missing), '_');
      missing = target - sizeOf(names);
    }
    // Growing past a length prefix overshoots by a byte or two: take them from the last name that has room.
    for (let i = count - 1; i >= 0 && missing < 0; i--) {
      const name = names[i] as string;
      if (name.length > 8 - missing) names[i] = name.slice(0, name.length + missing);
      missing = target - sizeOf(names);
    }
    if (missing !== 0 || new Set(names).size < count) continue;
    const queries: Query[] = names.map((name) => ({ name, key: key.key, parameters: key.parameters }));
    const request = tools.request(queries);
    if (encodeRequest(request).length <= tools.facts.limits.payloadBytes) return request;
  }
  return undefined;
}

/** values/response-size: where the values do not fit, the call fails; INVALID_ARGUMENT is recommended, any non-OK is accepted. */
const tooLarge: readonly { readonly slug: string; readonly say: string; target(limit: number): number }[] = [
  { slug: 'one-byte-over', say: 'one byte more than the limit', target: (limit) => limit + 1 },
  {
    slug: 'a-little-over',
    say: 'about a tenth more than the limit',
    target: (limit) => Math.ceil(limit * 1.1),
  },
  { slug: 'twice-the-limit', say: 'twice the limit', target: (limit) => limit * 2 },
];

/** Checks of the size of whole answers. */
export const responseSizeChecks: readonly EnvCheck[] = [
  {
    name: 'values/response-size/at-limit',
    requirement: 'values/response-size',
    stimulus: 'a batch whose answer has exactly as many bytes as the total payload allows',
    expects: 'OK with all values',
    needs: wellFormed,
    when: [conditions.advertised],
    async run(tools) {
      const { request } = await requestFor(tools, tools.facts.limits.payloadBytes);
      const reply = await tools.call(request);
      if (!reply.ok) {
        // A driver that refuses batches of that size breaks batch/scales, not this.
        const smaller = await tools.call({
          ...request,
          queries: request.queries.slice(0, Math.max(1, request.queries.length - 1)),
        });
        if (!smaller.ok)
          return {
            outcome: 'untested',
            reason: `one query less gets ${describe(smaller)} too; batch/scales judges that`,
          };
        premiseOk(smaller);
        return failed(`an answer that fits got ${describe(reply)}`, reply);
      }
      premiseOk(reply, ['values/response-size']);
      const fault = faultAgainst(reply, 'values/response-size');
      return fault === undefined ? pass() : failed(fault.text, reply);
    },
  },
  ...tooLarge.map(
    ({ slug, say, target }): EnvCheck => ({
      name: `values/response-size/${slug}`,
      requirement: 'values/response-size',
      stimulus: `a batch whose answer would have ${say}`,
      expects: 'a status other than OK; INVALID_ARGUMENT is recommended',
      needs: wellFormed,
      when: [conditions.advertised],
      async run(tools) {
        const { request } = await requestFor(tools, target(tools.facts.limits.payloadBytes));
        const reply = await tools.call(request, { observe: false });
        if (reply.answer.failure !== undefined && reply.answer.failure !== 'reset')
          return { outcome: 'error', message: `the call got ${describe(reply)}` };
        if (!reply.ok) return pass();
        const fault = faultAgainst(reply, 'values/response-size');
        if (fault !== undefined) return failed(fault.text, reply);
        // A large part of the batch, well within the limit, has to be answered well, else another rule is broken.
        const limit = tools.facts.limits.payloadBytes;
        const part = Math.max(1, Math.floor((request.queries.length * limit * 0.75) / target(limit)));
        premiseOk(await tools.call({ ...request, queries: request.queries.slice(0, part) }));
        return failed('the values do not fit, and the call got OK with others in their place', reply);
      },
    }),
  ),
];
