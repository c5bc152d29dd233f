import { statusCode } from '../../../../driver/answer.js';
import { covers } from '../../checks/authorization/allowlist.js';
import type { EnvRequest, Query } from '../../request.js';
import { blameOfRefusal, failingParts } from '../model/blame.js';
import type { Deviation } from '../model/deviations.js';
import { extrasOf } from '../model/extras.js';
import { outcome, servedBits } from '../model/outcomes.js';
import type { Prediction } from '../model/predict.js';
import { counterpart } from './existence.js';
import { expectedText, type Made, make, type Round, report } from './hands.js';
import { isTooMany } from './too-many.js';

/** Numbers what nobody asked for yet. */
let unseen = 0;

/** Queries that are asked for one by one to find the one at fault. */
const mostQueries = 6;

/** Reports what a call's answer breaks; where one call does not tell which rule that is, others are made that do. */
export async function blame(round: Round, made: Made): Promise<void> {
  for (const deviation of made.deviations) {
    const better =
      deviation.kind === 'status'
        ? await attribute(round, made, deviation)
        : await attributeAnswer(round, made, deviation);
    report(round, better, expectedText(made.prediction));
  }
}

/** batch/all-or-nothing: a query that fails by itself and has an empty value in an OK answer to a batch was passed over. */
export async function findPassedOver(round: Round, made: Made): Promise<Deviation | undefined> {
  const { request, prediction, results } = made;
  if (results === undefined || request.queries.length < 2 || prediction.violations.length > 0)
    return undefined;
  const at = prediction.queries.findIndex(
    ({ key, outcomes }, index) =>
      (key?.kind === 'failing' || key?.kind === 'oversized') &&
      (outcomes & outcome.error) === 0 &&
      results[index]?.value === '' &&
      results[index]?.error === '',
  );
  if (at < 0) return undefined;
  const alone = await make(round, { ...request, queries: [request.queries[at] as Query] });
  if (alone.answer.failure !== undefined || alone.answer.code === statusCode.OK) return undefined;
  return {
    requirement: 'batch/all-or-nothing',
    cause: 'OK for a batch with a query that fails by itself',
    text: `query ${at + 1} of ${request.queries.length} fails by itself, and the batch got OK`,
    kind: 'status',
  };
}

/** Finds the rule that a wrong OK answer breaks, where a smaller call tells it better. */
async function attributeAnswer(round: Round, made: Made, deviation: Deviation): Promise<Deviation> {
  const { prediction, request } = made;
  if (deviation.requirement === 'values/size') return (await findPassedOver(round, made)) ?? deviation;
  const covered = prediction.queries.map(({ outcomes }) => (outcomes & servedBits) === outcome.error);
  if (deviation.requirement !== 'values/exact' || !covered.includes(true)) return deviation;
  // optional/missing: beside an optional query that fails the others have their values.
  const queries = request.queries.filter((_, index) => covered[index] === false);
  const rest = queries.length === 0 ? undefined : await make(round, { ...request, queries });
  return rest?.deviations.length === 0 ? { ...deviation, requirement: 'optional/missing' } : deviation;
}

/**
 * Finds the rule that a status which is not allowed breaks, by smaller calls: the flag taken away, each query by itself, what is
 * unusual about the request left out.
 */
