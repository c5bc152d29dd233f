import { expect, it } from 'vitest';
import { mergeMatrix } from './merge-matrix.js';

const row = (id, fate) => ({ id, fate });
const passed = (stage, problem) => ({ client: 'wire', stage, passed: problem === undefined, problem });

it('takes rows that were made anew, keeps the others, drops what is gone, and orders them all', () => {
  const set = { mutants: [{ id: 'a' }, { id: 'new' }, { id: 'b' }], oddities: [{ id: 'odd' }] };
  const before = {
    mutants: [row('b', 'killed'), row('a', 'survived'), row('gone', 'killed')],
    oddities: [{ id: 'odd', held: [] }],
    clients: ['wire'],
    whole: true,
    reference: [passed('alpha', 'it failed'), passed('beta')],
    again: ['a', 'gone', 'b'],
  };
  const more = {
    mutants: [row('new', 'killed'), row('a', 'killed')],
    oddities: [],
    clients: ['wire'],
    whole: true,
    reference: [passed('alpha')],
    again: ['new'],
  };
  expect(mergeMatrix(set, before, more)).toEqual({
    rows: [row('a', 'killed'), row('new', 'killed'), row('b', 'killed')],
    oddities: [{ id: 'odd', held: [] }],
    clients: ['wire'],
    whole: true,
    reference: [passed('alpha'), passed('beta')],
    again: ['b', 'new'],
  });
  expect(mergeMatrix(set, before, { ...more, whole: false }).whole).toBe(false);
});
