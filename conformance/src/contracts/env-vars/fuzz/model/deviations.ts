import type { Stage } from '../../../../contract.js';
import { type Answer, codeName, isCanonical, statusCode } from '../../../../driver/answer.js';
import type { Facts } from '../../facts.js';
import { countDetails } from '../../journal.js';
import { type JudgeInput, judge, utf8Length } from '../../judge.js';
import { decodeResponse, type EnvResult } from '../../request.js';
import { blameOfFailure, blameOfStatus, isDueToRequest } from './blame.js';
import { type Outcomes, outcome } from './outcomes.js';
import { type Prediction, stackReceives } from './predict.js';

/** One way in which an answer is none of the allowed ones. */
export interface Deviation {
  readonly requirement: string;
  /** Names the fault within the requirement, without the particulars of the input. */
  readonly cause: string;
  /** What happened, without any value. */
  readonly text: string;
  /**
   * `status`: the call came to another end than it may, and more calls may tell better who is to blame. `answer`: an OK answer is
   * wrong in itself. `form`: a status lacks something, or has something beside it.
   */
  readonly kind: 'status' | 'answer' | 'form';
}

/** An answer to a request, with what its OK brought. */
export interface Given {
  readonly answer: Answer;
  /** The results; undefined unless the status is OK and the response can be read. */
  readonly results: readonly EnvResult[] | undefined;
  /** How many results came, where more came than were read. */
  readonly total?: number;
  /** Whether codes and trailers came as the driver sent them, and not by way of a stock client. */
  readonly wire: boolean;
}

/** Bytes below the limit at which a truncated value may end: a whole UTF-8 character, an ellipsis. */
const truncationSlack = 16;

/** Statuses that a stack may have made before, or instead of, the driver. */
const madeByStacks: readonly number[] = [
  statusCode.OK,
  statusCode.CANCELLED,
  statusCode.DEADLINE_EXCEEDED,
  statusCode.RESOURCE_EXHAUSTED,
  statusCode.OUT_OF_RANGE,
  statusCode.UNIMPLEMENTED,
];

/** Holds an answer against what the model allows; empty where it is allowed. Pure. */
export function deviationsOf(
  prediction: Prediction,
  given: Given,
  facts: Pick<Facts, 'limits' | 'stage'>,
): readonly Deviation[] {
  const { answer, results, total } = given;
  if (answer.failure !== undefined) return failureOf(prediction, answer, facts.stage);
  if (answer.code !== statusCode.OK) {
    const form = [
      ...(prediction.bytes > stackReceives ? [] : formOf(given)),
      ...besideStatus(prediction, answer),
    ];
    // A code outside of the canon is a fault of its own, whatever it stands for.
    if (form.some(({ requirement }) => requirement === 'errors/canonical') || prediction.allows(answer.code))
      return form;
    return [...form, statusOf(prediction, answer, facts.stage)];
  }
  if (results === undefined)
    return [
      {
        requirement: 'values/exact',
        cause: 'a response that cannot be read',
        text: 'the response is no valid NodeGetEnvVarsResponse',
        kind: 'answer',
      },
    ];
  const came = {
    results,
    responseBytes: answer.body?.length ?? 0,
    ...(total === undefined ? {} : { total }),
  };
  if (prediction.okAllowed) return faultsOf(prediction, came, facts, false);
  const status = statusOf(prediction, answer, facts.stage);
  if (status.requirement === 'values/response-size') {
    // Results that are left out make any answer fit.
    const faults = faultsOf(prediction, came, facts, false);
    return faults.some(({ requirement }) => requirement !== 'values/exact') ? faults : [status];
  }
  // An error in place of a failed call is a rule of its own; one that only optional queries have is part of what the flag did.
  const told = results.some(
    ({ error }, index) => error !== '' && prediction.request.queries[index]?.optional !== true,
  );
  const faults = told ? faultsOf(prediction, came, facts, true) : [];
  return faults.length > 0 ? faults : [status];
}

/** The allowed answers in words. */
export function expectedText(prediction: Prediction): string {
  const codes = Object.values(statusCode).filter((code) => prediction.allows(code));
  return codes.length > 6
    ? 'a status other than OK, or OK where the values fit'
    : codes.map(codeName).join(' or ');
}

function statusOf(prediction: Prediction, answer: Answer, stage: Stage): Deviation {
  const { requirement, what } = blameOfStatus(prediction, answer.code, stage);
  const name = codeName(answer.code);
  const said = answer.message === '' ? name : `${name} (${JSON.stringify(answer.message.slice(0, 300))})`;
  return {
    requirement,
    cause: `${name} for ${what}`,
    text: `${what} got ${answer.code === 0 ? 'OK' : said}`,
    kind: 'status',
  };
}

