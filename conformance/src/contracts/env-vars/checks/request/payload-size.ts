import type { Verdict } from '../../../../contract.js';
import { codeName, statusCode } from '../../../../driver/answer.js';
import { fits, take } from '../../batches.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { type EnvRequest, encodeRequest } from '../../request.js';
import { blocked, describe, type EnvCheck, failed, type Tools } from '../../tools.js';
import { hasStatus, judgeInvalid, judgeInvented, judgeOwn, noStatus } from '../blame.js';
import { base } from '../once.js';
import { type Filler, keysFiller, largestMade, namesFiller, requestOfSize } from './payload.js';

const when = [conditions.advertised];

/** Above this a stack that is not configured otherwise answers before the driver, in bytes. */
const stackReceives = 4 * 1024 * 1024;

const untested = (reason: string): Verdict => ({ outcome: 'untested', reason });

/** Fills with long keys that do not exist: the answer is no larger than a status. */
function missingFiller(tools: Tools, character?: string): Filler {
  const [key] = tools.profile.keys.missing;
  return keysFiller(key?.key ?? 'csi-env-conformance/none', key?.parameters ?? {}, character);
}

/** The smallest served key, whose value has a size that can be counted on where one such key is there. */
async function smallest(tools: Tools) {
  const served = await tools.served();
  return served.find((key) => !key.volatile) ?? served[0];
}

/** Size of the request that is to be served: the limit, or what this tool can make. */
const atLimit = (tools: Tools): number => Math.min(tools.facts.limits.payloadBytes, largestMade);

/** batch/scales is at fault where as many queries with next to nothing in them fail, too. */
async function tooMany(tools: Tools, request: EnvRequest): Promise<Verdict | undefined> {
  const [key] = tools.profile.keys.available;
  if (key === undefined || request.queries.length === 1) return undefined;
  const of = (count: number): EnvRequest =>
    tools.request(
      Array.from({ length: count }, (_, index) => ({
        name: `N${index}`,
        key: key.key,
        parameters: key.parameters,
      })),
    );
  let count = request.queries.length;
  while (count > 1 && encodeRequest(of(count)).length > tools.facts.limits.payloadBytes / 2) {
    count = Math.floor(count / 2);
  }
  const reply = await tools.call(of(count), { observe: false });
  if (reply.ok || !hasStatus(reply)) return undefined;
  const rule = reply.code === statusCode.UNIMPLEMENTED ? 'capability/implemented' : 'batch/scales';
  return blocked(rule, `${count} short queries get ${describe(reply)}, too`);
}

/** request/legal-served is at fault where one such query by itself is refused, too. */
async function tooLong(tools: Tools, request: EnvRequest): Promise<Verdict | undefined> {
  if (request.queries.length === 1) return undefined;
  const reply = await tools.call({ ...request, queries: request.queries.slice(0, 1) }, { observe: false });
  return reply.code === statusCode.INVALID_ARGUMENT && hasStatus(reply)
    ? blocked('request/legal-served', `one such query gets ${describe(reply)}, too`)
    : undefined;
}

async function withBlame(tools: Tools, request: EnvRequest, verdict: Verdict): Promise<Verdict> {
  if (verdict.outcome !== 'fail') return verdict;
  return (await tooLong(tools, request)) ?? (await tooMany(tools, request)) ?? verdict;
}

/** So many look-ups in one call may be more than a backend does in time. */
const manyLookUps = 500;

/** Requests above this are made and sent one after the other: several at once would only measure how busy the machine is. */
const largeBytes = 16 * 1024;
const hugeBytes = 256 * 1024;

/** How long a large request may take on a busy machine: its size is in question, not its speed. */
function patience(tools: Tools, bytes: number): { readonly timeoutMs: number } {
  if (bytes > hugeBytes) return { timeoutMs: Math.max(tools.timeoutMs, 25_000) };
  return { timeoutMs: bytes > largeBytes ? 2 * tools.timeoutMs : tools.timeoutMs };
}

/** Lets large requests through in turn. */
async function inTurn<T>(tools: Tools, bytes: number, work: () => Promise<T>): Promise<T> {
  if (bytes <= largeBytes) return work();
  const { memo } = tools.shared;
  const before = memo.get('payload/turn') as Promise<unknown> | undefined;
  const mine = (before ?? Promise.resolve()).then(work);
  memo.set(
    'payload/turn',
    mine.catch(() => {}),
  );
  return mine;
}

const noRoom = (tools: Tools): Verdict =>
  untested(
    `no request of ${tools.facts.limits.payloadBytes} bytes can be made: the profile's class and pod fill it, or leave too little`,
  );

/** At a size that is legal: with served keys where the answer fits, and everything is served. */
async function servedAt(tools: Tools, bytes: number): Promise<Verdict> {
  await base(tools);
  return inTurn(tools, bytes, () => servedInTurn(tools, bytes));
}

