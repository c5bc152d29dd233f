import { pass, Stop } from '../../../../contract.js';
import { conditions, wellFormed } from '../../needs.js';
import { type EnvRequest, encodeRequest, type Query, resultSize } from '../../request.js';
import {
  describe,
  type EnvCheck,
  failed,
  faultAgainst,
  premiseOk,
  type ServedKey,
  suspectsOf,
  type Tools,
} from '../../tools.js';

/** Names begin with so many characters and can have so many (contract, section 3). */
const shortName = 8;
const longName = 128;
/** More queries than this are never sent: they would measure the machine. */
const mostQueries = 8192;

/**
 * Builds a request of steady served keys whose answer would have exactly `target` bytes: the longest values first, so that
 * the request itself stays short, and then longer names. Stops the check as untested where the keys at hand allow none.
 */
async function requestFor(tools: Tools, target: number): Promise<EnvRequest> {
  const steady = (await tools.served()).filter((key) => !key.volatile);
  const request = fill(tools, steady, target);
  if (request !== undefined) return request;
  throw new Stop({
    outcome: 'untested',
    reason: `no batch of the available keys has an answer of ${target} bytes within a request of ${tools.facts.limits.payloadBytes}: list a key with a longer value under keys.available`,
  });
}

function fill(tools: Tools, served: readonly ServedKey[], target: number): EnvRequest | undefined {
  const keys: ServedKey[] = [];
  let rest = target;
  for (const key of [...served].reverse()) {
    const size = resultSize(shortName, key.bytes);
    for (; rest >= size && keys.length < mostQueries; rest -= size) keys.push(key);
  }
  for (let attempt = 0; attempt < 12 && keys.length > 0; attempt++) {
    const lengths = stretch(keys, rest);
    if (lengths !== undefined) {
      const queries: Query[] = keys.map((key, i) => ({
        name: `N${String(i).padStart(shortName - 1, '0')}`.padEnd(lengths[i] ?? shortName, '_'),
        key: key.key,
        parameters: key.parameters,
      }));
      const request = tools.request(queries);
      return encodeRequest(request).length <= tools.facts.limits.payloadBytes ? request : undefined;
    }
    // A length prefix grew by a byte at the wrong place: one result less leaves more to stretch.
    rest += resultSize(shortName, (keys.pop() as ServedKey).bytes);
  }
  return undefined;
}

/** Lengths of the names with which the results are together `more` bytes longer; undefined where there are none. */
function stretch(keys: readonly ServedKey[], more: number): number[] | undefined {
  const lengths = keys.map(() => shortName);
  let left = more;
  for (let i = keys.length - 1; i >= 0 && left > 0; i--) {
    const { bytes } = keys[i] as ServedKey;
    const grown = (length: number): number => resultSize(length, bytes) - resultSize(shortName, bytes);
    let length = longName;
    while (grown(length) > left) length--;
    // Where one name cannot take exactly the rest, it takes a little less, and the next one what remains.
    if (grown(length) < left && i === 0) return undefined;
    lengths[i] = length;
    left -= grown(length);
  }
  return left === 0 ? lengths : undefined;
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
      const request = await requestFor(tools, tools.facts.limits.payloadBytes);
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
      stimulus: `a batch whose answer would have ${say}, twice`,
      expects: 'a status other than OK, both times; INVALID_ARGUMENT is recommended',
      needs: wellFormed,
      when: [conditions.advertised],
      async run(tools) {
        const request = await requestFor(tools, target(tools.facts.limits.payloadBytes));
        const first = await tools.call(request, { observe: false });
        const reply = first.ok ? first : await tools.call(request, { observe: false });
        if (reply.answer.failure !== undefined && reply.answer.failure !== 'reset')
          return { outcome: 'error', message: `the call got ${describe(reply)}` };
        if (!reply.ok) return pass();
        const fault = faultAgainst(reply, 'values/response-size');
        if (fault !== undefined) return failed(fault.text, reply);
        // A large part of the batch, well within the limit, has to be answered well, else another rule is broken.
        const limit = tools.facts.limits.payloadBytes;
        const part = Math.max(1, Math.floor((request.queries.length * limit * 0.75) / target(limit)));
        premiseOk(await tools.call({ ...request, queries: request.queries.slice(0, part) }));
        return failed(
          'the values do not fit, and the call got OK with others in their place',
          reply,
          undefined,
          [...suspectsOf(reply), 'idempotency/repeat'],
        );
      },
    }),
  ),
];
