import { describe, expect, it } from 'vitest';
import type { Contract } from '../contract.js';
import { checksFor, ofEach } from './sample.js';
import type { MutantCard } from './trial.js';

const names = ['a/one', 'a/two', 'b/three', 'c/slow'].flatMap((requirement) =>
  Array.from({ length: 10 }, (_, index) => ({ name: `${requirement}/${index}`, requirement })),
);
const contract = { checks: names } as unknown as Contract;
const card = (id: string, also: readonly string[] = []): MutantCard => ({
  id,
  description: '',
  breaks: ['a/one'],
  also: also.map((one) => ({ id: one, why: '' })),
  ownProcess: false,
});
const chosen = (id: string, also?: readonly string[]) =>
  checksFor(contract, { costly: ['c/**'] }, card(id, also));
const of = (list: readonly string[], requirement: string) =>
  list.filter((name) => name.startsWith(`${requirement}/`));

describe('the checks that a mutant is tried with', () => {
  it('are all of what it breaks, and one of every third other requirement', () => {
    expect(of(chosen('a/one/x'), 'a/one')).toHaveLength(10);
    const others = Array.from({ length: 300 }, (_, index) => of(chosen(`a/one/${index}`), 'b/three').length);
    expect(new Set(others)).toEqual(new Set([0, 1]));
    const tried = others.filter((count) => count === 1).length;
    expect(tried).toBeGreaterThan(60);
    expect(tried).toBeLessThan(140);
  });

  it('leave out what is costly, unless it is broken', () => {
    const costly = (id: string, breaks: readonly string[]) =>
      of(checksFor(contract, { costly: ['c/**'] }, { ...card(id), breaks }), 'c/slow');
    const others = Array.from({ length: 30 }, (_, index) => costly(`a/one/${index}`, ['a/one']));
    expect(others.flat()).toEqual([]);
    expect(costly('a/one/x', ['c/slow'])).toHaveLength(10);
  });

  it('leave out what may fail along with it', () => {
    const implied = Array.from({ length: 30 }, (_, index) =>
      of(chosen(`a/one/${index}`, ['b/three']), 'b/three'),
    );
    expect(implied.flat()).toEqual([]);
  });

  it('are the same each time, and others for another mutant', () => {
    expect(chosen('a/one/x')).toEqual(chosen('a/one/x'));
    const many = Array.from({ length: 300 }, (_, index) => of(chosen(`a/one/${index}`), 'b/three')).flat();
    expect(new Set(many).size).toBe(10);
  });
});

describe('some mutants of each requirement', () => {
  const cards = ['a', 'b', 'c', 'd', 'e']
    .map((name) => card(name))
    .concat({ ...card('x'), breaks: ['a/two'] });
  const ids = (most: number) => ofEach(cards, most).map(({ id }) => id);

  it('are spread over those that it has, and are all where it has no more', () => {
    expect(ids(1)).toEqual(['a', 'x']);
    expect(ids(2)).toEqual(['a', 'e', 'x']);
    expect(ids(3)).toEqual(['a', 'c', 'e', 'x']);
    expect(ids(9)).toEqual(['a', 'b', 'c', 'd', 'e', 'x']);
  });
});
