import {
  type CaseContext,
  type CaseData,
  type ExpectData,
  expandText,
  type Fixtures,
  judgeCase,
  type PremiseData,
  type RequestData,
} from '@csi-env/spec-tests';
import { Stop, type Verdict } from '../../../contract.js';
import { isCanonical, statusCode } from '../../../driver/answer.js';
import { cases, premises } from '../../../gen/cases.js';
import type { Fault } from '../judge.js';
import {
  blocked,
  type EnvCallOptions,
  type EnvCheck,
  failed,
  type Lane,
  suspectsOf,
  type Tools,
} from '../tools.js';
import { judgeInvalid, judgeInvented, okInSpite } from './blame.js';
import { type Asked, ask } from './cases/ask.js';
import { fitsSchema, unknownKeywords } from './cases/fits-schema.js';
import { classFits, conditionsOf, deniedByIdentity, fixturesOf, needsOf } from './cases/given.js';
import { isUpToDate } from './cases/up-to-date.js';
import { once } from './once.js';
import { nothingButErrors } from './optional/covered.js';
import { harmedBy } from './transport/legal-call.js';

/** A case made into a check of the same name. */
export function caseCheck(data: CaseData): EnvCheck {
  const unknown = unknownKeywords(data.expect.ok?.response ?? {});
  if (unknown.length > 0)
    throw new Error(`case ${data.id} uses a JSON Schema keyword that is not known: ${unknown.join(', ')}`);
  return {
    name: data.id,
    requirement: data.requirement,
    stimulus: data.stimulus,
    expects: expectsText(data.expect),
    since: data.since,
    ...(data.until === undefined ? {} : { until: data.until }),
    needs: needsOf(data.given),
    when: conditionsOf(data),
    ...(data.disturbs === true ? { disturbs: true, alone: 40 } : {}),
    run: (tools) => runCase(tools, data),
  };
}

/** Checks made from the declarative cases that the proto does not contradict. */
export const caseChecks: readonly EnvCheck[] = cases.filter(isUpToDate).map(caseCheck);

async function runCase(tools: Tools, data: CaseData): Promise<Verdict> {
  const unfit = classFits(data.given, tools.profile);
  if (unfit !== undefined) return unfit;
  const fixtures = fixturesOf(tools.profile);
  const lane = data.disturbs === true ? await tools.connect() : undefined;
  const asked = new Map<string, Asked>();
  // A comparison with a premise wants one of now, not of the start of the run.
  const compares =
    data.expect.ok?.same !== undefined ||
    data.expect.ok?.results?.some(({ like }) => like !== undefined) === true;
  for (const name of data.premises) {
    const answer = await askPremise(
      tools,
      name,
      data.requirement,
      fixtures,
      lane,
      compares || lane !== undefined,
    );
    if (answer !== undefined) asked.set(name, answer);
  }
  // What is compared with a premise, and what is malformed or fails on purpose, is for this requirement alone to judge.
  const plainOk = data.expect.ok !== undefined && data.expect.code === undefined && !compares;
  const unflagged = await servedWithoutFlag(tools, data, fixtures, lane);
  if (unflagged !== undefined) return unflagged;
  const sent = async (stimulus: string): Promise<Verdict> => {
    const here = await ask(tools, data, fixtures, { observe: plainOk }, lane);
    return judgeAnswer(tools, { ...data, stimulus }, here, contextOf(tools, here, asked, fixtures));
  };
  const first = await sent(data.stimulus);
  const malformed = onlyInvalid(data.expect) && data.requirement.startsWith('request/');
  const verdict =
    first.outcome === 'pass' && malformed && lane === undefined
      ? await sent(`${data.stimulus}, asked again,`)
      : first;
  if (verdict.outcome === 'fail' && compares) {
    const fault = faultOfPremises(asked, data.requirement);
    if (fault !== undefined) return blocked(fault.requirement, `what it is compared with: ${fault.text}`);
  }
  if (verdict.outcome !== 'pass' || data.afterwards === undefined) return verdict;
  return (await holdsAfterwards(tools, data.afterwards, fixtures)) ?? verdict;
}