async function servedInTurn(tools: Tools, bytes: number): Promise<Verdict> {
  const key = await smallest(tools);
  if (key === undefined) return noRoom(tools);
  const request = requestOfSize(tools, bytes, namesFiller({ key: key.key, parameters: key.parameters }));
  if (request === undefined) return noRoom(tools);
  if (request.queries.length > 5000)
    return { outcome: 'not-applicable', reason: `that takes ${request.queries.length} queries` };
  if (!fits(tools, request, take([key], request.queries.length))) {
    return {
      outcome: 'not-applicable',
      reason: 'the answer would not fit: the shortest value is longer than the padding of its query',
    };
  }
  const what = `a request of ${bytes} bytes`;
  return withBlame(
    tools,
    request,
    await judgeOwn(tools, await tools.call(request, patience(tools, bytes)), what),
  );
}

async function missingAt(tools: Tools, bytes: number): Promise<Verdict> {
  await base(tools);
  return inTurn(tools, bytes, () => missingInTurn(tools, bytes));
}

async function missingInTurn(tools: Tools, bytes: number): Promise<Verdict> {
  const request = requestOfSize(tools, bytes, missingFiller(tools));
  if (request === undefined) return noRoom(tools);
  const alone = await tools.call({ ...request, queries: request.queries.slice(0, 1) }, { observe: false });
  if (alone.ok)
    return untested('a missing key that is made longer is served, so the answer may be too large');
  const reply = await tools.call(request, { observe: false, ...patience(tools, bytes) });
  const what = `a request of ${bytes} bytes for missing keys`;
  const gaveUp: readonly number[] = [
    statusCode.INTERNAL,
    statusCode.UNAVAILABLE,
    statusCode.DEADLINE_EXCEEDED,
  ];
  if (request.queries.length > manyLookUps && gaveUp.includes(reply.code)) {
    return untested(
      `the driver takes a request of ${bytes} bytes, and gives up on ${request.queries.length} look-ups: it got ${describe(reply)}`,
    );
  }
  return withBlame(tools, request, await judgeInvented(tools, reply, what));
}

/** Over the limit: INVALID_ARGUMENT, and above what stacks receive also what they answer. */
async function refusedAt(tools: Tools, bytes: number, filler: Filler): Promise<Verdict> {
  await base(tools);
  return inTurn(tools, bytes, () => refusedInTurn(tools, bytes, filler));
}

async function refusedInTurn(tools: Tools, bytes: number, filler: Filler): Promise<Verdict> {
  const limit = tools.facts.limits.payloadBytes;
  if (bytes > largestMade + 1)
    return untested(`max_total_payload_bytes is ${limit}: a longer request than this tool makes`);
  const request = requestOfSize(tools, bytes, filler);
  if (request === undefined) return noRoom(tools);
  const reply = await tools.call(request, { observe: false, ...patience(tools, bytes) });
  const what = `a request of ${bytes} bytes, where the limit is ${limit},`;
  const early: readonly number[] = [statusCode.RESOURCE_EXHAUSTED, statusCode.OUT_OF_RANGE];
  if (bytes > stackReceives && hasStatus(reply) && early.includes(reply.code))
    return { outcome: 'pass', note: codeName(reply.code) };
  const verdict = await judgeInvalid(tools, reply, what);
  const ordinary: readonly number[] = [statusCode.OK, statusCode.NOT_FOUND, statusCode.PERMISSION_DENIED];
  if (verdict.outcome !== 'fail' || ordinary.includes(reply.code)) return verdict;
  // The same call again may be one too many where the first was not.
  return (await tooMany(tools, request)) ?? suspecting(verdict, ['batch/scales']);
}

/** The failure with further requirements that would explain it. */
function suspecting(verdict: Verdict, suspects: readonly string[]): Verdict {
  if (verdict.outcome !== 'fail') return verdict;
  const { evidence } = verdict;
  return { ...verdict, evidence: { ...evidence, suspects: [...(evidence.suspects ?? []), ...suspects] } };
}

/** Names are the larger part of the request: served, if the driver does not look at the size. */
async function servedFiller(tools: Tools): Promise<Filler> {
  const key = await smallest(tools);
  return key === undefined ? missingFiller(tools) : namesFiller({ key: key.key, parameters: key.parameters });
}

/** One byte over the limit; the size has to be what is wrong, so that at the limit all is well. */
async function oneOver(tools: Tools, filler: Filler): Promise<Verdict> {
  return refusedAt(tools, tools.facts.limits.payloadBytes + 1, filler);
}

