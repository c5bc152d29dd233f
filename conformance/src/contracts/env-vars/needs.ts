import type { Condition, Need } from '../../contract.js';
import type { Profile } from '../../profile/profile.js';
import type { Facts } from './facts.js';

const need = (member: string, say: string, met: (profile: Profile) => boolean): Need<Profile> => ({
  member,
  say,
  met,
});

/** What checks can need from the profile; the engine names the first that is missing. */
export const needs = {
  providerClass: need(
    'providerClass',
    'name a ProviderClass that the driver serves',
    (p) => p.providerClass !== undefined,
  ),
  pod: need('pod', 'name a pod that may use the class', (p) => p.pod !== undefined),
  available: need(
    'keys.available',
    'list at least one key that the pod may read',
    (p) => p.keys.available.length > 0,
  ),
  twoAvailable: need(
    'keys.available',
    'list at least two keys that the pod may read',
    (p) => p.keys.available.length > 1,
  ),
  expected: need('keys.available[].value', 'give the expected value of at least one key', (p) =>
    p.keys.available.some((key) => key.value !== undefined && !key.volatile),
  ),
  missing: need(
    'keys.missing',
    'list at least one key that the backend does not have',
    (p) => p.keys.missing.length > 0,
  ),
  denied: need(
    'keys.denied',
    'list at least one key that the class may not read',
    (p) => p.keys.denied.length > 0,
  ),
  oversized: need(
    'keys.oversized',
    "list at least one key whose value is longer than the driver's limit",
    (p) => p.keys.oversized.length > 0,
  ),
  failing: need(
    'keys.failing',
    'list at least one key for which the backend fails',
    (p) => p.keys.failing.length > 0,
  ),
  pods: need('pods', 'list at least one further pod that may use the class', (p) => p.pods.length > 0),
  deniedPods: need(
    'deniedPods',
    'list at least one pod that may not use the class',
    (p) => p.deniedPods.length > 0,
  ),
  rotate: need(
    'hooks.rotate',
    'give a command that changes the values in the backend',
    (p) => p.hooks.rotate !== undefined,
  ),
  restart: need(
    'hooks.restart',
    'give a command that restarts the driver',
    (p) => p.hooks.restart !== undefined,
  ),
  backendDown: need(
    'hooks.backendDown',
    'give commands that take the backend down and up again',
    (p) => p.hooks.backendDown !== undefined,
  ),
  backendUp: need(
    'hooks.backendUp',
    'give a command that brings the backend up again',
    (p) => p.hooks.backendUp !== undefined,
  ),
  backendLog: need(
    'hooks.backendLog',
    'give a command that prints what the driver asked of its backend',
    (p) => p.hooks.backendLog !== undefined,
  ),
} as const;

/** Class, pod and one key: what every well-formed call needs. */
export const wellFormed = [needs.providerClass, needs.pod, needs.available] as const;

const when = (otherwise: string, met: (facts: Facts) => boolean): Condition<Facts> => ({ otherwise, met });

/** What drivers can have to declare for a check to apply. */
export const conditions = {
  advertised: when('the driver does not list ENV_VAR_INJECTION', (f) => f.advertised),
  notAdvertised: when('the driver lists ENV_VAR_INJECTION', (f) => !f.advertised),
  alpha: when('the driver declares optional_queries, so beta semantics apply', (f) => f.stage === 'alpha'),
  beta: when(
    'the driver does not declare optional_queries, so alpha semantics apply',
    (f) => f.stage === 'beta',
  ),
  hints: when('the driver gives no hints', (f) => f.hints !== undefined),
  bothSizeHints: when(
    'the driver does not give both size hints',
    (f) => (f.hints?.maxTotalPayloadBytes ?? 0) > 0 && (f.hints?.maxValueLengthBytes ?? 0) > 0,
  ),
} as const;
