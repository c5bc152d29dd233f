import { setTimeout as pause } from 'node:timers/promises';
import { pass, Stop, type Verdict } from '../../../../contract.js';
import { statusCode } from '../../../../driver/answer.js';
import { clientKinds } from '../../../../driver/client.js';
import type { Key, Pod } from '../../../../profile/profile.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { type EnvRequest, podContext, queriesFor } from '../../request.js';
import { blocked, type EnvCheck, failed, type Reply, type Tools } from '../../tools.js';
import { refusable, refuserOf } from '../authorization/refusal.js';
import { isSlow, singleMs } from '../concurrency/burst.js';
import {
  type Difference,
  difference,
  freshNames,
  type Repeated,
  served,
  servedRequests,
  structuralFault,
  withoutStatus,
} from './same-results.js';

const requirement = 'idempotency/repeat';

/** Times that a request is sent again over one connection. */
function rounds(tools: Tools): number {
  return isSlow(tools) ? 1 : 6;
}

/** Repeats a request on the run's connection, on new connections, and through every client. */
async function* repetitions(
  tools: Tools,
  request: EnvRequest,
  over: 'same' | 'new' | 'clients',
): AsyncGenerator<Reply> {
  const options = { observe: false };
  if (over === 'same') {
    for (let i = 0; i < rounds(tools); i++) yield await tools.call(request, options);
    return;
  }
  for (const kind of over === 'new' ? [undefined, undefined].slice(isSlow(tools) ? 1 : 0) : clientKinds) {
    const lane = await tools.connect(kind);
    yield await lane.call(request, options);
    if (!isSlow(tools)) yield await lane.call(request, options);
    await lane.close();
  }
}

/**
 * Blames a repetition that differs. Where the same keys under new names are wrong as well, the values are at fault, not the
 * repetition.
 */
async function blameServed(tools: Tools, request: EnvRequest, { text, reply }: Difference): Promise<Verdict> {
  const other = withoutStatus(reply) ?? structuralFault(tools, reply);
  if (other !== undefined) return other;
  const control = await tools.call(freshNames(request));
  const fault = control.ok ? control.faults[0] : undefined;
  if (fault !== undefined) return blocked(fault.requirement, fault.text);
  if (!reply.ok && !control.ok) return served(tools, control) ?? pass();
  return failed(`the same request again: ${text}`, reply, undefined, []);
}

const ways = [
  { over: 'same', say: 'again and again' },
  { over: 'new', say: 'on new connections' },
  { over: 'clients', say: 'through each client' },
] as const;

function servedCheck(repeated: Repeated, { over, say }: (typeof ways)[number]): EnvCheck {
  return {
    name: `${requirement}/${repeated.slug}-${over === 'same' ? 'again' : over === 'new' ? 'new-connection' : 'each-client'}`,
    requirement,
    stimulus: `${repeated.say}, the same request ${say}`,
    expects: 'the same results: names, values and presence of errors',
    needs: wellFormed,
    when: [conditions.advertised],
    // By itself: what calls at the same time do to an answer is not the repetition's.
    alone: 7,
    async run(tools) {
      const request = await repeated.build(tools);
      const before = await tools.call(request);
      const premise = served(tools, before);
      if (premise !== undefined) return premise;
      let count = 0;
      for await (const reply of repetitions(tools, request, over)) {
        const found = difference(tools, before, reply);
        if (found !== undefined) return blameServed(tools, request, found);
        count++;
      }
      return pass(`${count} repetitions`);
    },
  };
}

/** Requests that fail, with the requirement that says how. */
const failing: readonly {
  readonly slug: string;
  readonly say: string;
  readonly needs: EnvCheck['needs'];
  decidedBy(tools: Tools): string;
  build(tools: Tools): Promise<EnvRequest>;
}[] = [
  {
    slug: 'missing-key',
    say: 'a key that does not exist',
    needs: [...wellFormed, needs.missing],
    decidedBy: () => 'errors/not-found',
    build: async (tools) => tools.request(queriesFor(tools.profile.keys.missing.slice(0, 1))),
  },
  {
    slug: 'missing-key-in-batch',
    say: 'an available key and one that does not exist',
    needs: [...wellFormed, needs.missing],
    decidedBy: () => 'batch/all-or-nothing',
    build: async (tools) =>
      tools.request(queriesFor([(await tools.served())[0] as Key, tools.profile.keys.missing[0] as Key])),
  },
  {
    slug: 'denied-key',
    say: 'a denied key',
    needs: [...wellFormed, needs.denied],
    decidedBy: () => 'authorization/field',
    build: async (tools) => tools.request(queriesFor(tools.profile.keys.denied.slice(0, 1))),
  },
  {
    slug: 'denied-pod',
    say: 'a denied pod',
    needs: [...wellFormed, needs.deniedPods],
    decidedBy: (tools) => refuserOf(tools.profile, tools.profile.deniedPods[0] as Pod),
    build: async (tools) =>
      tools.request(queriesFor((await tools.served()).slice(0, 1)), {
        podContext: podContext(tools.profile.deniedPods[0] as Pod),
      }),
  },
  {
    slug: 'malformed-request',
    say: 'a query without a name',
    needs: wellFormed,
    decidedBy: () => 'request/required-fields',
    build: async (tools) =>
      tools.request(queriesFor((await tools.served()).slice(0, 1)).map((query) => ({ ...query, name: '' }))),
  },
];

