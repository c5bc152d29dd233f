import { statusCode } from '../../../../driver/answer.js';
import type { EnvRequest, Query } from '../../request.js';
import { failingParts } from '../model/blame.js';
import type { Deviation } from '../model/deviations.js';
import { outcome, servedBits } from '../model/outcomes.js';
import { expectedText, type Made, make, type Round, report } from './hands.js';

/** Queries that are asked for one by one to find the one at fault. */
const mostQueries = 6;

/** Reports what a call's answer breaks; where one call does not tell which rule that is, others are made that do. */
export async function blame(round: Round, made: Made): Promise<void> {
  for (const deviation of made.deviations) {
    const better = deviation.kind === 'status' ? await attribute(round, made, deviation) : deviation;
    report(round, better, expectedText(made.prediction));
  }
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
  const flagged = request.queries.some(({ optional }) => optional === true);
  const served = answer.failure === undefined && answer.code === statusCode.OK;
  if (served && flagged) {
    const { stage } = round.hands.grounds.facts;
    const plain = await ask(withoutFlags(request));
    if (plain.answer.failure === undefined && plain.answer.code !== statusCode.OK) {
      if (stage === 'alpha') return as('optional/alpha-ignores');
      const parts = failingParts(prediction);
      const bypass =
        prediction.violations.length > 0 || parts.some(({ outcomes }) => (outcomes & outcome.denied) !== 0);
      return as(bypass ? 'optional/not-a-bypass' : 'optional/required-fails');
    }
  }
  if (prediction.violations.length > 0) return deviation;
  return served ? attributeOk(made, deviation, ask) : attributeRefusal(made, deviation, ask);
}

type Ask = (request: EnvRequest) => Promise<Made>;

/** A call was served although a part of it has to fail. */
async function attributeOk(
  { prediction, request }: Made,
  deviation: Deviation,
  ask: Ask,
): Promise<Deviation> {
  const [part] = failingParts(prediction);
  if (part === undefined) return deviation;
  if (part.query === undefined) {
    // A pod that is refused where no cache can help is let through by the cache.
    const unseen = await ask({ ...request, queries: request.queries.slice(0, 1).map(unseenKey) });
    return unseen.answer.failure === undefined && unseen.answer.code === statusCode.PERMISSION_DENIED
      ? { ...deviation, requirement: 'authorization/no-cached-bypass' }
      : deviation;
  }
  if (prediction.queries[part.query]?.key?.kind === 'available') {
    // A key of the profile that another list of the class does not cover: its value may come from a cache that knows no lists.
    const unseen = await ask({ ...request, queries: [unseenKey(request.queries[part.query] as Query)] });
    if (unseen.answer.failure === undefined && unseen.answer.code === statusCode.PERMISSION_DENIED)
      return { ...deviation, requirement: 'authorization/no-cached-bypass' };
  }
  if (request.queries.length === 1) return deviation;
  const alone = await ask({ ...request, queries: [request.queries[part.query] as Query] });
  return alone.answer.failure === undefined && alone.answer.code === statusCode.OK
    ? deviation
    : { ...deviation, requirement: 'batch/all-or-nothing' };
}

/** A call got a status that it may not get, or none. */
async function attributeRefusal(made: Made, deviation: Deviation, ask: Ask): Promise<Deviation> {
  const { prediction, request } = made;
  const instead = (other: Made): Deviation | undefined => {
    const [first] = other.deviations;
    return first === undefined ? undefined : { ...first, text: `${first.text}; so did ${deviation.text}` };
  };
  if (deviation.requirement === 'capability/implemented' || deviation.requirement === 'concurrency/in-flight')
    return deviation;
  if ((request.version ?? '') !== '') {
    const { version: _, ...plain } = request;
    if ((await ask(plain)).deviations.length === 0)
      return { ...deviation, requirement: 'identity/version-free' };
  }
  const context = Object.fromEntries(
    Object.entries(request.podContext).filter(([name]) => ordinary.has(name)),
  );
  if (Object.keys(context).length < Object.keys(request.podContext).length) {
    if ((await ask({ ...request, podContext: context })).deviations.length === 0)
      return { ...deviation, requirement: 'request/extra-context' };
  }
  if (new Set(request.queries.map(({ name }) => name)).size < request.queries.length) {
    const queries = request.queries.map((query, index) => ({ ...query, name: `CSI_ENV_${index}` }));
    if ((await ask({ ...request, queries })).deviations.length === 0)
      return { ...deviation, requirement: 'ordering/duplicate-names' };
  }
  const parts = failingParts(prediction, true);
  if (parts.length > 0 && request.queries.length > 1) {
    for (const query of distinct(
      parts.flatMap((part) => (part.query === undefined ? [] : [request.queries[part.query] as Query])),
    )) {
      const better = instead(await ask({ ...request, queries: [query] }));
      if (better !== undefined) return better;
    }
    return deviation;
  }
  if (parts.length > 0) return deviation;
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

const ordinary = new Set(['namespace', 'serviceAccount', 'podName', 'podUID', 'nodeName']);

function withoutFlags(request: EnvRequest): EnvRequest {
  return { ...request, queries: request.queries.map(({ optional: _, ...query }) => query) };
}

let unseen = 0;

/** A key that nobody asked for yet, so that no cache knows it. */
function unseenKey(query: Query): Query {
  return { ...query, key: `${query.key}-unseen-${process.pid}-${unseen++}` };
}

/** Queries for different keys, at most so many: the ends and some between. */
function distinct(queries: readonly Query[]): readonly Query[] {
  const byKey = new Map(queries.map((query) => [`${query.key}\n${JSON.stringify(query.parameters)}`, query]));
  const list = [...byKey.values()];
  if (list.length <= mostQueries) return list;
  return Array.from(
    { length: mostQueries },
    (_, i) => list[Math.round((i * (list.length - 1)) / (mostQueries - 1))] as Query,
  );
}