function failureOf(prediction: Prediction, answer: Answer, stage: Stage): readonly Deviation[] {
  if (answer.failure === 'cancelled') return [];
  // A stack may cut off what is larger than it takes.
  if (prediction.bytes > stackReceives && answer.failure !== 'deadline') return [];
  const { requirement, what } = blameOfFailure(prediction, stage);
  const cause = `no status (${answer.failure}) for ${what}`;
  return [{ requirement, cause, text: `${what} got no status: ${answer.message}`, kind: 'status' }];
}

function formOf({ answer, wire }: Given): readonly Deviation[] {
  const found: Deviation[] = [];
  const name = codeName(answer.code);
  if (wire && !isCanonical(answer.code)) {
    found.push({
      requirement: 'errors/canonical',
      cause: 'a code outside of the canon',
      text: `the status is ${name}`,
      kind: 'form',
    });
    return found;
  }
  if (madeByStacks.includes(answer.code)) return found;
  if (answer.message === '')
    found.push({
      requirement: 'errors/message',
      cause: 'a status without a message',
      text: `${name} came without a message`,
      kind: 'form',
    });
  const details = countDetails(answer);
  if (details > 0)
    found.push({
      requirement: 'errors/details',
      cause: 'a status with details',
      text: `${name} came with ${details} details`,
      kind: 'form',
    });
  return found;
}

/** batch/all-or-nothing: no results beside a status other than OK. Only the wire client gives what came beside one. */
function besideStatus(prediction: Prediction, { code, body }: Answer): readonly Deviation[] {
  if (body === undefined || !isDueToRequest(prediction)) return [];
  if ((decodeResponse(body, 1)?.length ?? 0) === 0) return [];
  return [
    {
      requirement: 'batch/all-or-nothing',
      cause: 'results beside a status other than OK',
      text: `${codeName(code)} came with results`,
      kind: 'form',
    },
  ];
}

/** Faults that an OK answer has by itself; where there should be none at all, only those that tell of another rule. */
function faultsOf(
  prediction: Prediction,
  came: Pick<JudgeInput, 'results' | 'responseBytes' | 'total'>,
  { limits, stage }: Pick<Facts, 'limits' | 'stage'>,
  inSpite: boolean,
): readonly Deviation[] {
  const { request, queries } = prediction;
  const { faults, aligned } = judge({
    ...came,
    request,
    limits,
    stage,
    expected: (index) => queries[index]?.value,
  });
  const found = faults
    // What is answered though it has to fail may well lack results, names and values.
    .filter(
      ({ requirement }) =>
        !inSpite || requirement === 'batch/no-error-in-ok' || requirement === 'optional/required-fails',
    )
    .map(({ requirement, text }): Deviation => ({ requirement, cause: causeOf(text), text, kind: 'answer' }));
  if (inSpite) return found;
  for (const [index, result] of aligned.entries()) {
    const { outcomes = 0, key } = queries[index] ?? {};
    const deviation = resultFault(
      outcomes,
      key?.kind === 'oversized',
      stage === 'beta' && request.queries[index]?.optional === true,
      result,
      limits.valueBytes,
      () => `result ${index + 1} of ${aligned.length}`,
    );
    if (deviation !== undefined && !found.some(({ requirement }) => requirement === deviation.requirement))
      found.push(deviation);
  }
  return found;
}

function resultFault(
  outcomes: Outcomes,
  oversized: boolean,
  flagged: boolean,
  result: EnvResult,
  limit: number,
  where: () => string,
): Deviation | undefined {
  const fault = (requirement: string, what: string): Deviation => ({
    requirement,
    cause: what,
    text: `${where()} has ${what}`,
    kind: 'answer',
  });
  const { value, error } = result;
  if (value !== '' && error !== '') return undefined;
  if (outcomes === outcome.error) {
    if (value !== '') return fault('optional/missing', 'a value, though its optional query fails');
    if (error === '')
      return fault('optional/missing', 'neither a value nor an error, though its optional query fails');
  }
  // Without the flag, and in alpha, the error is an error in an OK response, which is judged before.
  if (flagged && outcomes === outcome.value && error !== '')
    return fault('optional/missing', 'an error, though its key is served');
  if (oversized && flagged && error !== '')
    return fault('optional/not-a-bypass', 'an error for a value that is too long');
  if (oversized && error === '' && (outcomes & outcome.value) !== 0) {
    const bytes = utf8Length(value);
    if (bytes === 0) return fault('values/size', 'an empty value in place of one over the limit');
    if (bytes <= limit && bytes >= limit - truncationSlack)
      return fault('values/size', 'a value that was cut to the limit');
  }
  return undefined;
}

/** The fault without numbers and without what is told of values. */
function causeOf(text: string): string {
  return (text.split(':')[0] as string).replace(/\d+/g, 'N');
}