export async function attribute(round: Round, made: Made, deviation: Deviation): Promise<Deviation> {
  const { prediction, request, answer } = made;
  const ask = (changed: EnvRequest): Promise<Made> => make(round, changed);
  const as = (requirement: string): Deviation => ({ ...deviation, requirement });
  if (!prediction.advertised || answer.failure === 'cancelled') return deviation;
  if (answer.failure === undefined && answer.code === statusCode.ALREADY_EXISTS) {
    // A call that says so because it was made before is answered well when it is told apart by something that means nothing.
    const first = await ask({ ...request, version: `first-${process.pid}-${unseen++}` });
    if (first.deviations.length === 0) return as('idempotency/repeat');
  }
  const flagged = request.queries.some(({ optional }) => optional === true);
  const served = answer.failure === undefined && answer.code === statusCode.OK;
  const { legal } = round.hands;
  if (!served && answer.failure !== 'deadline' && legal !== undefined) {
    const better = sameFault(await ask(legal), made, deviation);
    if (better !== undefined) return better;
  }
  if (isOfIdentity(prediction) && answer.failure === undefined) {
    const other = await identityFault(round, request);
    if (other !== undefined) return as(other);
  }
  if (served && flagged) {
    const { stage } = round.hands.grounds.facts;
    const plain = await ask(withoutFlags(request));
    const isRefused = plain.answer.failure === undefined && plain.answer.code !== statusCode.OK;
    // What was served from a cache is not once that has run out, with the flags or without.
    if (isRefused && (await ask(request)).answer.code === statusCode.OK) {
      if (stage === 'alpha') return as('optional/alpha-ignores');
      const parts = failingParts(prediction);
      const bypass =
        prediction.violations.length > 0 || parts.some(({ outcomes }) => (outcomes & outcome.denied) !== 0);
      return as(bypass ? 'optional/not-a-bypass' : 'optional/required-fails');
    }
  }
  if (deviation.requirement === 'concurrency/in-flight' && !(await isOutOfSlots(round))) {
    const other = blameOfRefusal(prediction, round.hands.grounds.facts.stage);
    return attributeRefusal(round, made, { ...deviation, requirement: other.requirement }, ask);
  }
  if (deviation.requirement === 'request/payload-size' && !served && (await isTooMany(round, request)))
    return as('batch/scales');
  if (prediction.violations.length > 0) {
    if (deviation.requirement !== 'errors/precedence') return deviation;
    const alone = await ask(malformedAlone(round, made));
    const [own] = alone.deviations.filter(({ kind }) => kind === 'status');
    return own === undefined ? deviation : { ...own, text: `${own.text}; so did ${deviation.text}` };
  }
  if (!served && flagged && failingParts(prediction, true).length === 0) {
    const plain = await ask(withoutFlags(request));
    const { stage } = round.hands.grounds.facts;
    if (stage === 'alpha' && plain.deviations.length === 0) return as('optional/alpha-ignores');
  }
  return served ? attributeOk(round, made, deviation) : attributeRefusal(round, made, deviation, ask);
}

/** Whether a call has to be refused because the profile says that this one pod of its namespace is. */
function isOfIdentity({ asker, group, violations }: Prediction): boolean {
  return asker === 'denied-identity' && violations.length === 0 && (group & servedBits) === 0;
}

/**
 * What a denied pod is answered wrongly for, where the driver serves it: a cache that lets it through, or nobody looks at identities,
 * so that it is answered as every other one is. Undefined where it is refused.
 */
async function identityFault(round: Round, { podContext }: EnvRequest): Promise<string | undefined> {
  const { legal } = round.hands;
  if (legal === undefined) return 'authorization/identity';
  const { answer } = await make(round, { ...legal, podContext });
  if (answer.failure !== undefined || answer.code !== statusCode.OK) return undefined;
  return (await bypassesCache(round, { ...legal, podContext }, legal))
    ? 'authorization/no-cached-bypass'
    : 'authorization/identity';
}

/**
 * Whether what is served is refused where no cache can help, and refused for who asks or for the lists that come along: the call that
 * is legal in these gets another answer. Asked twice, since a driver may refuse only the first time.
 */
async function bypassesCache(round: Round, served: EnvRequest, legal: EnvRequest): Promise<boolean> {
  for (let time = 0; time < 2; time++) {
    const queries = served.queries.slice(0, 1).map((query) => unseenKey(round, query));
    const { answer: refused } = await make(round, { ...served, queries });
    if (refused.failure !== undefined || refused.code !== statusCode.PERMISSION_DENIED) return false;
    const { answer: other } = await make(round, { ...legal, queries });
    if (other.failure === undefined && other.code === refused.code) return false;
  }
  return true;
}

/** errors/no-existence-oracle: whether a denied key gets another code than one that exists where it does not, or the other way round. */
async function tellsExistence(
  round: Round,
  { request, prediction }: Made,
  deviation: Deviation,
  ask: Ask,
): Promise<Deviation> {
  const [query] = request.queries;
  const key = prediction.queries[0]?.key;
  if (query === undefined || key?.kind !== 'denied' || key.exists === undefined || prediction.asker !== 'own')
    return deviation;
  const other = counterpart(round.hands.grounds.known.keys, key);
  if (other === undefined) return deviation;
  const { answer } = await ask({
    ...request,
    queries: [{ ...query, key: other.key, parameters: other.parameters }],
  });
  return answer.failure === undefined && answer.code === statusCode.PERMISSION_DENIED
    ? { ...deviation, requirement: 'errors/no-existence-oracle' }
    : deviation;
}

/** Whether the driver has no slot even for a call that has to be served, though no more are open than it takes. */
async function isOutOfSlots(round: Round): Promise<boolean> {
  const { legal } = round.hands;
  if (legal === undefined) return true;
  const { answer } = await make(round, legal);
  return answer.failure === undefined && answer.code === statusCode.RESOURCE_EXHAUSTED;
}

type Ask = (request: EnvRequest) => Promise<Made>;

