import type { Verdict } from '../../../contract.js';
import { codeName, isCanonical, statusCode } from '../../../driver/answer.js';
import { wellFormed } from '../needs.js';
import { encodeRequest, queriesFor } from '../request.js';
import { blocked, describe, failed, type Reply, suspectsOf, type Tools } from '../tools.js';
import { base, once } from './once.js';

/** Keys of the profile that fail by themselves. */
export type FailingKind = 'missing' | 'denied' | 'failing' | 'oversized';

/** The reply to the first key of a kind by itself, asked once a run; undefined where the profile lists none. */
export async function alone(tools: Tools, kind: FailingKind): Promise<Reply | undefined> {
  const [key] = tools.profile.keys[kind];
  if (key === undefined) return undefined;
  return once(tools, `alone/${kind}`, () => tools.call(tools.request(queriesFor([key])), { observe: false }));
}

/** No status came: nothing is known of the rule in question. */
export function noStatus(reply: Reply, what: string): Verdict {
  return { outcome: 'error', message: `${what} got ${describe(reply)}` };
}

/** Whether the peer gave a status; OK with an unreadable response counts. */
export function hasStatus(reply: Reply): boolean {
  return reply.answer.failure === undefined;
}

/**
 * The reply with the code that really came: stock clients show codes outside the canon as UNKNOWN or INTERNAL, so the call
 * is made again with the wire client where they did.
 */
export async function withTrueCode(tools: Tools, reply: Reply, bytes?: Uint8Array): Promise<Reply> {
  const hidden = reply.code === statusCode.UNKNOWN || reply.code === statusCode.INTERNAL;
  if (tools.shared.client.kind === 'wire' || !hidden || !hasStatus(reply)) return reply;
  const lane = await tools.connect('wire');
  return lane.call(reply.request, { observe: false, ...(bytes === undefined ? {} : { bytes }) });
}

/** errors/canonical is at fault for whatever a code outside the canon stands for. */
export function outsideCanon(reply: Reply): Verdict | undefined {
  if (!hasStatus(reply) || isCanonical(reply.code)) return undefined;
  return blocked('errors/canonical', `the status is ${codeName(reply.code)}`);
}

/**
 * The verdict where a batch with a failing query is answered OK: that is no matter of codes.
 *
 * Such calls are not observed, because a driver that leaves failing queries out breaks no rule of ordering by it; an error in
 * an OK response of alpha is noted all the same.
 */
export function okInSpite(tools: Tools, reply: Reply, what: string): Verdict {
  const fault = reply.faults.find(
    ({ requirement }) => requirement === 'batch/no-error-in-ok' || requirement === 'optional/required-fails',
  );
  if (fault === undefined) return blocked('batch/all-or-nothing', `${what} got ${describe(reply)}`);
  tools.journal.fault({ ...fault, check: tools.check });
  return blocked(fault.requirement, fault.text);
}

/** Bytes of a malformed request that is not sent a second time: megabytes would keep other checks waiting. */
const largestRepeated = 1_000_000;

/**
 * Judges the answer to a malformed request: INVALID_ARGUMENT passes, and so it has to be when the same request comes again,
 * since a driver may take what it has seen before for examined.
 *
 * A driver that ranks another failure of the same request higher breaks `errors/precedence`, not the rule in question; that
 * is found out with a malformed name beside that other failure.
 *
 * @param similar asks for something of the same form that is legal: where that gets UNIMPLEMENTED, too, the form is not why
 */
export async function judgeInvalid(
  tools: Tools,
  given: Reply,
  what: string,
  bytes?: Uint8Array,
  similar?: () => Promise<Reply | undefined>,
): Promise<Verdict> {
  const first = await judgeOneInvalid(tools, given, what, bytes, similar);
  const { request } = given;
  if (first.outcome !== 'pass' || (bytes ?? encodeRequest(request)).length > largestRepeated) return first;
  const again = await tools.call(request, { observe: false, ...(bytes === undefined ? {} : { bytes }) });
  return judgeOneInvalid(tools, again, `${what}, asked again,`, bytes, similar);
}

async function judgeOneInvalid(
  tools: Tools,
  given: Reply,
  what: string,
  bytes?: Uint8Array,
  similar?: () => Promise<Reply | undefined>,
): Promise<Verdict> {
  if (given.code === statusCode.INVALID_ARGUMENT && hasStatus(given)) return { outcome: 'pass' };
  const reply = await withTrueCode(tools, given, bytes);
  if (!hasStatus(reply)) return noStatus(reply, what);
  const strange = outsideCanon(reply);
  if (strange !== undefined) return strange;
  if (reply.code === statusCode.UNIMPLEMENTED && (await similar?.())?.code === reply.code) {
    return blocked('capability/implemented', 'a legal request of the same form got UNIMPLEMENTED, too');
  }
  if (
    reply.code !== statusCode.OK &&
    wellFormed.every((need) => need.met(tools.profile)) &&
    (await ranksAboveMalformed(tools, reply.code))
  ) {
    return blocked(
      'errors/precedence',
      `a failure of the kind ${codeName(reply.code)} wins over a malformed request`,
    );
  }
  return failed(`${what} got ${describe(reply)}`, reply);
}

