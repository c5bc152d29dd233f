import { describe, expect, it } from 'vitest';
import type { Verdict } from '../contract.js';
import { brew, type KettleCheck, kettle } from './testing/kettle.js';

const pass: Verdict = { outcome: 'pass' };
const error: Verdict = { outcome: 'error', message: 'who knows' };
const fail: Verdict = { outcome: 'fail', evidence: { mismatches: ['it is cold'] } };
const blocked: Verdict = {
  outcome: 'untested',
  reason: 'blocked by tea/hot: no answer',
  blockedBy: 'tea/hot',
};

/** A check that comes to one thing first and to another when it is made again. */
function comesTo(first: Verdict, again: Verdict): KettleCheck & { readonly made: boolean[] } {
  const made: boolean[] = [];
  return {
    made,
    async run({ afresh }) {
      made.push(afresh);
      return made.length === 1 ? first : again;
    },
  };
}

/** What a run comes to in which calls got no answer in time, or in which all did. */
async function outcome(
  check: KettleCheck,
  late = true,
  others: Readonly<Record<string, KettleCheck>> = {},
  laboured = false,
) {
  const run = await brew(
    kettle({ now: check, ...others }, { late: () => late, laboured: async () => laboured }),
  );
  return run.checks[0];
}

describe('a check that could not tell because no answer came in time', () => {
  it('is made once more, afresh, and says so where it passes then', async () => {
    const check = comesTo(error, pass);
    expect(await outcome(check)).toMatchObject({
      outcome: 'pass',
      message: 'the first time a call got no answer in time',
    });
    expect(check.made).toEqual([false, true]);
  });

  it('is made once more where its premise failed, yet the requirement at fault passed', async () => {
    const check = comesTo(blocked, pass);
    expect(await outcome(check, true, { cup: { run: async () => pass } })).toMatchObject({ outcome: 'pass' });
    expect(check.made).toHaveLength(2);
  });

  it('stays blocked where the requirement at fault fails', async () => {
    const check = comesTo(blocked, pass);
    expect(await outcome(check, true, { cup: { run: async () => fail } })).toMatchObject({
      outcome: 'untested',
      blockedBy: 'tea/hot',
    });
    expect(check.made).toHaveLength(1);
  });

  it('fails where it fails then, and is still unclear where it is unclear again', async () => {
    expect(await outcome(comesTo(error, fail))).toMatchObject({ outcome: 'fail' });
    expect(await outcome(comesTo(error, error))).toMatchObject({ outcome: 'error', message: 'who knows' });
  });

  it('is not made again where so many are late that it is no passing weakness', async () => {
    const check = comesTo(error, pass);
    const others = Object.fromEntries(
      Array.from({ length: 16 }, (_, i) => [`cup-${i}`, comesTo(error, pass)] as const),
    );
    expect(await outcome(check, true, others)).toMatchObject({ outcome: 'error' });
    expect(check.made).toHaveLength(1);
  });
});

describe('a check that failed because no answer came in time, of a driver that is slow in all that it does', () => {
  const slow = (check: KettleCheck, others: Readonly<Record<string, KettleCheck>> = {}, late = true) =>
    outcome(check, late, others, true);

  it('is made once more, and says so where it passes then', async () => {
    const check = comesTo(fail, pass);
    expect(await slow(check)).toMatchObject({
      outcome: 'pass',
      message: 'the first time a call got no answer in time',
    });
    expect(check.made).toEqual([false, true]);
  });

  it('is unclear where no answer comes in time again', async () => {
    const check = comesTo(fail, fail);
    expect(await slow(check)).toMatchObject({
      outcome: 'error',
      message: expect.stringContaining('the machine may be to blame'),
    });
    expect(check.made).toHaveLength(2);
  });

  it('fails where it fails again though every answer came in time', async () => {
    const check = comesTo(fail, fail);
    const run = await brew(
      kettle({ now: check }, { late: () => check.made.length === 1, laboured: async () => true }),
    );
    expect(run.checks[0]).toMatchObject({ outcome: 'fail' });
  });

  it('is not made again where every answer came in time', async () => {
    const check = comesTo(fail, pass);
    expect(await slow(check, {}, false)).toMatchObject({ outcome: 'fail' });
    expect(check.made).toHaveLength(1);
  });

  it('is made again before what it blocks', async () => {
    const blockedByIt = comesTo(blocked, pass);
    expect(await slow(blockedByIt, { cup: comesTo(fail, pass) })).toMatchObject({ outcome: 'pass' });
    expect(blockedByIt.made).toHaveLength(2);
  });
});

describe('what is not made again', () => {
  it.each<[string, Verdict, boolean]>([
    ['a check that could not tell although every answer came in time', error, false],
    ['a check that failed for want of an answer: the driver may hang', fail, true],
    ['a check that passed', pass, true],
  ])('is %s', async (_, verdict, late) => {
    const check = comesTo(verdict, { outcome: 'untested', reason: 'made again' });
    expect(await outcome(check, late)).toMatchObject({ outcome: verdict.outcome });
    expect(check.made).toHaveLength(1);
  });
});
