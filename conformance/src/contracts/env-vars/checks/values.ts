import { pass, type Verdict } from '../../../contract.js';
import { servedBatch, spread, take } from '../batches.js';
import { conditions, needs, wellFormed } from '../needs.js';
import { type EnvRequest, queriesFor } from '../request.js';
import {
  type EnvCheck,
  failed,
  faultAgainst,
  premiseOk,
  type Reply,
  type ServedKey,
  type Tools,
} from '../tools.js';
import { batchOfOtherPod, ofAnotherPod, otherPod } from './other-pod.js';
import { oversizedChecks } from './values/oversized.js';
import { responseSizeChecks } from './values/response-size.js';

const when = [conditions.advertised];
const withExpected = [needs.providerClass, needs.pod, needs.expected] as const;

/** Judges replies against one requirement; the first that breaks it fails the check. */
function verdictOf(replies: readonly Reply[], requirement: string): Verdict {
  for (const reply of replies) {
    premiseOk(reply, [requirement]);
    const fault = faultAgainst(reply, requirement);
    if (fault !== undefined) return failed(fault.text, reply);
  }
  return pass(`${replies.length} answers`);
}

/** Keys that are asked in every way; by itself each key is asked once. */
const sample = 20;

/** Keys of which the profile gives the value. */
function expectedKeys(tools: Tools) {
  return tools.profile.keys.available.filter((key) => key.value !== undefined && !key.volatile);
}

/** Asks for each of the keys by itself, all at once. */
function askEach(
  tools: Tools,
  keys: readonly { readonly key: string; readonly parameters: Readonly<Record<string, string>> }[],
  change?: Partial<EnvRequest>,
): Promise<Reply[]> {
  return Promise.all(keys.map((key) => tools.call(tools.request(queriesFor([key]), change))));
}

/** Ways of asking in which a driver's value might come out otherwise. */
const ways: readonly { readonly slug: string; readonly say: string; ask(tools: Tools): Promise<Reply[]> }[] =
  [
    { slug: 'by-itself', say: 'each key by itself', ask: (tools) => askEach(tools, expectedKeys(tools)) },
    {
      slug: 'again',
      say: 'each key by itself three times',
      async ask(tools) {
        const keys = spread(expectedKeys(tools), sample);
        return [
          ...(await askEach(tools, keys)),
          ...(await askEach(tools, keys)),
          ...(await askEach(tools, keys)),
        ];
      },
    },
    {
      slug: 'new-connection',
      say: 'each key by itself on a new connection',
      async ask(tools) {
        const lane = await tools.connect();
        return Promise.all(
          spread(expectedKeys(tools), sample).map((key) => lane.call(tools.request(queriesFor([key])))),
        );
      },
    },
    {
      slug: 'other-name',
      say: 'each key under a name of another length',
      ask: (tools) =>
        Promise.all(
          spread(expectedKeys(tools), sample).map((key, i) =>
            tools.call(tools.request(queriesFor([key], 'ANOTHER_NAME_'.repeat((i % 9) + 1)))),
          ),
        ),
    },
    {
      slug: 'in-batches',
      say: 'all keys in batches of several, each key in several places',
      ask: (tools) => askInBatches(tools),
    },
    {
      slug: 'beside-missing-calls',
      say: 'each key right after calls that fail',
      async ask(tools) {
        const missing = tools.profile.keys.missing.slice(0, 1);
        const keys = spread(expectedKeys(tools), sample);
        if (missing.length > 0)
          await Promise.all(keys.map(() => tools.call(tools.request(queriesFor(missing)))));
        return askEach(tools, keys);
      },
    },
  ];

/** Batches in which each key with a known value stands first, in the middle and last. */
async function askInBatches(tools: Tools): Promise<Reply[]> {
  const served = await tools.served();
  const known = spread(
    served.filter((key) => key.value !== undefined && !key.volatile),
    sample,
  );
  const small = served[0] as ServedKey;
  const half = tools.facts.limits.payloadBytes / 2;
  const batches = known
    .filter((key) => key.bytes < half)
    .flatMap((key) => [0, 2, 4].map((at) => Array.from({ length: 5 }, (_, i) => (i === at ? key : small))));
  const replies: Reply[] = [];
  for (let i = 0; i < batches.length; i += 16) {
    replies.push(
      ...(await Promise.all(
        batches.slice(i, i + 16).map((keys) => tools.call(tools.request(queriesFor(keys)))),
      )),
    );
  }
  return replies;
}

/** Rules that a plain answer can break, with what they demand. */
const plainRules = [
  { rule: 'value-xor-error', expects: 'no result with both a value and an error; an empty value is legal' },
  { rule: 'no-nul', expects: 'no value with U+0000' },
] as const;

