import { expect, it } from 'vitest';
import { mergeFuzzTable } from './merge-fuzz-table.js';

const row = (id, inputs, kind = 'mutant', stage = 'alpha') => ({ id, kind, client: 'wire', stage, inputs });
const table = (rows, runs = 500) => ({ format: 'f', formatVersion: 1, contract: {}, seed: 1, runs, rows });
const set = { mutants: [{ id: 'a' }, { id: 'b' }], oddities: [{ id: 'odd' }] };

it('takes rows that were made anew, keeps the others, drops what is gone, and orders them all', () => {
  const before = table([
    row('reference', 1, 'reference', 'beta'),
    row('gone', 1),
    row('b', 1),
    row('odd', 1, 'oddity'),
  ]);
  const more = table([row('reference', 2, 'reference'), row('a', 2), row('b', 2)]);
  expect(mergeFuzzTable(set, before, more)).toEqual({
    contract: {},
    seed: 1,
    runs: 500,
    rows: [
      row('reference', 2, 'reference'),
      row('reference', 1, 'reference', 'beta'),
      row('odd', 1, 'oddity'),
      row('a', 2),
      row('b', 2),
    ],
  });
});

it('begins a table, and puts no rows of other bounds into one', () => {
  expect(mergeFuzzTable(set, undefined, table([row('b', 2)])).rows).toEqual([row('b', 2)]);
  expect(() => mergeFuzzTable(set, table([], 3000), table([]))).toThrow(
    'the table is of 3000 inputs, not 500',
  );
});
