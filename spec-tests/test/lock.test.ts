import { describe, expect, it } from 'vitest';
import { brokenPromises, extendLock } from '../src/lock.js';
import { lock, specification } from './read.js';
import { requirement } from './sample.js';

describe('the lock of env-vars', () => {
  it('is kept by the catalogue', () => {
    expect(brokenPromises(lock, specification.requirements)).toEqual([]);
  });

  it('has everything in it (else: npm run lock -w spec-tests)', () => {
    expect(extendLock(lock, specification.contract.revision, specification.requirements)).toEqual(lock);
  });
});

describe('a lock', () => {
  const locked = extendLock(undefined, 1, [requirement()]);

  it.each([
    ['whose id vanished', [], 'requirement tea/hot vanished: give it an until'],
    ['whose id changed', [requirement({ id: 'tea/warm' })], 'requirement tea/hot vanished: give it an until'],
    [
      'whose text changed in its own revision',
      [requirement({ text: 'Tea MUST be very hot.' })],
      'requirement tea/hot no longer says what it said in revision 1: put the change under revisions of a new one',
    ],
    [
      'whose level changed in its own revision',
      [requirement({ level: 'SHOULD' })],
      'requirement tea/hot no longer says what it said in revision 1: put the change under revisions of a new one',
    ],
    [
      'that moved to another revision',
      [requirement({ since: 2 })],
      'requirement tea/hot no longer says what it said in revision 1: put the change under revisions of a new one',
    ],
    [
      'beside a new MUST of the same revision',
      [requirement(), requirement({ id: 'tea/black' })],
      'requirement tea/black is a new MUST in revision 1, which is released: use a new revision',
    ],
  ])('refuses a requirement %s', (_, requirements, problem) => {
    expect(brokenPromises(locked, requirements)).toContain(problem);
  });

  it('takes a sharper wording, a new MUST and an end with a new revision', () => {
    const next = [
      requirement({ until: 1 }),
      requirement({ id: 'tea/black', since: 2, revisions: { 3: { text: 'Tea MUST be very black.' } } }),
    ];
    expect(brokenPromises(locked, next)).toEqual([]);
    const extended = extendLock(locked, 3, next);
    expect(extended.requirements['tea/hot']?.words).toEqual(locked.requirements['tea/hot']?.words);
    expect(extended.requirements['tea/hot']?.until).toBe(1);
    expect(Object.keys(extended.requirements['tea/black']?.words ?? {})).toEqual(['2', '3']);
  });

  it('takes better reasons without any revision', () => {
    expect(
      brokenPromises(locked, [requirement({ rationale: 'Nobody likes it cold.', fix: 'Boil it.' })]),
    ).toEqual([]);
  });

  it('refuses the end of a released revision and the return of what ended', () => {
    const third = extendLock(undefined, 3, [requirement()]);
    expect(brokenPromises(third, [requirement({ until: 2 })])).toEqual([
      'requirement tea/hot left revision 3 after its release: end it with until 3',
    ]);
    const ended = extendLock(undefined, 3, [requirement({ until: 3 })]);
    expect(brokenPromises(ended, [requirement()])).toEqual([
      'requirement tea/hot ended with revision 3 and came back: give it a new id',
    ]);
  });

  it('only ever adds', () => {
    const extended = extendLock(locked, 2, [requirement({ text: 'Tea MUST be cold.' })]);
    expect(extended.requirements['tea/hot']).toEqual(locked.requirements['tea/hot']);
  });
});
