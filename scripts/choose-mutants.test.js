import { expect, it } from 'vitest';
import { chooseMutants } from './choose-mutants.js';

const mutants = [
  { id: 'a/1', breaks: ['a'] },
  { id: 'a/2', breaks: ['a', 'b'] },
  { id: 'a/3', breaks: ['a'] },
  { id: 'b/1', breaks: ['b'] },
  { id: 'b/2', breaks: ['b'] },
];

it('takes the first mutant of each requirement', () => {
  expect(chooseMutants(mutants, [], 1)).toEqual(['a/1', 'b/1']);
  expect(chooseMutants(mutants, [], 2)).toEqual(['a/1', 'a/2', 'b/1', 'b/2']);
});

it('prefers those that a check alone kills, one for each such check', () => {
  const essential = [
    { check: 'x', mutants: ['b/2', 'b/1'] },
    { check: 'y', mutants: ['a/3'] },
    { check: 'z', mutants: ['a/2'] },
    { check: 'other', mutants: ['b/2'] },
  ];
  expect(chooseMutants(mutants, essential, 1)).toEqual(['a/2', 'a/3', 'b/2']);
});

it('leaves out what is no mutant any more', () => {
  expect(chooseMutants(mutants, [{ check: 'x', mutants: ['gone', 'a/2'] }], 1)).toEqual(['a/2', 'b/1']);
  expect(chooseMutants(mutants, [{ check: 'x', mutants: ['gone'] }], 1)).toEqual(['a/1', 'b/1']);
});
