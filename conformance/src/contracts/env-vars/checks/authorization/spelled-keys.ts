import { pass, type Verdict } from '../../../../contract.js';
import { statusCode } from '../../../../driver/answer.js';
import type { Key } from '../../../../profile/profile.js';
import { needs, wellFormed } from '../../needs.js';
import { queriesFor } from '../../request.js';
import {
  blocked,
  describe,
  type EnvCheck,
  failed,
  type Reply,
  type ServedKey,
  type Tools,
} from '../../tools.js';
import { differentRequests, isSlow } from '../concurrency/burst.js';
import { freshNames, freshPrefix } from '../idempotency/same-results.js';
import { covers, isPlain, permits } from './allowlist.js';
import { yields } from './denied-keys.js';
import { advertised, few, isRefused, listOf, named, noStatus, refusable } from './refusal.js';
import { type Spelling, spellings } from './spellings.js';

const requirement = 'authorization/field';
const caseOnly = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** A key in an odd spelling. */
interface Spelled extends Key {
  /** The plain spelling. */
  readonly plain: string;
}

/** Denied keys that may be there, one for each first segment: each is covered by the list in another way, if at all. */
function deniedKeys(tools: Tools): readonly Key[] {
  const seen = new Set<string>();
  const different = tools.profile.keys.denied.filter(({ key, exists }) => {
    const segment = key.split('/')[0] as string;
    return exists !== false && !seen.has(segment) && seen.add(segment);
  });
  return few(tools, different, 4);
}

/** The spelled keys that decision 25 decides; a key that the list permits as it is spelled is another key. */
function spellDenied(tools: Tools, list: string, spelling: Spelling, allowed: string): Spelled[] {
  const { available, denied, missing } = tools.profile.keys;
  const known = new Set([...available, ...denied, ...missing].map(({ key }) => key));
  return deniedKeys(tools).flatMap(({ key, parameters }) => {
    const spelled = spelling.spell(key, allowed);
    if (spelled === undefined || known.has(spelled)) return [];
    if (permits(list, spelled) && caseOnly(spelled, key)) return [];
    return [{ key: spelled, parameters, plain: key }];
  });
}

function spellAllowed(list: string, spelling: Spelling, keys: readonly ServedKey[]): Spelled[] {
  return keys.flatMap(({ key, parameters }) => {
    const spelled = spelling.spell(key, key);
    return spelled === undefined || permits(list, spelled) ? [] : [{ key: spelled, parameters, plain: key }];
  });
}

/** Available keys that the list permits: the deepest, and the shortest of all. */
function allowedKeys(list: string, served: readonly ServedKey[]): readonly ServedKey[] {
  const permitted = served.filter(({ key }) => permits(list, key));
  const deepest = [...permitted].sort((a, b) => b.key.split('/').length - a.key.split('/').length)[0];
  const shortest = [...permitted].sort((a, b) => a.key.length - b.key.length)[0];
  return [...new Set([deepest, shortest])].filter((key) => key !== undefined);
}

/** How the driver refuses keys in plain spelling; where that is wrong, odd spellings are not to blame. */
interface PlainRefusals {
  /** Of a denied key of the profile. */
  readonly denied: number | undefined;
  /** Of a key that does not exist and that the list does not cover. */
  readonly absent: number | undefined;
}

function plainRefusals(tools: Tools, list: string): Promise<PlainRefusals> {
  const memo = tools.shared.memo as Map<string, Promise<PlainRefusals>>;
  const id = 'authorization/plain-refusals';
  const ask = async (): Promise<PlainRefusals> => {
    const outside = 'csi-env-elsewhere/none';
    const code = async (key: Key | undefined): Promise<number | undefined> => {
      if (key === undefined) return undefined;
      const reply = await tools.call(tools.request(queriesFor([key])), refusable);
      return isRefused(reply) ? reply.code : undefined;
    };
    return {
      denied: await code(tools.profile.keys.denied[0]),
      absent: covers(list, outside) ? undefined : await code({ key: outside, parameters: {} }),
    };
  };
  const known = memo.get(id) ?? ask();
  memo.set(id, known);
  return known;
}

/** Asks for spelled keys by themselves, and for the first as the last of three; judges what comes. */
async function expectRefusedSpelling(
  tools: Tools,
  list: string,
  say: string,
  spelled: readonly Spelled[],
): Promise<Verdict> {
  const [allowed] = (await tools.served()) as readonly [ServedKey, ...ServedKey[]];
  const requests = [
    ...spelled.map((key) => [key]),
    ...(isSlow(tools) ? [] : [[allowed, allowed, spelled[0] as Spelled]]),
  ].map((keys) => ({ key: keys.at(-1) as Spelled, request: tools.request(queriesFor(keys, freshPrefix())) }));
  const replies = await Promise.all(requests.map(({ request }) => tools.call(request, refusable)));
  for (const [index, reply] of replies.entries()) {
    const { key } = requests[index] as (typeof requests)[number];
    const at = reply.request.queries.length - 1;
    const what = `${JSON.stringify(key.plain)} ${say}${at > 0 ? ', last of three' : ''}`;
    if (reply.answer.failure !== undefined) return noStatus(reply);
    if (!isRefused(reply)) return blameYield(tools, list, key, what, reply, at);
    if (!isAcceptable(list, key.key, reply.code)) return blameCode(tools, list, what, reply);
  }
  return pass(`${replies.length} refusals`);
}

