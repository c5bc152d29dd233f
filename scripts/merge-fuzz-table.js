/**
 * Puts rows that were made anew into an earlier table of a fuzzing campaign.
 *
 * @param {{ mutants: { id: string }[], oddities: { id: string }[] }} set the mutants and oddities that there are, which give the order
 * @param {object | undefined} before the earlier table
 * @param {object} more what was made anew
 * @returns {object} the table; what is no mutant any more is gone
 * @throws {Error} when the earlier table was made with other bounds, so that rows could not be compared
 */
export function mergeFuzzTable(set, before, more) {
  if (before !== undefined && (before.runs !== more.runs || before.seed !== more.seed))
    throw new Error(`the table is of ${before.runs} inputs, not ${more.runs}: name the same with --runs`);
  const old = before?.rows ?? [];
  const pick = (id) => {
    const anew = more.rows.filter((row) => row.id === id);
    return anew.length > 0 ? anew : old.filter((row) => row.id === id);
  };
  const reference = [
    ...more.rows.filter(({ kind }) => kind === 'reference'),
    ...old.filter(
      ({ kind, client, stage }) =>
        kind === 'reference' &&
        !more.rows.some((row) => row.kind === kind && row.client === client && row.stage === stage),
    ),
  ];
  const { format: _, formatVersion: __, ...facts } = more;
  return {
    ...facts,
    rows: [...reference, ...[...set.oddities, ...set.mutants].flatMap(({ id }) => pick(id))],
  };
}
