/**
 * Puts rows that were made anew into an earlier matrix.
 *
 * @param {{ mutants: { id: string }[], oddities: { id: string }[] }} set the mutants and oddities that there are, which give the order
 * @param {object} before the earlier matrix
 * @param {object} more what was made anew
 * @returns {object} `rows` of the mutants, and what else a matrix is made of
 */
export function mergeMatrix(set, before, more) {
  const pick = (there, old, fresh) =>
    there.flatMap(({ id }) => {
      const anew = fresh.filter((row) => row.id === id);
      return anew.length > 0 ? anew : old.filter((row) => row.id === id);
    });
  const tried = new Set([...more.mutants, ...more.oddities].map(({ id }) => id));
  const rows = pick(set.mutants, before.mutants, more.mutants);
  const oddities = pick(set.oddities, before.oddities, more.oddities);
  const kept = new Set([...rows, ...oddities].map(({ id }) => id));
  const same = (a) => (b) => a.client === b.client && a.stage === b.stage;
  return {
    rows,
    oddities,
    clients: before.clients,
    whole: before.whole && more.whole,
    reference: [
      ...before.reference.map((one) => more.reference.find(same(one)) ?? one),
      ...more.reference.filter((one) => !before.reference.some(same(one))),
    ],
    again: [...before.again.filter((id) => kept.has(id) && !tried.has(id)), ...more.again],
  };
}