/**
 * optional/not-a-bypass: what is served without the flag is no matter of the flag. Asked twice, so that a driver that refuses
 * a request only the first time is blamed for that.
 */
async function servedWithoutFlag(
  tools: Tools,
  data: CaseData,
  fixtures: Fixtures,
  lane: Lane | undefined,
): Promise<Verdict | undefined> {
  const { queries } = data.request;
  if (data.requirement !== 'optional/not-a-bypass' || !Array.isArray(queries)) return undefined;
  const required = queries.map((query) => ({ ...(query as RequestData), optional: false }));
  const question = { ...data, request: { ...data.request, queries: required } };
  for (let time = 0; time < 2; time++) {
    const { reply, said } = await ask(tools, question, fixtures, { observe: false }, lane);
    if (reply?.ok !== true) continue;
    const premise = data.premises
      .map((name) => premises[name] as PremiseData)
      .find(({ expect }) => expect.ok === undefined);
    const rule =
      premise?.blockedBy === 'errors/permission-denied' ? refusalOf(tools, premise) : premise?.blockedBy;
    const why = `${data.stimulus} got ${said} without the flag, too`;
    return rule === undefined ? { outcome: 'untested', reason: why } : blocked(rule, why);
  }
  return undefined;
}

/** Asks a premise; stops the check where it does not hold. */
async function askPremise(
  tools: Tools,
  name: string,
  requirement: string,
  fixtures: Fixtures,
  lane: Lane | undefined,
  fresh: boolean,
): Promise<Asked | undefined> {
  const premise = premises[name] as PremiseData;
  const { profile } = tools;
  if (
    needsOf(premise.given).some((need) => !need.met(profile)) ||
    classFits(premise.given, profile) !== undefined
  )
    return undefined;
  const options: EnvCallOptions = { observe: premise.expect.ok !== undefined };
  const make = (): Promise<Asked> => ask(tools, premise, fixtures, options, lane);
  const asked = fresh ? await make() : await once(tools, `case/${name}`, make);
  const { answer, said } = asked;
  if (answer.failure === 'deadline' && premise.given['keys.failing'] !== undefined) {
    throw new Stop(blocked('errors/backend', `a key for which the backend fails got ${said}`));
  }
  if (answer.failure !== undefined)
    throw new Stop({
      outcome: 'error',
      message: `a premise does not hold (${premise.says}): the call got ${said}`,
    });
  const verdict = judgeCase(premise.expect, asked.given, contextOf(tools, asked, new Map(), fixtures));
  if (verdict.outcome === 'pass') return asked;
  if (mayBeRefused.has(name) && answer.code === statusCode.INVALID_ARGUMENT)
    throw new Stop({
      outcome: 'not-applicable',
      reason: 'the driver refuses parameters that it does not know, as it may',
    });
  throw new Stop(
    brokenPremise(
      tools,
      premise,
      requirement,
      asked,
      verdict.outcome === 'untested' ? verdict.blockedBy : undefined,
    ),
  );
}

/** Premises with a parameter that no driver has to know. */
const mayBeRefused: ReadonlySet<string> = new Set(['extra-class-parameter', 'extra-query-parameter']);

/** A rule that a premise breaks by itself: what is right differs from it. A wrong value is no such rule, it is how others show. */
function faultOfPremises(asked: ReadonlyMap<string, Asked>, requirement: string): Fault | undefined {
  return [...asked.values()]
    .flatMap(({ reply }) => reply?.faults ?? [])
    .find((fault) => fault.requirement !== requirement && fault.requirement !== 'values/exact');
}

