import type { Phase } from '../../../../fuzz/fuzz-target.js';
import { encodeRequest } from '../../request.js';
import { boundariesOf } from '../model/boundaries-of.js';
import type { Memory } from '../play/memory.js';
import { isApplicable } from './applicable.js';
import { concurrentReaches } from './concurrent.js';
import { fuzzFamilies } from './fuzz.js';
import { readInput } from './input.js';
import { listedInputs, reachesOf } from './listed.js';
import type { Material } from './material.js';
import { statefulReaches } from './stateful.js';
import { withoutPhases } from './without.js';

const all = (): boolean => true;

/** Every requirement that inputs of these phases can reach, and every boundary that they can stand at. */
export function reachableBy(
  material: Material,
  moment: Memory,
  phases: readonly Phase[],
): {
  readonly requirements: readonly string[];
  readonly boundaries: readonly string[];
} {
  const requirements = new Set<string>();
  const boundaries = new Set<string>();
  const without = withoutPhases(material);
  const add = (ids: readonly string[]): void => {
    for (const id of ids) if (isApplicable(material, id)) requirements.add(id);
  };
  for (const phase of phases) {
    if (without[phase] !== undefined) continue;
    if (phase === 'fuzz') for (const { reaches } of fuzzFamilies(material)) add(reaches);
    else if (phase === 'stateful') add(statefulReaches(material));
    else if (phase === 'concurrent') add(concurrentReaches);
    else {
      for (const input of listedInputs(material, moment, phase, all)) {
        add(reachesOf(material, moment, input));
        const known = readInput(input);
        if (known.kind !== 'call' || phase !== 'boundary') continue;
        for (const id of boundariesOf(
          known.request,
          encodeRequest(known.request).length,
          material.facts.limits,
        ))
          boundaries.add(id);
      }
    }
  }
  return { requirements: [...requirements].sort(), boundaries: [...boundaries].sort() };
}