function isAcceptable(list: string, spelled: string, code: number): boolean {
  if (code === statusCode.PERMISSION_DENIED || code === statusCode.INVALID_ARGUMENT) return true;
  // Covered and plain: another key, whose failure is its own.
  return covers(list, spelled) && (code === statusCode.NOT_FOUND || isPlain(spelled));
}

async function blameYield(
  tools: Tools,
  list: string,
  key: Spelled,
  what: string,
  reply: Reply,
  at: number,
): Promise<Verdict> {
  const missing = tools.profile.keys.missing[0];
  if (missing !== undefined) {
    const plain = await tools.call(tools.request(queriesFor([missing])), refusable);
    if (plain.ok) return blocked('errors/not-found', `a missing key got ${describe(plain)}`);
  }
  // Calls that mix give a value now and then; a spelling that yields it does so each time.
  for (let again = 0; again < 2; again++) {
    if (isRefused(await tools.call(freshNames(reply.request), refusable))) {
      return blocked(
        'concurrency/isolation',
        `${what} got ${describe(reply)} among other calls, and a refusal when it was asked again`,
      );
    }
  }
  if (await servesAnything(tools, list, key)) {
    return {
      outcome: 'untested',
      reason: `${what} got ${describe(reply)}, and so does a key of the same folder that nobody knows: the driver serves whatever is asked for there`,
    };
  }
  if (at > 0 && !yields(reply, at))
    return blocked('batch/all-or-nothing', `${what} got ${describe(reply)} without a value for it`);
  return failed(`${what} got ${describe(reply)} instead of a refusal`, reply);
}

/** Whether the list covers a spelling as a key of its own, and the driver serves another of its kind that cannot be there. */
async function servesAnything(tools: Tools, list: string, { key, parameters }: Spelled): Promise<boolean> {
  if (!covers(list, key) || !isPlain(key)) return false;
  const unknown = key.replace(/[^/\\]*$/, `none-${freshPrefix().toLowerCase()}`);
  if (!covers(list, unknown) || !isPlain(unknown)) return false;
  return !isRefused(await tools.call(tools.request(queriesFor([{ key: unknown, parameters }])), refusable));
}

async function blameCode(tools: Tools, list: string, what: string, reply: Reply): Promise<Verdict> {
  // Codes that plain calls get as well while others are open say nothing of the spelling.
  const requests = differentRequests(tools, await tools.served(), Math.min(3, tools.facts.limits.inFlight));
  const others = await Promise.all(requests.map((request) => tools.call(request, refusable)));
  if (others.some((other) => other.code === reply.code)) {
    return blocked('concurrency/in-flight', `a call for allowed keys got ${named(reply)} too`);
  }
  const plain = await plainRefusals(tools, list);
  if (reply.code === plain.denied)
    return blocked('errors/permission-denied', `a denied key in plain spelling gets ${named(reply)} too`);
  if (reply.code === plain.absent) {
    return blocked(
      'errors/no-existence-oracle',
      `a key that is neither allowed nor there gets ${named(reply)} in plain spelling too`,
    );
  }
  return failed(`${what} got ${describe(reply)} instead of PERMISSION_DENIED or INVALID_ARGUMENT`, reply);
}

const notListed = { outcome: 'not-applicable', reason: "the profile's class has no allowedFields" } as const;
const notSpelled = {
  outcome: 'not-applicable',
  reason: 'no key of the profile can be spelled so to any effect',
} as const;
const expects =
  'PERMISSION_DENIED; INVALID_ARGUMENT is tolerated, and NOT_FOUND where the list covers the literal spelling';

/** Checks that no odd spelling of a key gets around the class's allowedFields. */
export const spelledKeyChecks: readonly EnvCheck[] = spellings.flatMap((spelling): EnvCheck[] => [
  {
    name: `${requirement}/denied-spelled/${spelling.slug}`,
    requirement,
    stimulus: `denied keys spelled ${spelling.say}`,
    expects,
    needs: [...wellFormed, needs.denied],
    when: [advertised],
    async run(tools) {
      const list = listOf(tools, 'allowedFields');
      if (list === undefined) return notListed;
      const [allowed] = allowedKeys(list, await tools.served());
      if (allowed === undefined)
        return {
          outcome: 'untested',
          reason: 'no available key is in allowedFields as decision 25 reads it',
        };
      const spelled = spellDenied(tools, list, spelling, allowed.key);
      return spelled.length === 0 ? notSpelled : expectRefusedSpelling(tools, list, spelling.say, spelled);
    },
  },
  {
    name: `${requirement}/allowed-spelled/${spelling.slug}`,
    requirement,
    stimulus: `allowed keys spelled ${spelling.say}`,
    expects,
    needs: wellFormed,
    when: [advertised],
    async run(tools) {
      const list = listOf(tools, 'allowedFields');
      if (list === undefined) return notListed;
      const keys = allowedKeys(list, await tools.served());
      if (keys.length === 0)
        return {
          outcome: 'untested',
          reason: 'no available key is in allowedFields as decision 25 reads it',
        };
      const spelled = spellAllowed(list, spelling, keys);
      return spelled.length === 0 ? notSpelled : expectRefusedSpelling(tools, list, spelling.say, spelled);
    },
  },
]);
