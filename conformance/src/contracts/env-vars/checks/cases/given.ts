import type { CaseData, Fixtures, GivenData } from '@csi-env/spec-tests';
import type { Condition, Need, Verdict } from '../../../../contract.js';
import type { Key, Pod, Profile } from '../../../../profile/profile.js';
import type { Facts } from '../../facts.js';
import { asCarried } from '../../judge.js';
import { conditions, needs } from '../../needs.js';

const lists = ['available', 'missing', 'denied', 'oversized', 'failing'] as const;

/** Denied pods in a namespace of neither `pod` nor `pods`. */
export function deniedByNamespace({ pod, pods, deniedPods }: Profile): readonly Pod[] {
  const permitted = new Set([pod, ...pods].map((one) => one?.namespace));
  return deniedPods.filter(({ namespace }) => !permitted.has(namespace));
}

/** Denied pods in a namespace of `pod` or of one of `pods`. */
export function deniedByIdentity(profile: Profile): readonly Pod[] {
  const others = deniedByNamespace(profile);
  return profile.deniedPods.filter((pod) => !others.includes(pod));
}

function atLeast(
  member: string,
  say: string,
  count: number,
  of: (profile: Profile) => readonly unknown[],
): Need<Profile> {
  return {
    member,
    say: count === 1 ? say : `${say} (${count} of them)`,
    met: (profile) => of(profile).length >= count,
  };
}

/** What the profile has to give for a case to be run. */
export function needsOf(given: GivenData): Need<Profile>[] {
  const found: Need<Profile>[] = [];
  for (const list of lists) {
    const count = given[`keys.${list}`];
    if (count !== undefined)
      found.push(atLeast(`keys.${list}`, needs[list].say, count, (profile) => profile.keys[list]));
  }
  const values = given['keys.available.value'];
  if (values !== undefined)
    found.push(atLeast('keys.available[].value', needs.expected.say, values, leadingValues));
  if (given.pods !== undefined)
    found.push(atLeast('pods', needs.pods.say, given.pods, (profile) => profile.pods));
  if (given['deniedPods.namespace'] !== undefined) {
    found.push(
      atLeast(
        'deniedPods',
        'list a pod in a namespace that may not use the class',
        given['deniedPods.namespace'],
        deniedByNamespace,
      ),
    );
  }
  if (given['deniedPods.identity'] !== undefined) {
    const say = 'list a pod in a permitted namespace whose service account may not use the class';
    found.push(atLeast('deniedPods', say, given['deniedPods.identity'], deniedByIdentity));
  }
  return found.length === 0 ? [] : [needs.providerClass, needs.pod, ...found];
}

function leadingValues({ keys }: Profile): readonly unknown[] {
  const end = keys.available.findIndex(({ value, volatile }) => value === undefined || volatile);
  return end < 0 ? keys.available : keys.available.slice(0, end);
}

/** What the driver has to declare for a case to apply. */
export function conditionsOf({ given, stage, method }: CaseData): Condition<Facts>[] {
  const found: Condition<Facts>[] = [];
  const advertised = given.capability ?? (method === 'NodeGetEnvVars' ? true : undefined);
  if (advertised !== undefined) found.push(advertised ? conditions.advertised : conditions.notAdvertised);
  if (stage !== undefined) found.push(conditions[stage]);
  const payload = given['limits.payloadBytes'];
  if (payload !== undefined) {
    found.push({
      otherwise: `the driver's max_total_payload_bytes is below ${payload}, so the request is not legal`,
      met: ({ limits }) => limits.payloadBytes >= payload,
    });
  }
  return found;
}

/** Whether the class of the profile is one for the case; its parameters are never added or taken away. */
export function classFits(given: GivenData, profile: Profile): Verdict | undefined {
  const parameters = profile.providerClass?.parameters ?? {};
  const wanted = [
    ['parameters', given['class.parameters'], Object.keys(parameters).length > 0],
    ['the parameter allowedFields', given['class.allowedFields'], parameters.allowedFields !== undefined],
    [
      'the parameter allowedNamespaces',
      given['class.allowedNamespaces'],
      parameters.allowedNamespaces !== undefined,
    ],
  ] as const;
  const wrong = wanted.find(([, want, has]) => want !== undefined && want !== has);
  if (wrong === undefined) return undefined;
  return {
    outcome: 'not-applicable',
    reason: `the class of the profile has ${wrong[2] ? '' : 'not '}${wrong[0]}`,
  };
}

/** What fills the placeholders of a case. */
export function fixturesOf(profile: Profile): Fixtures {
  const { pod, pods, providerClass } = profile;
  const key = ({ key, parameters }: Key) => ({
    key,
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
  });
  const keys = Object.fromEntries(lists.map((list) => [list, profile.keys[list].map(key)]));
  const denied = (one: Pod) => ({ ...pod, ...one });
  return {
    ...keys,
    available: profile.keys.available.map((one) => ({
      ...key(one),
      ...(one.value === undefined ? {} : { value: asCarried(one.value) }),
    })),
    ...(providerClass === undefined ? {} : { class: providerClass }),
    ...(pod === undefined ? {} : { pod }),
    pods,
    deniedNamespace: deniedByNamespace(profile).map(denied),
    deniedIdentity: deniedByIdentity(profile).map(denied),
  };
}