/** errors/precedence: whether the driver answers this code to a malformed name beside what gets the code by itself. */
async function ranksAboveMalformed(tools: Tools, code: number): Promise<boolean> {
  const { request } = await base(tools);
  const badName = { ...(request.queries[0] as (typeof request.queries)[number]), name: 'CSI=ENV' };
  const plain = await once(tools, 'bad-name/alone', () =>
    tools.call({ ...request, queries: [badName] }, { observe: false }),
  );
  if (plain.code !== statusCode.INVALID_ARGUMENT) return false;
  for (const kind of ['missing', 'denied', 'failing'] as const) {
    const [key] = tools.profile.keys[kind];
    if (key === undefined || (await alone(tools, kind))?.code !== code) continue;
    for (const [slug, queries] of [
      ['after', [badName, ...queriesFor([key])]],
      ['before', [...queriesFor([key]), badName]],
    ] as const) {
      const mixed = await once(tools, `bad-name/${slug}/${kind}`, () =>
        tools.call({ ...request, queries }, { observe: false }),
      );
      if (mixed.code === code) return true;
    }
  }
  return false;
}

/** What a listed missing key gets by itself and in a batch. */
async function missingCodes(tools: Tools): Promise<readonly number[]> {
  const one = await alone(tools, 'missing');
  const [key] = tools.profile.keys.missing;
  if (one === undefined || key === undefined) return [];
  const two = await once(tools, 'alone/missing-twice', () =>
    tools.call(tools.request(queriesFor([key, key])), { observe: false }),
  );
  return [one.code, two.code];
}

/**
 * Judges the answer to a legal request with something invented in it: OK, NOT_FOUND and PERMISSION_DENIED pass,
 * INVALID_ARGUMENT fails (request/legal-served). Another code that the driver also gives to the profile's own missing or
 * denied keys is the fault of what rules those.
 */
export async function judgeInvented(tools: Tools, given: Reply, what: string): Promise<Verdict> {
  const fine: readonly number[] = [statusCode.OK, statusCode.NOT_FOUND, statusCode.PERMISSION_DENIED];
  if (hasStatus(given) && fine.includes(given.code)) return { outcome: 'pass', note: codeName(given.code) };
  const reply = await withTrueCode(tools, given);
  if (reply.answer.failure === 'deadline') return failed(`${what} got ${describe(reply)}`, reply);
  if (!hasStatus(reply)) return noStatus(reply, what);
  const strange = outsideCanon(reply);
  if (strange !== undefined) return strange;
  if (reply.code === statusCode.UNIMPLEMENTED)
    return blocked('capability/implemented', `${what} got ${describe(reply)}`);
  if ((await missingCodes(tools)).includes(reply.code)) {
    return blocked('errors/not-found', `a listed missing key gets ${codeName(reply.code)}, too`);
  }
  if ((await alone(tools, 'denied'))?.code === reply.code) {
    return blocked('errors/permission-denied', `a listed denied key gets ${codeName(reply.code)}, too`);
  }
  // What is invented is missing: a driver that has another code for that, be it at some positions only, has it here.
  return failed(`${what} got ${describe(reply)}`, reply, undefined, [
    ...suspectsOf(reply),
    ...(reply.code === statusCode.INVALID_ARGUMENT ? [] : ['errors/not-found']),
  ]);
}

/** Judges the answer to a legal request of the profile's own class, pod and keys: only OK passes. */
export async function judgeOwn(tools: Tools, given: Reply, what: string): Promise<Verdict> {
  if (given.ok) return { outcome: 'pass' };
  const reply = await withTrueCode(tools, given);
  if (reply.answer.failure !== undefined && reply.answer.failure !== 'deadline') return noStatus(reply, what);
  const strange = outsideCanon(reply);
  if (strange !== undefined) return strange;
  if (reply.answer.failure === undefined && reply.answer.code === statusCode.OK) {
    return blocked('values/exact', 'the response cannot be read');
  }
  if (reply.code === statusCode.UNIMPLEMENTED)
    return blocked('capability/implemented', `${what} got ${describe(reply)}`);
  return failed(`${what} got ${describe(reply)}`, reply);
}

/** Puts the verdicts of several stimuli together: a failure first, with all mismatches, then an error, then what blocks. */
export function together(verdicts: readonly Verdict[], note?: string): Verdict {
  const failures = verdicts.filter((verdict) => verdict.outcome === 'fail');
  const [first] = failures;
  if (first !== undefined) {
    return {
      ...first,
      evidence: {
        ...first.evidence,
        mismatches: failures.flatMap(({ evidence }) => evidence.mismatches).slice(0, 8),
      },
    };
  }
  const other =
    verdicts.find(({ outcome }) => outcome === 'error') ??
    verdicts.find(({ outcome }) => outcome === 'untested') ??
    verdicts.find(({ outcome }) => outcome === 'not-applicable');
  return other ?? (note === undefined ? { outcome: 'pass' } : { outcome: 'pass', note });
}
