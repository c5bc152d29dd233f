import { codeName, statusCode } from '../../../../driver/answer.js';
import type { EnvRequest, Query } from '../../request.js';
import type { Deviation } from '../model/deviations.js';
import { hasLongParameters, isPlainText } from '../model/extras.js';
import type { Known } from '../model/known.js';
import { canComeOf, isLargeRequest } from '../model/predict.js';
import { type Made, make, type Round } from './hands.js';
import { isTooMany } from './too-many.js';

/** Different queries of a batch that are asked for by themselves; with more of them nothing is said. */
const mostQueries = 6;
/** Longer names of entries are cut when an entry is made short. */
const shortName = 13;

/** Codes that come of how busy a driver or its backend is. */
const busyCodes: readonly number[] = [
  statusCode.CANCELLED,
  statusCode.DEADLINE_EXCEEDED,
  statusCode.RESOURCE_EXHAUSTED,
  statusCode.UNAVAILABLE,
];

/**
 * Finds a refusal that is allowed only because too little is known of what was asked for, and that smaller calls show to be one for the
 * size of a legal request: of a batch whose queries have no values that could be too many, or of parameters that are long.
 */
export async function findRefusedForSize(round: Round, made: Made): Promise<Deviation | undefined> {
  const { prediction, answer } = made;
  const isRefusal = answer.failure === undefined && answer.code !== statusCode.OK;
  if (!isRefusal || busyCodes.includes(answer.code) || prediction.violations.length > 0) return undefined;
  if (!prediction.advertised || prediction.asker !== 'own' || round.hands.legal === undefined)
    return undefined;
  return (await ofBatch(round, made)) ?? (await ofParameters(round, made));
}

/** A batch that may be too large for its answer, by what is known of it, though none of its queries is answered with a value. */
async function ofBatch(round: Round, { request, prediction, answer }: Made): Promise<Deviation | undefined> {
  if (prediction.fits !== 'unsure' || canComeOf(prediction, answer.code)) return undefined;
  const different = [...new Map(request.queries.map((query) => [identityOf(query), query])).values()];
  if (different.length > mostQueries || request.queries.length < 2) return undefined;
  for (const query of different) {
    const alone = await make(round, { ...request, queries: [query] });
    const { code, failure } = alone.answer;
    if (alone.deviations.length > 0 || failure !== undefined || code === statusCode.OK) return undefined;
    // What it is refused for by itself it may be refused for among others.
    if (code === answer.code) return undefined;
  }
  const what = `a batch of ${request.queries.length} queries without values`;
  return {
    requirement:
      isLargeRequest(prediction) && !(await isTooMany(round, request))
        ? 'request/payload-size'
        : 'batch/scales',
    cause: `${codeName(answer.code)} for a batch that is legal by its size`,
    text: `${what} and ${prediction.bytes} bytes got ${codeName(answer.code)}, which none of them gets by itself`,
    kind: 'status',
  };
}

/** Parameters of which a driver may refuse any that it does not know, and does not refuse these when they are short. */
async function ofParameters(round: Round, made: Made): Promise<Deviation | undefined> {
  if (made.answer.code !== statusCode.INVALID_ARGUMENT || !hasLongParameters(made.request)) return undefined;
  const short = shortened(made.request, round.hands.grounds.known);
  if (short === undefined) return undefined;
  const { answer, deviations } = await make(round, short);
  if (answer.failure !== undefined || answer.code !== statusCode.OK || deviations.length > 0)
    return undefined;
  return {
    requirement: 'request/legal-served',
    cause: 'INVALID_ARGUMENT for parameters within their limit that are served when they are short',
    text: 'parameters within their limit got INVALID_ARGUMENT, and the same ones with short values OK',
    kind: 'status',
  };
}

/** The request with every parameter made short that the profile does not have; undefined where there is none, or one is odd. */
function shortened(request: EnvRequest, known: Known): EnvRequest | undefined {
  const classParameters = shortEntries(
    request.classParameters,
    known.profile.providerClass?.parameters ?? {},
  );
  const queries = request.queries.map(({ parameters, ...query }) => {
    const [own] = known.named(query.key);
    const entries = shortEntries(parameters ?? {}, own?.parameters ?? {});
    return entries === undefined ? undefined : { ...query, parameters: entries };
  });
  if (classParameters === undefined || queries.includes(undefined)) return undefined;
  const short = { ...request, classParameters, queries: queries as readonly Query[] };
  return JSON.stringify(short).length < JSON.stringify(request).length ? short : undefined;
}

function shortEntries(
  entries: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
): Record<string, string> | undefined {
  if (Object.keys(own).some((name) => entries[name] !== own[name])) return undefined;
  const short: Record<string, string> = {};
  for (const [name, value] of Object.entries(entries)) {
    if (own[name] === undefined && !(isPlainText(name) && isPlainText(value))) return undefined;
    if (own[name] === undefined) short[name.slice(0, shortName)] = 'a';
  }
  return { ...short, ...own };
}

function identityOf({ key, parameters, optional }: Query): string {
  return JSON.stringify([key, parameters, optional === true]);
}
