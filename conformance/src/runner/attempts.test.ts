import { describe, expect, it } from 'vitest';
import type { Verdict } from '../contract.js';
import { attempt, attemptsText, isFlaky } from './attempts.js';

const verdicts: Readonly<Record<string, Verdict>> = {
  pass: { outcome: 'pass' },
  fail: { outcome: 'fail', evidence: { mismatches: ['no'] } },
  error: { outcome: 'error', message: 'who knows' },
};

/** Makes a check again that comes to these one after the other. */
async function made(times: number, outcomes: readonly string[], goOn = () => true) {
  const left = [...outcomes];
  return attempt(times, async () => verdicts[left.shift() ?? 'pass'] as Verdict, goOn);
}

describe('a check that failed', () => {
  it('is made again so many times, and the first time counts', async () => {
    expect(await made(5, ['pass', 'fail', 'pass', 'pass', 'pass'])).toEqual({
      made: 6,
      failed: 2,
      passed: 4,
    });
    expect(await made(2, ['fail', 'fail'])).toEqual({ made: 3, failed: 3, passed: 0 });
  });

  it('neither fails nor passes where the tool could not tell', async () => {
    expect(await made(3, ['error', 'fail', 'pass'])).toEqual({ made: 4, failed: 2, passed: 1 });
  });

  it('is not made again once there is no time left', async () => {
    expect(await made(3, ['fail'], () => false)).toEqual({ made: 1, failed: 1, passed: 0 });
  });

  it('does not count a time that the end of the run cut short', async () => {
    let turns = 0;
    expect(await made(3, ['fail', 'error'], () => turns++ < 3)).toEqual({ made: 2, failed: 2, passed: 0 });
  });
});

describe('the rate of a failure', () => {
  it.each([
    [{ made: 6, failed: 2, passed: 4 }, 'failed 2 of 6 times: flaky'],
    [{ made: 6, failed: 6, passed: 0 }, 'failed 6 of 6 times'],
    [{ made: 6, failed: 2, passed: 3 }, 'failed 2 of 6 times, could not tell once: flaky'],
    [{ made: 4, failed: 1, passed: 0 }, 'failed 1 of 4 times, could not tell 3 times'],
    [{ made: 1, failed: 1, passed: 0 }, 'failed 1 of 1 time'],
  ])('%o is told as %s', (attempts, text) => {
    expect(attemptsText(attempts)).toBe(text);
  });

  it('is flaky where it passed as well', () => {
    expect(isFlaky({ made: 6, failed: 5, passed: 1 })).toBe(true);
    expect(isFlaky({ made: 6, failed: 5, passed: 0 })).toBe(false);
    expect(isFlaky(undefined)).toBe(false);
  });
});
