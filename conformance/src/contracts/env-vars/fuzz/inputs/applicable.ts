import { deniedByIdentity, deniedByNamespace } from '../../checks/cases/given.js';
import type { Material } from './material.js';

/** Requirements that need something of the profile or the driver, without which no input can reach them. */
const conditions: Readonly<Record<string, (material: Material) => boolean>> = {
  'values/exact': ({ known }) => known.servable,
  'request/legal-served': ({ known }) => known.servable,
  'batch/scales': ({ known }) => known.servable,
  'batch/all-or-nothing': fails,
  'batch/no-error-in-ok': ({ facts }) => facts.stage === 'alpha',
  'identity/version-free': ({ known }) => known.servable,
  'request/extra-context': ({ known }) => known.servable,
  'optional/missing': covered,
  'optional/all-missing': covered,
  'optional/error-size': ({ facts }) => facts.stage === 'beta',
  'optional/required-fails': covered,
  'optional/not-a-bypass': ({ facts }) => facts.stage === 'beta',
  'optional/alpha-ignores': (material) => material.facts.stage === 'alpha' && fails(material),
  'errors/not-found': ({ missing }) => missing.length > 0,
  'errors/no-existence-oracle': ({ denied }) =>
    [true, false].every((exists) => denied.some((key) => key.exists === exists)),
  'errors/backend': ({ failing, known, safe }) =>
    failing.length > 0 || (!safe && known.profile.hooks.backendDown !== undefined),
  'authorization/identity': ({ known }) => deniedByIdentity(known.profile).length > 0,
  'authorization/namespace': ({ known, classParameters }) =>
    deniedByNamespace(known.profile).length > 0 ||
    (known.servable && classParameters.allowedNamespaces !== undefined),
  'authorization/field': (material) => material.denied.length > 0 || hasFields(material),
  'authorization/no-cached-bypass': (material) => material.deniedPods.length > 0 || hasFields(material),
  'errors/permission-denied': (material) =>
    material.denied.length > 0 || material.deniedPods.length > 0 || hasFields(material),
  'capability/tolerates-unknown': ({ safe }) => !safe,
  'transport/malformed': ({ safe }) => !safe,
};

function fails({ missing, denied, oversized, failing }: Material): boolean {
  return [missing, denied, oversized, failing].some((list) => list.length > 0);
}

function covered({ facts, missing, failing }: Material): boolean {
  return facts.stage === 'beta' && missing.length + failing.length > 0;
}

function hasFields({ known, good, request }: Material): boolean {
  return good.some(({ key }) => known.permission(request([]), key) !== undefined);
}

/** Whether a requirement can be reached with this profile and driver at all. */
export function isApplicable(material: Material, requirement: string): boolean {
  return conditions[requirement]?.(material) ?? true;
}
