/**
 * Chooses mutants that stand for all: those without which a check that alone kills a mutant would go untried, and of each requirement
 * as many as are wanted.
 *
 * @param {readonly { id: string, breaks: readonly string[] }[]} mutants all that there are
 * @param {readonly { check: string, mutants: readonly string[] }[]} essential checks that alone kill the mutants named
 * @param {number} each of a requirement that has as many
 * @returns {string[]} their ids, in the order of `mutants`
 */
export function chooseMutants(mutants, essential, each) {
  const chosen = new Set();
  for (const { mutants: own } of essential) {
    if (own.some((id) => chosen.has(id))) continue;
    const first = own.find((id) => mutants.some((one) => one.id === id));
    if (first !== undefined) chosen.add(first);
  }
  const count = new Map();
  const add = ({ breaks: [requirement] }) => count.set(requirement, (count.get(requirement) ?? 0) + 1);
  for (const one of mutants) if (chosen.has(one.id)) add(one);
  for (const one of mutants) {
    if (chosen.has(one.id) || (count.get(one.breaks[0]) ?? 0) >= each) continue;
    chosen.add(one.id);
    add(one);
  }
  return mutants.map(({ id }) => id).filter((id) => chosen.has(id));
}
