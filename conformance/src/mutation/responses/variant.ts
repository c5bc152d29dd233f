import { seededRandom } from '../../seeded-random.js';
import type { Circumstance } from './circumstances.js';
import type { Move } from './moves.js';

/** One seeded change of a driver's answers. */
export interface Variant {
  /** `response/OPERATOR/FIELD/CIRCUMSTANCE#SEED` */
  readonly id: string;
  readonly seed: number;
  readonly move: Move;
  readonly circumstance: Circumstance;
  /** What the driver does, as a sentence without subject. */
  readonly description: string;
}

/**
 * The variant of a seed: a pure function of it.
 *
 * @param moves what can be done
 * @param weights how much oftener than others a method or a field is chosen, by its name
 */
export function variantOf(
  seed: number,
  moves: readonly Move[],
  weights: Readonly<Record<string, number>>,
): Variant {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const distinct = (list: readonly string[]): string[] => [...new Set(list)];

  const family = pick(distinct(moves.map((move) => move.family)));
  const ofFamily = moves.filter((move) => move.family === family);
  const methods = distinct(ofFamily.map(({ method }) => method));
  const weighted = (names: readonly string[]): string =>
    pick(names.flatMap((name) => Array<string>(weights[name] ?? 1).fill(name)));
  const method = weighted(methods);
  const ofMethod = ofFamily.filter((move) => move.method === method);
  const field = weighted(distinct(ofMethod.map((move) => move.field)));
  const move = pick(ofMethod.filter((one) => one.field === field));
  const circumstance = pick(move.circumstances);
  const { name, says } = circumstance;
  return {
    id: `response/${move.operator}/${move.field}/${name}#${seed}`,
    seed,
    move,
    circumstance,
    description: says === '' ? move.says : `${move.says}, only ${says}`,
  };
}

/** The seed in the id of a variant; undefined for any other id. */
export function seedOf(id: string): number | undefined {
  const match = /^response\/.*#(\d+)$/.exec(id);
  return match === null ? undefined : Number(match[1]);
}
