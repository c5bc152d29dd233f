import { describe, expect, it } from 'vitest';
import { countsAt, requirementsAt } from '../src/revision.js';
import { requirement } from './sample.js';

const catalogue = [
  requirement({
    id: 'tea/hot',
    level: 'SHOULD',
    text: 'Tea SHOULD be hot.',
    revisions: { 2: { level: 'MUST', text: 'Tea MUST be hot.' }, 3: { text: 'Tea MUST be very hot.' } },
  }),
  requirement({ id: 'tea/black', since: 2 }),
  requirement({ id: 'tea/sweet', until: 1 }),
];
const at = (revision: number) =>
  requirementsAt(catalogue, revision).map(({ id, level, text }) => ({ id, level, text }));

describe('a revision of a contract', () => {
  it('has the requirements that it had, in the words that they had', () => {
    expect(at(1)).toEqual([
      { id: 'tea/hot', level: 'SHOULD', text: 'Tea SHOULD be hot.' },
      { id: 'tea/sweet', level: 'MUST', text: 'Tea MUST be hot.' },
    ]);
    expect(at(2)).toEqual([
      { id: 'tea/hot', level: 'MUST', text: 'Tea MUST be hot.' },
      { id: 'tea/black', level: 'MUST', text: 'Tea MUST be hot.' },
    ]);
  });

  it('keeps what an earlier one changed', () => {
    expect(at(3)[0]).toEqual({ id: 'tea/hot', level: 'MUST', text: 'Tea MUST be very hot.' });
  });

  it('has the checks that count in it, which without a word is every one', () => {
    expect(countsAt({}, 1)).toBe(true);
    expect(countsAt({ since: 2 }, 1)).toBe(false);
    expect(countsAt({ since: 2, until: 3 }, 3)).toBe(true);
    expect(countsAt({ since: 2, until: 3 }, 4)).toBe(false);
  });
});
