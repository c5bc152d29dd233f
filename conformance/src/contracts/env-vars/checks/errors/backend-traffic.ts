import { codeName, isCanonical, statusCode } from '../../../../driver/answer.js';
import type { Key } from '../../../../profile/profile.js';
import type { SeenStatus } from '../../journal.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import type { EnvRequest, Query } from '../../request.js';
import {
  blocked,
  describe,
  type EnvCheck,
  getEnvVars,
  sameParameters,
  suspectsOfCode,
  type Tools,
} from '../../tools.js';

/** Codes of a backend failure, and those that say something of the call or of the driver's other calls. */
const accepted: readonly number[] = [
  statusCode.INTERNAL,
  statusCode.UNAVAILABLE,
  statusCode.CANCELLED,
  statusCode.DEADLINE_EXCEEDED,
  statusCode.RESOURCE_EXHAUSTED,
  statusCode.UNIMPLEMENTED,
];

/** Checks whose calls may fail for reasons of their own. */
const disturbed = /^(transport|concurrency|performance|idempotency)\/|^capability\/unadvertised/;

const isOneOf =
  (keys: readonly Key[]) =>
  ({ key, parameters = {} }: Query): boolean =>
    keys.some((one) => one.key === key && sameParameters(one.parameters, parameters));

/** Whether a request is the one that the profile vouches for but for its queries, all of which have to be answered. */
function isUsual(tools: Tools, request: EnvRequest): boolean {
  const usual = tools.request(request.queries);
  return (
    request.className === usual.className &&
    (request.version ?? '') === (usual.version ?? '') &&
    sameParameters(request.classParameters, usual.classParameters) &&
    sameParameters(request.podContext, usual.podContext) &&
    request.queries.every(({ optional }) => optional !== true)
  );
}

/** The queries of a request for keys that are served, where the others are for failing keys and nothing else can fail. */
function servedBesideFailing(
  tools: Tools,
  served: readonly (Key & { readonly bytes: number })[],
  request: EnvRequest,
): readonly Query[] | undefined {
  const isFailing = isOneOf(tools.profile.keys.failing);
  const others = request.queries.filter((query) => !isFailing(query));
  if (others.length === request.queries.length || !isUsual(tools, request)) return undefined;
  const bytes = others.map((query) => served.find((key) => isOneOf([key])(query))?.bytes);
  const all = bytes.reduce<number>((sum, one) => sum + (one ?? Number.POSITIVE_INFINITY), 0);
  return all <= tools.facts.limits.payloadBytes / 2 ? others : undefined;
}

/** Looks back over every call of the run that could fail for nothing but the backend. */
export const backendTrafficCheck: EnvCheck = {
  name: 'errors/backend/all-traffic',
  requirement: 'errors/backend',
  stimulus: 'every call of the run for keys of keys.failing, by themselves or among served ones',
  expects: 'INTERNAL or UNAVAILABLE, whichever check asked',
  needs: [...wellFormed, needs.failing],
  when: [conditions.advertised],
  final: true,
  async run(tools) {
    const served = await tools.served();
    // A stock client makes UNKNOWN of codes that it does not know; errors/canonical is about those.
    const isTrue = ({ wire, code }: SeenStatus): boolean =>
      isCanonical(code) && (wire || code !== statusCode.UNKNOWN);
    const isOwn = (status: SeenStatus): boolean =>
      status.method === getEnvVars && status.wellFormed && isTrue(status) && !disturbed.test(status.check);
    let seen = 0;
    for (const status of tools.journal.statuses.filter(isOwn)) {
      const others = servedBesideFailing(tools, served, status.asked);
      if (others === undefined) continue;
      seen++;
      if (accepted.includes(status.code)) continue;
      const what = `a failing key got ${codeName(status.code)} (seen during ${status.check})`;
      const beside = others.length === 0 ? undefined : await tools.call(tools.request(others));
      if (beside !== undefined && !beside.ok)
        return blocked('request/legal-served', `${what}, and the keys beside it ${describe(beside)}`);
      const suspects = suspectsOfCode(status.code);
      return {
        outcome: 'fail',
        evidence: { suspects, mismatches: [what], call: { method: getEnvVars, request: status.request } },
      };
    }
    return seen === 0
      ? { outcome: 'untested', reason: 'no failing key was asked for where nothing else could fail' }
      : { outcome: 'pass', note: `${seen} statuses` };
  },
};
