import { describe, expect, it } from 'vitest';
import type { Verdict } from '../contract.js';
import type { Ended } from './ended.js';
import type { PlannedCheck } from './plan.js';
import { settleBlocked, settleSuspects } from './settle.js';

const planOf = (names: readonly string[]): PlannedCheck[] =>
  names.map(
    (name) =>
      ({
        check: { name, requirement: name.split('/').slice(0, 2).join('/') },
        decision: { kind: 'run' },
      }) as unknown as PlannedCheck,
  );

function settled(verdicts: Readonly<Record<string, Verdict>>): Readonly<Record<string, string>> {
  const plan = planOf(Object.keys(verdicts));
  const ended = new Map<string, Ended>(
    Object.entries(verdicts).map(([name, verdict]) => [name, { verdict, durationMs: 1 }]),
  );
  settleSuspects(plan, ended);
  settleBlocked(plan, ended);
  return Object.fromEntries(
    [...ended].map(([name, { verdict }]) => [
      name,
      verdict.outcome === 'untested' ? `blocked by ${verdict.blockedBy}` : verdict.outcome,
    ]),
  );
}

const fails = (...suspects: string[]): Verdict => ({
  outcome: 'fail',
  evidence: { mismatches: ['it is wrong'], ...(suspects.length === 0 ? {} : { suspects }) },
});
const pass: Verdict = { outcome: 'pass' };
const blockedBy = (id: string): Verdict => ({
  outcome: 'untested',
  reason: `blocked by ${id}`,
  blockedBy: id,
});

describe('a failure that another requirement would explain', () => {
  it('is put down to that one where it fails by checks of its own', () => {
    expect(settled({ 'a/one/x': fails('b/two'), 'b/two/x': fails() })).toEqual({
      'a/one/x': 'blocked by b/two',
      'b/two/x': 'fail',
    });
  });

  it('stays where the suspect passes or was not tested', () => {
    expect(settled({ 'a/one/x': fails('b/two'), 'b/two/x': pass })['a/one/x']).toBe('fail');
    expect(settled({ 'a/one/x': fails('b/two') })['a/one/x']).toBe('fail');
  });

  it('is put down to a suspect that is suspected to be explained by what does not fail', () => {
    const codes = fails('c/three');
    expect(settled({ 'a/one/x': fails('c/three', 'b/two'), 'b/two/x': codes, 'c/three/x': pass })).toEqual({
      'a/one/x': 'blocked by b/two',
      'b/two/x': 'fail',
      'c/three/x': 'pass',
    });
  });

  it('stays where the suspect fails for the same reason only', () => {
    expect(settled({ 'a/one/x': fails('b/two'), 'b/two/x': fails('a/one') })).toEqual({
      'a/one/x': 'fail',
      'b/two/x': 'fail',
    });
  });

  it('is a failure of its own where the requirement is among its suspects', () => {
    expect(settled({ 'a/one/x': fails('b/two', 'a/one'), 'b/two/x': fails() })['a/one/x']).toBe('fail');
  });
});

describe('a check whose premise failed', () => {
  it('is untested while the requirement at fault fails, and an error where that one passed', () => {
    expect(settled({ 'a/one/x': blockedBy('b/two'), 'b/two/x': fails() })['a/one/x']).toBe(
      'blocked by b/two',
    );
    expect(settled({ 'a/one/x': blockedBy('b/two'), 'b/two/x': pass })['a/one/x']).toBe('error');
    expect(settled({ 'a/one/x': blockedBy('b/two') })['a/one/x']).toBe('blocked by b/two');
  });

  it('is an error where the checks of the requirement at fault are left out of the run', () => {
    const plan = planOf(['a/one/x', 'b/two/x', 'b/two/y']).map((planned, at) =>
      at === 0
        ? planned
        : { ...planned, decision: { kind: 'skipped' as const, reason: 'left out by --run or --skip' } },
    );
    const ended = new Map<string, Ended>([['a/one/x', { verdict: blockedBy('b/two'), durationMs: 1 }]]);
    settleBlocked(plan, ended);
    expect(ended.get('a/one/x')?.verdict).toEqual({
      outcome: 'error',
      message: 'blocked by b/two; the checks of b/two are left out by --run or --skip',
    });
  });
});