function brokenPremise(
  tools: Tools,
  premise: PremiseData,
  requirement: string,
  { answer, said, reply }: Asked,
  structure?: string,
): Verdict {
  const why = `${premise.says} does not hold: the call got ${said}`;
  if (structure !== undefined) return blocked(structure, why);
  const harm = premise.expect.ok !== undefined && reply?.ok !== true ? harmedBy(tools) : undefined;
  if (harm !== undefined) return blocked(harm, why);
  if (!isCanonical(answer.code)) return blocked('errors/canonical', why);
  if (answer.code === statusCode.UNIMPLEMENTED && premise.expect.code?.includes('INVALID_ARGUMENT') !== true)
    return blocked('capability/implemented', why);
  const other =
    reply?.ok === true ? reply.faults.find((fault) => fault.requirement !== requirement) : undefined;
  if (other !== undefined) return blocked(other.requirement, other.text);
  const { blockedBy, member } = premise;
  const batch = reply?.ok === true && reply.request.queries.length > 1 && premise.expect.ok === undefined;
  if (batch && premise.given['keys.denied'] === undefined && blockedBy !== 'request/env-name')
    return okInSpite(tools, reply, premise.says);
  // The premise is the requirement's own: what breaks it is what the case is about.
  if (blockedBy === requirement) return failed(why, reply);
  const refusal = blockedBy === 'errors/permission-denied' && answer.code === statusCode.OK;
  if (refusal) return blocked(refusalOf(tools, premise), why);
  if (blockedBy !== undefined) return blocked(blockedBy, why);
  return {
    outcome: 'untested',
    reason: member === undefined ? why : `the driver contradicts ${member} of the profile: ${why}`,
  };
}

/** What is at fault where something denied is served. */
function refusalOf({ profile }: Tools, premise: PremiseData): string {
  if (premise.given['keys.denied'] !== undefined) return 'authorization/field';
  return premise.given['deniedPods.identity'] !== undefined && deniedByIdentity(profile).length > 0
    ? 'authorization/identity'
    : 'authorization/namespace';
}

function contextOf(
  tools: Tools,
  { request }: Asked,
  asked: ReadonlyMap<string, Asked>,
  fixtures: Fixtures,
): CaseContext {
  const { available } = tools.profile.keys;
  return {
    queries: request?.queries.length ?? 0,
    premises: Object.fromEntries([...asked].map(([name, { given }]) => [name, given])),
    volatile: (index) =>
      available.some(({ key, volatile }) => volatile && key === request?.queries[index]?.key),
    text: (template) => {
      const text = expandText(template, fixtures);
      return typeof text === 'string' && tools.shared.valuesHold ? text : undefined;
    },
    fits: fitsSchema,
  };
}