/** Checks of `request/payload-size`. */
export const payloadSizeChecks: readonly EnvCheck[] = [
  ...(
    [
      { slug: 'at-limit', say: 'of exactly max_total_payload_bytes', size: atLimit },
      {
        slug: 'below-limit',
        say: 'one byte below max_total_payload_bytes',
        size: (tools: Tools) => atLimit(tools) - 1,
      },
      {
        slug: 'three-quarters',
        say: 'of three quarters of max_total_payload_bytes',
        size: (tools: Tools) => Math.floor(atLimit(tools) * 0.75),
      },
    ] as const
  ).flatMap(({ slug, say, size }): EnvCheck[] => [
    {
      name: `request/payload-size/${slug}/served-keys`,
      requirement: 'request/payload-size',
      stimulus: `a request ${say}, of queries for the shortest value under long names`,
      expects: 'OK',
      needs: wellFormed,
      when,
      run: (tools) => servedAt(tools, size(tools)),
    },
    {
      name: `request/payload-size/${slug}/missing-keys`,
      requirement: 'request/payload-size',
      stimulus: `a request ${say}, of queries for long keys that do not exist`,
      expects: 'NOT_FOUND, as for one such key: the size is no matter',
      needs: [...wellFormed, needs.missing],
      when,
      run: (tools) => missingAt(tools, size(tools)),
    },
  ]),
  {
    name: 'request/payload-size/one-over/served-keys',
    requirement: 'request/payload-size',
    stimulus:
      'a request one byte over max_total_payload_bytes, of queries for the shortest value under long names',
    expects: 'INVALID_ARGUMENT',
    needs: wellFormed,
    when,
    run: async (tools) => oneOver(tools, await servedFiller(tools)),
  },
  {
    name: 'request/payload-size/one-over/long-keys',
    requirement: 'request/payload-size',
    stimulus: 'a request one byte over max_total_payload_bytes, of queries for long keys',
    expects: 'INVALID_ARGUMENT',
    needs: wellFormed,
    when,
    run: (tools) => oneOver(tools, missingFiller(tools)),
  },
  {
    name: 'request/payload-size/one-over/multi-byte',
    requirement: 'request/payload-size',
    stimulus: 'a request one byte over max_total_payload_bytes that has far fewer characters',
    expects: 'INVALID_ARGUMENT: bytes count, not characters',
    needs: wellFormed,
    when,
    run: (tools) => oneOver(tools, missingFiller(tools, '秘')),
  },
  {
    name: 'request/payload-size/one-over/short-queries',
    requirement: 'request/payload-size',
    stimulus: 'a request one byte over max_total_payload_bytes, of as many short queries as that takes',
    expects: 'INVALID_ARGUMENT: what lies between the texts counts, too',
    needs: wellFormed,
    when,
    async run(tools) {
      const key = await smallest(tools);
      const filler = { ...namesFiller({ key: key?.key ?? 'x', parameters: key?.parameters ?? {} }), most: 3 };
      return tools.facts.limits.payloadBytes > 1024 * 1024
        ? { outcome: 'not-applicable', reason: 'that takes too many queries' }
        : oneOver(tools, filler);
    },
  },
  {
    name: 'request/payload-size/double',
    requirement: 'request/payload-size',
    stimulus: 'a request of twice max_total_payload_bytes',
    expects: 'INVALID_ARGUMENT; above 4 MiB also RESOURCE_EXHAUSTED or OUT_OF_RANGE',
    needs: wellFormed,
    when,
    run: async (tools) => refusedAt(tools, tools.facts.limits.payloadBytes * 2, missingFiller(tools)),
  },
  {
    name: 'request/payload-size/repeated',
    requirement: 'request/payload-size',
    stimulus: 'a request one byte over max_total_payload_bytes twice, and then a plain one',
    expects: 'INVALID_ARGUMENT twice, and then OK',
    needs: wellFormed,
    when,
    async run(tools) {
      for (let time = 0; time < 2; time++) {
        const verdict = await oneOver(tools, missingFiller(tools));
        if (verdict.outcome !== 'pass') return verdict;
      }
      const plain = await tools.call((await base(tools)).request);
      if (!hasStatus(plain)) return noStatus(plain, 'a plain request after one that was too large');
      return plain.ok
        ? { outcome: 'pass' }
        : failed(`a plain request got ${describe(plain)} after one that was too large`, plain);
    },
  },
  {
    name: 'request/payload-size/just-below-four-mebibytes',
    requirement: 'request/payload-size',
    stimulus: 'a request of 4 MiB, the most that stacks receive unless they are told otherwise',
    expects: 'INVALID_ARGUMENT',
    needs: wellFormed,
    when: [...when, conditions.advertised],
    // After transport/oversize-message, which looks for the harm that a large message does.
    alone: 42,
    disturbs: true,
    async run(tools) {
      if (tools.facts.limits.payloadBytes >= stackReceives)
        return { outcome: 'not-applicable', reason: 'that is within the limit' };
      return refusedAt(tools, stackReceives, missingFiller(tools));
    },
  },
  {
    name: 'request/payload-size/above-four-mebibytes',
    requirement: 'request/payload-size',
    stimulus: 'a request over max_total_payload_bytes and over 4 MiB',
    expects: 'INVALID_ARGUMENT, RESOURCE_EXHAUSTED or OUT_OF_RANGE',
    needs: wellFormed,
    when,
    // After transport/oversize-message, which looks for the harm that a large message does.
    alone: 42,
    disturbs: true,
    async run(tools) {
      const bytes = Math.max(stackReceives + 1, tools.facts.limits.payloadBytes + 1);
      return refusedAt(tools, bytes, missingFiller(tools));
    },
  },
];
