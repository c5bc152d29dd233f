import { type Condition, type Need, pass, type Verdict } from '../../../../contract.js';
import { codeName, statusCode } from '../../../../driver/answer.js';
import type { Pod, Profile } from '../../../../profile/profile.js';
import type { Facts } from '../../facts.js';
import { type EnvRequest, podContext } from '../../request.js';
import {
  blocked,
  describe,
  type EnvCallOptions,
  failed,
  type Lane,
  type Reply,
  type Tools,
} from '../../tools.js';
import { isSlow } from '../concurrency/burst.js';
import { covers } from './allowlist.js';

/** A call that is expected to be refused: its answer counts for the requirement at hand alone. */
export const refusable: EnvCallOptions = { observe: false, expectValues: false };

const namespacesOf = (profile: Profile): Set<string> =>
  new Set([...(profile.pod === undefined ? [] : [profile.pod]), ...profile.pods].map((pod) => pod.namespace));

/** Denied pods in a namespace that no permitted pod is in: they test `authorization/namespace`. */
export const strangers = (profile: Profile): readonly Pod[] =>
  profile.deniedPods.filter((pod) => !namespacesOf(profile).has(pod.namespace));

/** Denied pods in a namespace of permitted pods: they test `authorization/identity`. */
export const intruders = (profile: Profile): readonly Pod[] =>
  profile.deniedPods.filter((pod) => namespacesOf(profile).has(pod.namespace));

/** The requirement that refuses a denied pod. */
export const refuserOf = (profile: Profile, pod: Pod): string =>
  namespacesOf(profile).has(pod.namespace) ? 'authorization/identity' : 'authorization/namespace';

export const needStrangers: Need<Profile> = {
  member: 'deniedPods',
  say: 'list at least one pod of a namespace that the class does not permit',
  met: (profile) => strangers(profile).length > 0,
};

export const needIntruders: Need<Profile> = {
  member: 'deniedPods',
  say: 'list at least one pod of a permitted namespace whose service account the class does not permit',
  met: (profile) => intruders(profile).length > 0,
};

/** Checks of this area need a driver that has the call. */
export const advertised: Condition<Facts> = {
  otherwise: 'the driver does not list ENV_VAR_INJECTION',
  met: (facts) => facts.advertised,
};

/** The pods of a list that a check has time for. */
export function few<T>(tools: Tools, list: readonly T[], most = 5): readonly T[] {
  return list.slice(0, isSlow(tools) ? 2 : most);
}

/** The class's list of a name, where the profile's class has it. */
export function listOf(tools: Tools, name: 'allowedNamespaces' | 'allowedFields'): string | undefined {
  return tools.profile.providerClass?.parameters[name];
}

/** The class with one of its lists replaced. */
export function withList(
  tools: Tools,
  name: 'allowedNamespaces' | 'allowedFields',
  list: string,
): Partial<EnvRequest> {
  return { classParameters: { ...tools.profile.providerClass?.parameters, [name]: list } };
}

/** A call that ought to be refused. */
export interface Attempt {
  /** Who asks for what, for the mismatch. */
  readonly say: string;
  readonly request: EnvRequest;
  readonly over?: Lane;
  /** The same for keys that nobody asked for yet, where it takes more than other keys. */
  readonly unseen?: EnvRequest;
}

/** Who asks differently from the profile's own pod and class. */
export type Asker = Partial<Pick<EnvRequest, 'podContext' | 'classParameters'>>;

/** The request as a given pod makes it. */
export function as(pod: Pod): Asker {
  return { podContext: podContext(pod) };
}

/** Whether an answer is a refusal, of whichever code: the code of a plain refusal is `errors/permission-denied`'s. */
export function isRefused(reply: Reply): boolean {
  return reply.answer.failure === undefined && reply.code !== statusCode.OK;
}

/** The tool cannot tell: no status came. */
export function noStatus(reply: Reply): Verdict {
  return { outcome: 'error', message: `a call that ought to be refused got ${describe(reply)}` };
}

/** Makes all attempts; each has to be refused. */
export async function expectRefused(
  tools: Tools,
  attempts: readonly Attempt[],
  blame: (attempt: Attempt, reply: Reply) => Promise<Verdict>,
): Promise<Verdict> {
  const replies = await Promise.all(
    attempts.map(({ request, over }) => (over ?? tools).call(request, refusable)),
  );
  for (const [index, reply] of replies.entries()) {
    if (isRefused(reply)) continue;
    return reply.answer.failure === undefined ? blame(attempts[index] as Attempt, reply) : noStatus(reply);
  }
  return pass(`${replies.length} refusals`);
}

/** The same request for keys that nobody has asked for yet, so that no cache knows them. */
function forUnseenKeys(tools: Tools, request: EnvRequest): EnvRequest {
  const list = listOf(tools, 'allowedFields');
  const suffix = `-${Math.random().toString(36).slice(2, 10)}`;
  const missing = tools.profile.keys.missing[0];
  const queries = request.queries.map((query) => {
    const key = `${query.key}${suffix}`;
    if (list === undefined || covers(list, key)) return { ...query, key };
    return missing === undefined ? query : { ...query, ...missing };
  });
  return { ...request, queries };
}

/**
 * Tells whether an asker who was served is refused where no cache can help.
 *
 * If so, permission is checked and the cache gets around it (`authorization/no-cached-bypass`); if not, it is not checked.
 * Asked twice, since a driver may refuse only the first time.
 */
export async function bypassesCache(
  tools: Tools,
  served: EnvRequest,
  unseen = forUnseenKeys(tools, served),
): Promise<boolean> {
  const own = tools.request(unseen.queries);
  for (let time = 0; time < 2; time++) {
    const denied = await tools.call(unseen, refusable);
    if (!isRefused(denied) || denied.code === statusCode.NOT_FOUND) return false;
    const allowed = await tools.call(own, refusable);
    if (allowed.code === denied.code) return false;
  }
  return true;
}

/** The requirement at fault where a request is served that ought to be refused. */
export async function culprit(tools: Tools, requirement: string, served: EnvRequest): Promise<string> {
  return (await bypassesCache(tools, served)) ? 'authorization/no-cached-bypass' : requirement;
}

/** Blames a call that was served though it ought to be refused: the requirement that refuses, or the cache. */
export async function blameServed(
  tools: Tools,
  requirement: string,
  { say, request, unseen }: Attempt,
  reply: Reply,
): Promise<Verdict> {
  if (await bypassesCache(tools, request, unseen)) {
    return blocked(
      'authorization/no-cached-bypass',
      `${say} got ${describe(reply)}, yet is refused for a key that nobody asked for before`,
    );
  }
  return failed(`${say} got ${describe(reply)} instead of PERMISSION_DENIED (${requirement})`, reply);
}

/** Name of a code for a mismatch. */
export const named = (reply: Reply): string => codeName(reply.code);
