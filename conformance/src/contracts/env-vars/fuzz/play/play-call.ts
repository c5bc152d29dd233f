import { statusCode } from '../../../../driver/answer.js';
import type { EnvRequest, Query } from '../../request.js';
import type { CallInput } from '../inputs/input.js';
import { failingParts } from '../model/blame.js';
import { blame, findPassedOver } from './attribute.js';
import { compareExistence } from './existence.js';
import { type Made, make, note, type Round, report } from './hands.js';
import { findRefusedForSize } from './refused-for-size.js';

/** Keys of a call that are asked for one by one to learn their values. */
const mostLearned = 8;

/** Makes one call and judges it. */
export async function playCall(round: Round, input: CallInput, fresh: boolean): Promise<void> {
  let made = await make(round, input.request);
  note(round, made);
  if (fresh && made.deviations.length === 0) {
    const unknown = unknownOf(round, made);
    for (const request of unknown) {
      const alone = await make(round, request);
      if (alone.deviations.length === 0) continue;
      await blame(round, alone);
      break;
    }
    if (unknown.length > 0) {
      made = await make(round, input.request);
      note(round, made);
    }
  }
  if (fresh && made.deviations.length === 0) made = (await askedAfterOwn(round, made)) ?? made;
  if (made.deviations.length > 0) await blame(round, made);
  else {
    const passedOver = await findPassedOver(round, made);
    if (passedOver !== undefined) report(round, passedOver, 'a status other than OK');
    const forSize = await findRefusedForSize(round, made);
    if (forSize !== undefined) report(round, forSize, 'what a smaller request of the kind gets');
    await compareExistence(round, made, fresh);
  }
}

/**
 * The same call once more after the profile's own pod was served with the same keys under its own lists: what a cache let through in a
 * campaign it may not have yet when one of its inputs is played again. Undefined where such a call need not be served.
 */
async function askedAfterOwn(round: Round, { request, prediction }: Made): Promise<Made | undefined> {
  const { legal } = round.hands;
  if (legal === undefined || failingParts(prediction).length === 0) return undefined;
  const own = await make(round, { ...legal, queries: request.queries });
  if (!own.prediction.okAllowed || own.answer.failure !== undefined || own.answer.code !== statusCode.OK)
    return undefined;
  const again = await make(round, request);
  note(round, again);
  return again;
}

/**
 * A call for each key of a batch of which no value was known, and which has to keep the one that it was served with now: values that a
 * campaign learned are not there when one of its inputs is played again.
 */
function unknownOf(round: Round, { request, prediction, results }: Made): readonly EnvRequest[] {
  const { memory } = round.hands;
  if (results === undefined || request.queries.length < 2) return [];
  const found = new Map<unknown, Query>();
  for (const [index, { key, value }] of prediction.queries.entries()) {
    if (key === undefined || value !== undefined) continue;
    if (memory.value(key, prediction.asker, request) !== undefined)
      found.set(key, request.queries[index] as Query);
  }
  return [...found.values()].slice(0, mostLearned).map((query) => ({ ...request, queries: [query] }));
}
