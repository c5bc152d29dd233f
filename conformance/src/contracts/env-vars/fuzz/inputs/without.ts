import type { Phase } from '../../../../fuzz/fuzz-target.js';
import type { Material } from './material.js';

/** Phases that cannot be played with this profile and driver, with the reason of each. */
export function withoutPhases(material: Material): Readonly<Partial<Record<Phase, string>>> {
  if (!material.facts.advertised) {
    const reason = 'the driver does not list ENV_VAR_INJECTION';
    return { boundary: reason, fuzz: reason, stateful: reason, concurrent: reason };
  }
  if (!material.known.servable) {
    const reason =
      'no call is known that has to be served: the profile has to name providerClass, pod and keys.available';
    return { stateful: reason, concurrent: reason };
  }
  return {};
}