/** Checks of the area `values`. */
export const valuesChecks: readonly EnvCheck[] = [
  ...ways.map(
    ({ slug, say, ask }): EnvCheck => ({
      name: `values/exact/${slug}`,
      requirement: 'values/exact',
      stimulus: `queries for the keys whose values the profile gives: ${say}`,
      expects: "OK with the backend's values, byte for byte, as a string can carry them",
      needs: withExpected,
      when,
      async run(tools) {
        await tools.served();
        return verdictOf(servable(await ask(tools)), 'values/exact');
      },
    }),
  ),
  {
    name: 'values/exact/same-in-batch',
    requirement: 'values/exact',
    stimulus: 'each served key by itself and in a batch of 50',
    expects: 'the same value both times',
    needs: wellFormed,
    when,
    async run(tools) {
      const { request, keys } = await servedBatch(tools, 50);
      const reply = premiseOk(await tools.call(request), ['values/exact']);
      const wrong = reply.aligned.findIndex(
        (result, i) => keys[i]?.volatile !== true && result.value !== keys[i]?.got,
      );
      return wrong < 0
        ? pass()
        : failed(`result ${wrong + 1} of 50 has another value than the same key by itself`, reply);
    },
  },
  {
    name: 'values/exact/other-pod',
    requirement: 'values/exact',
    stimulus: 'served keys by themselves and in a batch, by a further permitted pod',
    expects: 'the same value both times',
    needs: [...wellFormed, needs.pods],
    when,
    async run(tools) {
      const { request, values } = await batchOfOtherPod(tools, await otherPod(tools), 8);
      const reply = premiseOk(await tools.call(request, ofAnotherPod), ['values/exact']);
      const wrong = reply.aligned.findIndex((result, i) => result.value !== values[i]);
      return wrong < 0
        ? pass()
        : failed(`result ${wrong + 1} of 8 has another value than the same key by itself`, reply);
    },
  },
  {
    name: 'values/exact/large-batch',
    requirement: 'values/exact',
    stimulus: '50 queries, all keys in turn',
    expects: "OK with the backend's values, byte for byte",
    needs: withExpected,
    when,
    run: async (tools) =>
      verdictOf([await tools.call((await servedBatch(tools, 50)).request)], 'values/exact'),
  },
  ...plainRules.flatMap(({ rule, expects }) => [
    {
      name: `values/${rule}/by-itself`,
      requirement: `values/${rule}`,
      stimulus: 'available keys by themselves, twice',
      expects,
      needs: wellFormed,
      when,
      async run(tools) {
        const served = await tools.served();
        const telling = served.filter(({ got }) => standsForNul(got));
        const keys = [...telling, ...spread(served, sample)];
        return verdictOf(
          [...(await askEach(tools, keys)), ...(await askEach(tools, keys))],
          `values/${rule}`,
        );
      },
    } satisfies EnvCheck,
    {
      name: `values/${rule}/in-batch`,
      requirement: `values/${rule}`,
      stimulus: 'batches of 2, 17 and 50 served keys',
      expects,
      needs: wellFormed,
      when,
      async run(tools) {
        const replies = await Promise.all(
          [2, 17, 50].map(async (size) => tools.call((await servedBatch(tools, size)).request)),
        );
        return verdictOf(replies, `values/${rule}`);
      },
    } satisfies EnvCheck,
  ]),
  {
    name: 'values/size/by-itself',
    requirement: 'values/size',
    stimulus: 'available keys by themselves, twice',
    expects: 'no value longer than the limit in force',
    needs: wellFormed,
    when,
    async run(tools) {
      const keys = spread(await tools.served(), sample);
      return verdictOf([...(await askEach(tools, keys)), ...(await askEach(tools, keys))], 'values/size');
    },
  },
  {
    name: 'values/size/in-batch',
    requirement: 'values/size',
    stimulus: 'available keys beside two short ones',
    expects: 'no value longer than the limit in force',
    needs: wellFormed,
    when,
    async run(tools) {
      const keys = spread(await tools.served(), sample);
      const short = take(keys, 1)[0] as ServedKey;
      const room = tools.facts.limits.payloadBytes / 2;
      const batches = keys.filter((key) => key.bytes < room).map((key) => [short, key, short]);
      const replies = await Promise.all(batches.map((batch) => tools.call(tools.request(queriesFor(batch)))));
      return verdictOf(replies, 'values/size');
    },
  },
  ...oversizedChecks,
  ...responseSizeChecks,
];

/** Whether a value is the base64 of bytes with a zero: where that is not done each time, it is U+0000 that comes. */
function standsForNul(value: string): boolean {
  const bytes = Buffer.from(value, 'base64');
  return bytes.includes(0) && bytes.toString('base64') === value;
}

/** Leaves out what is not served at all: request/legal-served has a check for each such key. */
function servable(replies: readonly Reply[]): Reply[] {
  return replies.filter((reply) => reply.ok || reply.request.queries.length > 1 || reply.answer.code === 0);
}
