import type { FuzzInput, Steer } from '../../../../fuzz/fuzz-target.js';
import { encodeRequest } from '../../request.js';
import { predict } from '../model/predict.js';
import { reachedBy } from '../model/reached-by.js';
import type { Memory } from '../play/memory.js';
import { boundaries } from './boundaries.js';
import { examples } from './examples.js';
import { readInput } from './input.js';
import type { Material } from './material.js';

/** The whole list of a finite phase: those inputs by which something that the campaign is after can be reached. */
export function listedInputs(
  material: Material,
  moment: Memory,
  phase: 'examples' | 'boundary',
  steer: Steer,
): readonly FuzzInput[] {
  const all = phase === 'examples' ? examples(material) : boundaries(material);
  return all.filter((input) => reachesOf(material, moment, input).some(steer));
}

/** What one input of a finite phase can reach. */
export function reachesOf(material: Material, moment: Memory, input: FuzzInput): readonly string[] {
  const known = readInput(input);
  if (known.kind !== 'call')
    return ['transport/malformed', 'capability/tolerates-unknown', 'privacy/errors', 'privacy/metadata'];
  const bytes = encodeRequest(known.request).length;
  return reachedBy(predict(material, moment, known.request, bytes), material.facts.stage);
}