/** A call was served although a part of it has to fail. */
async function attributeOk(
  round: Round,
  { prediction, request }: Made,
  deviation: Deviation,
): Promise<Deviation> {
  const { legal } = round.hands;
  const [part] = failingParts(prediction);
  if (part === undefined) return deviation;
  const bypass = { ...deviation, requirement: 'authorization/no-cached-bypass' };
  if (part.query === undefined) {
    // A pod that is refused where no cache can help is let through by the cache.
    return legal !== undefined && (await bypassesCache(round, request, legal)) ? bypass : deviation;
  }
  const query = request.queries[part.query] as Query;
  if (request.queries.length > 1) {
    const { answer } = await make(round, { ...request, queries: [query] });
    if (answer.failure !== undefined) return deviation;
    if (answer.code !== statusCode.OK) return { ...deviation, requirement: 'batch/all-or-nothing' };
  }
  // A key of the profile that another list of the class does not cover: its value may come from a cache that knows no lists.
  const isOther = prediction.queries[part.query]?.key?.kind === 'available' && legal !== undefined;
  return isOther && (await bypassesCache(round, { ...request, queries: [query] }, legal))
    ? bypass
    : deviation;
}

/** A call got a status that it may not get, or none. */
async function attributeRefusal(
  round: Round,
  made: Made,
  deviation: Deviation,
  ask: Ask,
): Promise<Deviation> {
  const { prediction, request } = made;
  const as = (requirement: string): Deviation => ({ ...deviation, requirement });
  const instead = (other: Made): Deviation | undefined => {
    const [first] = other.deviations;
    if (first === undefined) return undefined;
    // That no slots are missing is known by now.
    const requirement =
      first.requirement === 'concurrency/in-flight'
        ? blameOfRefusal(other.prediction, round.hands.grounds.facts.stage).requirement
        : first.requirement;
    return { ...first, requirement, text: `${first.text}; so did ${deviation.text}` };
  };
  if (deviation.requirement === 'capability/implemented' || deviation.requirement === 'concurrency/in-flight')
    return deviation;
  for (const { requirement, without, shorter } of extrasOf(request)) {
    if ((await ask(without)).deviations.length > 0) continue;
    // What is put up with as long as it is short is legal where it is long.
    const isLong = shorter !== undefined && (await ask(shorter)).deviations.length === 0;
    return { ...deviation, requirement: isLong ? 'request/legal-served' : requirement };
  }
  const parts = failingParts(prediction, true);
  // What is refused whatever it asks for is not refused for what has to fail.
  const good = parts.length === 0 ? undefined : madeGood(round, made);
  if (good !== undefined) {
    const other = await ask(good);
    const better = sameFault(other, made, deviation);
    if (better !== undefined && failingParts(other.prediction, true).length === 0)
      return attribute(round, other, better);
  }
  if (parts.length > 0 && request.queries.length > 1) {
    for (const query of distinct(
      parts.flatMap((part) => (part.query === undefined ? [] : [request.queries[part.query] as Query])),
    )) {
      const better = instead(await ask({ ...request, queries: [query] }));
      if (better !== undefined) return better;
    }
    if (deviation.requirement === 'errors/precedence' && (await isPassedOver(round, made, ask)))
      return as('batch/all-or-nothing');
    // What is not to fail may be what does.
    const failing = new Set(parts.map(({ query }) => query));
    const rest = request.queries.filter((_, index) => !failing.has(index));
    if (rest.length > 0 && !failing.has(undefined)) {
      const other = await ask({ ...request, queries: rest });
      if (other.deviations.length > 0) return attribute(round, other, other.deviations[0] as Deviation);
    }
    return deviation;
  }
  if (parts.length > 0) return tellsExistence(round, made, deviation, ask);
  const covered = request.queries.filter(
    (_, index) => ((prediction.queries[index]?.outcomes ?? 0) & servedBits) === outcome.error,
  );
  if (covered.length > 0 && covered.length < request.queries.length) {
    const rest = await ask({
      ...request,
      queries: request.queries.filter((query) => !covered.includes(query)),
    });
    return instead(rest) ?? deviation;
  }
  if (covered.length > 0 || request.queries.length === 1) return deviation;
  for (const query of distinct(request.queries)) {
    const better = instead(await ask({ ...request, queries: [query] }));
    if (better !== undefined) return better;
  }
  if ((await ask({ ...request, queries: request.queries.toReversed() })).deviations.length === 0)
    return { ...deviation, requirement: 'ordering/permutation' };
  // An answer that is wrong in itself may be refused only where it is large.
  const half = await ask({
    ...request,
    queries: request.queries.slice(0, Math.ceil(request.queries.length / 2)),
  });
  return instead(half) ?? deviation;
}

