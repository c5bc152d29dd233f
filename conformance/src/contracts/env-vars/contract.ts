import type { Contract, Requirement } from '../../contract.js';
import type { Profile } from '../../profile/profile.js';
import { allTrafficChecks } from './checks/all-traffic.js';
import { authorizationChecks } from './checks/authorization.js';
import { batchChecks } from './checks/batch.js';
import { capabilityChecks } from './checks/capability.js';
import { slotsLeftChecks } from './checks/concurrency/slots-left.js';
import { concurrencyChecks } from './checks/concurrency.js';
import { documentationChecks } from './checks/documentation.js';
import { errorsChecks } from './checks/errors.js';
import { caseChecks } from './checks/from-cases.js';
import { idempotencyChecks } from './checks/idempotency.js';
import { identityChecks } from './checks/identity.js';
import { optionalChecks } from './checks/optional.js';
import { orderingChecks } from './checks/ordering.js';
import { performanceChecks } from './checks/performance.js';
import { privacyChecks } from './checks/privacy.js';
import { requestChecks } from './checks/request.js';
import { transportChecks } from './checks/transport.js';
import { valuesChecks } from './checks/values.js';
import type { Facts } from './facts.js';
import { grpcurlCommand } from './grpcurl.js';
import { openSession } from './open-session.js';
import { identity } from './reference-driver/identity.js';
import type { EnvCheck, Tools } from './tools.js';

const codeChecks: readonly EnvCheck[] = [
  ...identityChecks,
  ...capabilityChecks,
  ...requestChecks,
  ...orderingChecks,
  ...valuesChecks,
  ...batchChecks,
  ...optionalChecks,
  ...errorsChecks,
  ...authorizationChecks,
  ...idempotencyChecks,
  ...concurrencyChecks,
  ...privacyChecks,
  ...transportChecks,
  ...performanceChecks,
  ...documentationChecks,
  ...allTrafficChecks,
  ...slotsLeftChecks,
];

const inCode = new Set(codeChecks.map(({ name }) => name));

/**
 * Every check of the contract, in the order of its areas.
 *
 * Where code has a check of a case's name, the code's is used, since it says more in its messages; the case is for runners
 * in other languages.
 */
export const envVarsChecks: readonly EnvCheck[] = [
  ...caseChecks.filter(({ name }) => !inCode.has(name)),
  ...codeChecks,
];

/** Where the requirements are explained, unless a base URL is configured. */
export const defaultLinkBase = 'https://csi-env.dev/spec/env-vars/';

/** The contract env-vars with the requirements of one revision. */
export function envVarsContract(
  revision: number,
  requirements: readonly Requirement[],
  linkBase = defaultLinkBase,
): Contract<Profile, Facts, Tools> {
  return {
    name: 'env-vars',
    revision,
    requirements,
    checks: envVarsChecks,
    link: (id) => `${linkBase}${id}`,
    open: openSession,
    grpcurl: grpcurlCommand,
    mutation: async () => (await import('./mutants/mutation.js')).envVarsMutation,
    fuzz: async () => (await import('./fuzz/target.js')).envVarsFuzz,
    reference: identity,
    startEmbedded: async (stage) => (await import('./embedded-driver.js')).startEmbeddedDriver(stage),
  };
}