/** Times that a code has to come at the same repetition before it counts; a slot just given back may still be counted by the driver. */
const trials = 3;

/**
 * Repeats a request without the retries that hide a RESOURCE_EXHAUSTED. Nothing else runs, so each such code is the driver's
 * answer to the repetition.
 */
async function repeatUnhurried(tools: Tools): Promise<Verdict> {
  const [key] = await tools.served();
  const refused: string[] = [];
  let last: Reply | undefined;
  for (let trial = 0; trial < trials; trial++) {
    const request = freshNames(tools.request(queriesFor([key as Key])));
    const before = await tools.call(request);
    const premise = served(tools, before);
    if (premise !== undefined) return premise;
    const at: number[] = [];
    for (let repetition = 1; repetition <= 3; repetition++) {
      await pause(15);
      const reply = await tools.call(request, { observe: false, retry: false });
      if (reply.code === statusCode.RESOURCE_EXHAUSTED) {
        at.push(repetition);
        last = reply;
      }
    }
    refused.push(at.join());
    if (at.length === 0) return pass();
  }
  return new Set(refused).size === 1
    ? failed(
        `the same request again, with no other call open: repetition ${refused[0]} gets RESOURCE_EXHAUSTED each time`,
        last,
      )
    : pass('RESOURCE_EXHAUSTED now and then, not with the repetition');
}

/**
 * Lets the checks of a slow driver run side by side, for they ask for different things: the first to run makes them all.
 * With a driver that answers quickly each runs by itself, undisturbed.
 */
function sideBySide(checks: readonly EnvCheck[]): EnvCheck[] {
  return checks.map((check) => ({
    ...check,
    async run(tools) {
      const slow = (await singleMs(tools)) > 300 && tools.facts.limits.inFlight >= 2 * checks.length;
      if (!slow) return check.run(tools);
      const memo = tools.shared.memo as Map<string, Promise<ReadonlyMap<string, Verdict>>>;
      const id = `${requirement}: side by side`;
      const known = memo.get(id) ?? runAll(tools, checks);
      memo.set(id, known);
      return (await known).get(check.name) ?? check.run(tools);
    },
  }));
}

async function runAll(tools: Tools, checks: readonly EnvCheck[]): Promise<ReadonlyMap<string, Verdict>> {
  const fits = checks.filter((check) => (check.needs ?? []).every((need) => need.met(tools.profile)));
  const verdicts = await Promise.all(
    fits.map(async (check) => {
      const verdict = await check.run(tools).catch((reason: unknown): Verdict => {
        if (reason instanceof Stop) return reason.verdict;
        throw reason;
      });
      return [check.name, verdict] as const;
    }),
  );
  return new Map(verdicts);
}

/** Checks that a repeated request gets the same answer. */
export const repeatChecks: readonly EnvCheck[] = [
  {
    name: `${requirement}/unhurried`,
    requirement,
    stimulus: 'the same request four times, with no other call open',
    expects: 'OK each time',
    needs: wellFormed,
    when: [conditions.advertised],
    alone: 11,
    run: repeatUnhurried,
  },
  ...sideBySide([
    ...servedRequests.flatMap((repeated) =>
      ways
        .filter(({ over }) => over === 'same' || repeated.slug === 'each-key')
        .map((way) => servedCheck(repeated, way)),
    ),
    ...failing.map(
      ({ slug, say, needs: needed, decidedBy, build }): EnvCheck => ({
        name: `${requirement}/${slug}`,
        requirement,
        stimulus: `${say}, the same request again and again and on a new connection`,
        expects: 'the same status code',
        needs: needed ?? [],
        when: [conditions.advertised],
        alone: 7,
        async run(tools) {
          const request = await build(tools);
          const before = await tools.call(request, refusable);
          if (before.answer.failure !== undefined) return withoutStatus(before) ?? pass();
          for (const over of isSlow(tools) ? (['same'] as const) : (['same', 'new'] as const)) {
            for await (const reply of repetitions(tools, request, over)) {
              if (reply.answer.failure !== undefined) return withoutStatus(reply) ?? pass();
              if (before.code === reply.code) continue;
              // A fresh request that changes its answer as well shows a fault of the code, not of the repetition.
              const control = await tools.call(
                slug === 'malformed-request' ? request : freshNames(request),
                refusable,
              );
              if (control.code !== before.code)
                return blocked(
                  decidedBy(tools),
                  difference(tools, before, reply)?.text ?? 'the code changed',
                );
              return failed(
                `the same request again: ${difference(tools, before, reply)?.text}`,
                reply,
                undefined,
                [],
              );
            }
          }
          return pass();
        },
      }),
    ),
  ]),
];