async function judgeAnswer(
  tools: Tools,
  data: CaseData,
  asked: Asked,
  context: CaseContext,
): Promise<Verdict> {
  const { answer, reply, said } = asked;
  const { expect, requirement } = data;
  if (answer.failure !== undefined) {
    const anyError =
      expect.not?.includes('OK') === true &&
      data.disturbs === true &&
      ['reset', 'closed', 'http'].includes(answer.failure);
    return anyError
      ? { outcome: 'pass', note: said }
      : { outcome: 'error', message: `${data.stimulus} got ${said}` };
  }
  const verdict = judgeCase(expect, asked.given, context);
  if (verdict.outcome === 'pass') return { outcome: 'pass' };
  const what = `${data.stimulus} got ${said}`;
  if (verdict.outcome === 'untested') return blocked(verdict.blockedBy, what);
  if (!isCanonical(answer.code) && requirement !== 'errors/canonical')
    return blocked('errors/canonical', what);
  if (reply === undefined) return failed(verdict.mismatches.map((mismatch) => `${mismatch} (${what})`));
  if (
    answer.code === statusCode.UNIMPLEMENTED &&
    (expect.ok !== undefined || !onlyInvalid(expect) || requirement === 'request/field-size') &&
    requirement !== 'capability/implemented'
  ) {
    return blocked('capability/implemented', what);
  }
  if (reply.ok) {
    const compared = expect.ok?.same !== undefined || requirement.startsWith('optional/');
    const other = reply.faults.find(
      (fault) => fault.requirement !== requirement && !(compared && fault.requirement === 'values/exact'),
    );
    // A batch that fails in part and is OK all the same is no matter of codes.
    if (requirement.startsWith('errors/') && reply.request.queries.length > 1)
      return okInSpite(tools, reply, data.stimulus);
    if (other !== undefined && !requirement.startsWith('request/'))
      return blocked(other.requirement, other.text);
  }
  if (requirement === 'optional/all-missing' && !reply.ok) {
    return nothingButErrors(
      tools,
      reply.request.queries.map(({ key, parameters = {} }) => ({ key, parameters })),
    );
  }
  if (requirement === 'request/legal-served' && expect.code !== undefined)
    return judgeInvented(tools, reply, data.stimulus);
  if (onlyInvalid(expect) && requirement.startsWith('request/')) {
    return judgeInvalid(tools, reply, data.stimulus);
  }
  const compares =
    expect.ok?.same !== undefined || expect.ok?.results?.some(({ like }) => like !== undefined);
  return failed(
    verdict.mismatches.map((mismatch) => (reply.ok ? mismatch : what)),
    reply,
    undefined,
    [
      ...suspectsOf(reply),
      // A driver that gives two equal requests two answers gives them to two that are compared as well.
      ...(compares === true && reply.ok ? ['idempotency/repeat'] : []),
      // A driver that leaves out what fails does so without any flag, too.
      ...(requirement === 'optional/required-fails' ? ['batch/all-or-nothing'] : []),
      // What holds without the flag for one request may not for each.
      ...(requirement === 'optional/not-a-bypass'
        ? (data.premises ?? []).flatMap((name) => premises[name]?.blockedBy ?? [])
        : []),
    ],
  );
}

const onlyInvalid = ({ code, not, ok }: ExpectData): boolean =>
  not === undefined && ok === undefined && code?.join() === 'INVALID_ARGUMENT';

async function holdsAfterwards(tools: Tools, name: string, fixtures: Fixtures): Promise<Verdict | undefined> {
  const premise = premises[name] as PremiseData;
  if (needsOf(premise.given).some((need) => !need.met(tools.profile))) return undefined;
  const asked = await ask(tools, premise, fixtures, {}, await tools.connect());
  const verdict = judgeCase(premise.expect, asked.given, contextOf(tools, asked, new Map(), fixtures));
  if (asked.answer.failure === undefined && verdict.outcome === 'pass') return undefined;
  return failed(`afterwards ${premise.says} no longer holds: the call got ${asked.said}`, asked.reply);
}

function expectsText({ code, not, ok }: ExpectData): string {
  const parts = [
    ...(ok === undefined ? [] : [okText(ok)]),
    ...(code ?? []),
    ...(not === undefined ? [] : [`any status but ${not.join(' and ')}`]),
  ];
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} or ${parts.at(-1)}` : (parts[0] ?? 'anything');
}

function okText(ok: NonNullable<ExpectData['ok']>): string {
  if (ok.count !== undefined) return `OK with ${ok.count} result${ok.count === 1 ? '' : 's'}`;
  if (ok.permuted !== undefined) return 'OK with the same results, permuted alike';
  if (ok.same !== undefined) return 'OK with the same results';
  if (ok.names !== undefined) return 'OK with the results in this order';
  if (ok.results === undefined) return ok.response === undefined ? 'OK' : 'OK with a response that fits';
  if (ok.results.every(({ error }) => error === true)) return 'OK with an error in each result';
  return ok.results.some(({ error }) => error === true)
    ? 'OK with an error in the result of what fails, and values in the others'
    : 'OK with these results';
}