/** The same call with nothing in it that has to fail: good queries in place of failing ones, and a good pod. */
function madeGood(round: Round, { prediction, request }: Made): EnvRequest | undefined {
  const { legal } = round.hands;
  if (legal === undefined) return undefined;
  const failing = new Set(failingParts(prediction, true).map(({ query }) => query));
  return {
    ...request,
    queries: withGood(legal, request, (index) => failing.has(index)),
    ...(failing.has(undefined) && { podContext: legal.podContext }),
  };
}

/** The queries of a request, with the key of the legal call in place of some. */
function withGood(
  legal: EnvRequest,
  request: EnvRequest,
  isBad: (index: number) => boolean,
): readonly Query[] {
  const [{ key, parameters }] = legal.queries as [Query];
  return request.queries.map(({ parameters: _, ...query }, index) =>
    isBad(index) ? { ...query, key, ...(parameters && { parameters }) } : (request.queries[index] as Query),
  );
}

/** The fault of a call that came to the same wrong end as the one that a deviation is of, and has less in it. */
function sameFault(simpler: Made, made: Made, { text }: Deviation): Deviation | undefined {
  if (simpler.answer.failure !== made.answer.failure || simpler.answer.code !== made.answer.code)
    return undefined;
  const fault = simpler.deviations.find(({ kind }) => kind === 'status');
  if (fault === undefined || fault.text === text) return fault;
  return { ...fault, text: `${fault.text}; so did ${text}` };
}

/**
 * batch/all-or-nothing: whether a query that has to fail is passed over at its place even where no other one fails. What it would
 * have outranked is told then, and no order is broken.
 */
async function isPassedOver(round: Round, { prediction, request }: Made, ask: Ask): Promise<boolean> {
  const { legal } = round.hands;
  const parts = failingParts(prediction, true);
  if (legal === undefined || parts.some(({ query }) => query === undefined)) return false;
  const failing = new Set(parts.map(({ query }) => query));
  for (const at of failing) {
    const queries = withGood(legal, request, (index) => index !== at && failing.has(index));
    const { prediction: own, answer } = await ask({ ...request, queries });
    if (!own.okAllowed && answer.failure === undefined && answer.code === statusCode.OK) return true;
  }
  return false;
}

/** A malformed request with everything made good that is not malformed, each part at its place. */
function malformedAlone(round: Round, { request, prediction }: Made): EnvRequest {
  const bad = new Set(prediction.violations.map(({ query }) => query));
  const podContext = prediction.violations.some(({ field }) => field === 'podContext')
    ? request.podContext
    : (round.hands.legal?.podContext ?? request.podContext);
  const [good] = round.hands.legal?.queries ?? [];
  const queries = request.queries.map((query, index) => {
    if (bad.has(index) && query.key === '') return query;
    if (
      good === undefined ||
      prediction.violations.some((one) => one.query === index && one.what.startsWith('a key'))
    )
      return query;
    const { optional } = query;
    const parameters =
      bad.has(index) && Object.keys(query.parameters ?? {}).length > 0 ? query.parameters : good.parameters;
    return {
      name: query.name,
      key: good.key,
      ...(parameters === undefined ? {} : { parameters }),
      ...(optional === undefined ? {} : { optional }),
    };
  });
  return { ...request, podContext, queries };
}

function withoutFlags(request: EnvRequest): EnvRequest {
  return { ...request, queries: request.queries.map(({ optional: _, ...query }) => query) };
}

/** A key that nobody asked for yet, so that no cache knows it; a missing one of the profile where its class permits no other. */
function unseenKey(round: Round, query: Query): Query {
  const { known } = round.hands.grounds;
  const list = known.profile.providerClass?.parameters.allowedFields;
  const key = `${query.key}-unseen-${process.pid}-${unseen++}`;
  const [missing] = known.profile.keys.missing;
  const { optional: _, parameters, ...rest } = query;
  if (list !== undefined && !covers(list, key) && missing !== undefined)
    return { ...rest, key: missing.key, parameters: missing.parameters };
  return { ...rest, key, ...(parameters && { parameters }) };
}

/** Queries for different keys, at most so many: those with long values, the ends and some between. */
function distinct(queries: readonly Query[]): readonly Query[] {
  const byKey = new Map(queries.map((query) => [`${query.key}\n${JSON.stringify(query.parameters)}`, query]));
  const list = [...byKey.values()];
  if (list.length <= mostQueries) return list;
  return Array.from(
    { length: mostQueries },
    (_, i) => list[Math.round((i * (list.length - 1)) / (mostQueries - 1))] as Query,
  );
}
