import { describe, expect, it } from 'vitest';
import { validate } from './read.js';

type Outcome = 'pass' | 'fail' | 'warn' | 'error' | 'untested' | 'skipped' | 'not-applicable';
const checkOutcomes = { pass: 0, fail: 0, error: 0, untested: 0, 'not-applicable': 0, skipped: 0 };
const requirementOutcomes = { ...checkOutcomes, warn: 0 };

/** A report of one MUST and one SHOULD with these outcomes. */
function report(must: Outcome, members: object = {}, should: Outcome = 'pass') {
  const check = (requirement: string, outcome: Outcome) => ({
    name: `${requirement}/cup`,
    requirement,
    outcome: outcome === 'warn' ? 'fail' : outcome,
    durationMs: 1,
    message: 'a note',
  });
  return {
    format: 'csi-env/report',
    formatVersion: 1,
    tool: { name: 'conformance', version: '0.1.0' },
    contract: { name: 'env-vars', revision: 1 },
    verdict: 'conformant',
    exitCode: 0,
    interrupted: false,
    driver: {
      name: 'env.csi.example.com',
      vendorVersion: 'v1',
      embedded: false,
      declares: ['ENV_VAR_INJECTION'],
    },
    stage: 'alpha',
    client: 'wire',
    seed: 42,
    startedAt: '2026-11-21T10:00:00.000Z',
    platform: { os: 'linux', arch: 'x64', node: '20.19.0' },
    selection: { run: [], skip: [], safe: false, strict: false },
    counts: { requirements: requirementOutcomes, checks: checkOutcomes },
    requirements: [
      { id: 'tea/hot', level: 'MUST', stage: 'alpha', outcome: must, checks: [check('tea/hot', must)] },
      {
        id: 'tea/sweet',
        level: 'SHOULD',
        stage: 'alpha',
        outcome: should,
        checks: [check('tea/sweet', should)],
      },
    ],
    checks: [check('tea/hot', must), check('tea/sweet', should)],
    ...members,
  };
}

/** A report that claims, in which the MUST has a second check. */
function withSecondCheck(outcome: Outcome, second: Outcome) {
  const { requirements, ...rest } = report(outcome);
  const [must, ...others] = requirements;
  if (must === undefined) throw new Error('no MUST');
  const [first] = must.checks;
  const checks = [first, { ...first, name: 'tea/hot/pot', outcome: second }];
  return { ...rest, requirements: [{ ...must, checks }, ...others], checks: [...rest.checks, checks[1]] };
}

const taken = (data: unknown) => expect(() => validate('report', 'report.json', data)).not.toThrow();
const refused = (data: unknown) =>
  expect(() => validate('report', 'report.json', data)).toThrow('cannot read report.json');

describe('a report', () => {
  it('may claim what was tested and kept', () => {
    taken(report('pass'));
    taken(report('pass', {}, 'warn'));
    taken(report('pass', {}, 'skipped'));
  });

  it.each(['fail', 'error', 'untested', 'skipped'] as const)(
    'cannot claim with a MUST that is %s',
    (outcome) => {
      refused(report(outcome));
    },
  );

  it.each(['fail', 'error', 'untested', 'skipped'] as const)(
    'cannot claim with a MUST of which one check passed and another is %s',
    (outcome) => {
      refused(withSecondCheck('pass', outcome));
    },
  );

  it('may claim with a MUST of which one check passed and another does not apply', () => {
    taken(withSecondCheck('pass', 'not-applicable'));
  });

  it.each([
    ['pass', 'skipped'],
    ['pass', 'not-applicable'],
    ['pass', 'fail'],
    ['not-applicable', 'untested'],
    ['not-applicable', 'skipped'],
    ['skipped', 'untested'],
    ['skipped', 'not-applicable'],
    ['untested', 'skipped'],
    ['untested', 'pass'],
    ['error', 'untested'],
    ['fail', 'pass'],
  ] as const)('cannot call a requirement %s whose only check is %s', (outcome, check) => {
    const [must, should] = report(check).requirements;
    const part = { verdict: 'error', exitCode: 4 };
    taken(report(check, { ...part, ...(check === 'fail' ? { verdict: 'nonconformant', exitCode: 1 } : {}) }));
    refused(report(check, { ...part, requirements: [{ ...must, outcome }, should] }));
  });

  it('cannot call a requirement without checks anything but untested', () => {
    const [must, should] = report('pass').requirements;
    const bare = (outcome: Outcome) => [{ ...must, outcome, checks: [] }, should];
    const part = { verdict: 'partial' };
    taken(report('pass', { ...part, requirements: bare('untested') }));
    for (const outcome of ['pass', 'fail', 'error', 'skipped', 'not-applicable'] as const) {
      refused(report('pass', { ...part, requirements: bare(outcome) }));
    }
  });

  it('names the checks of a requirement with what they came to', () => {
    const [must, should] = report('pass').requirements;
    refused(report('pass', { requirements: [{ ...must, checks: ['tea/hot/cup'] }, should] }));
  });

  it('cannot claim when nothing passed', () => {
    refused(report('not-applicable'));
    refused(report('pass', { requirements: [], checks: [] }));
  });

  it('cannot claim beside an error, an interruption or a driver that was never reached', () => {
    refused(report('pass', {}, 'error'));
    refused(report('pass', { interrupted: true }));
    refused(report('pass', { stage: 'unknown' }));
    refused(report('pass', { driver: { name: '', vendorVersion: '', embedded: false, declares: [] } }));
  });

  it.each([
    ['conformant', 'pass', 1],
    ['partial', 'untested', 2],
    ['nonconformant', 'fail', 0],
    ['error', 'error', 0],
    ['error', 'error', 1],
  ] as const)('that is %s cannot exit with what its %s does not say: %i', (verdict, outcome, exitCode) => {
    refused(report(outcome, { verdict, exitCode }));
  });

  it.each([
    ['partial', 'untested', 0],
    ['partial', 'skipped', 0],
    ['nonconformant', 'fail', 1],
    ['error', 'error', 4],
    ['error', 'untested', 5],
    ['error', 'error', 3],
  ] as const)('may be %s with a MUST that is %s and exit %i', (verdict, outcome, exitCode) => {
    taken(report(outcome, { verdict, exitCode }));
  });

  it('exits with 1 for a partial run only when that was strict', () => {
    const strict = { selection: { run: [], skip: [], safe: false, strict: true } };
    taken(report('untested', { verdict: 'partial', exitCode: 1, ...strict }));
    refused(report('untested', { verdict: 'partial', exitCode: 1 }));
  });

  it('cannot call a broken MUST partial unless somebody announced it', () => {
    const partial = report('fail', { verdict: 'partial' });
    refused(partial);
    const known = { reason: 'see issue 12', until: '2027-03-31' };
    taken({ ...partial, checks: partial.checks.map((c) => (c.outcome === 'fail' ? { ...c, known } : c)) });
  });

  it('cannot call anything nonconformant when no MUST is broken', () => {
    refused(report('pass', { verdict: 'nonconformant', exitCode: 1 }));
  });

  it('exits with 130 when it was interrupted, and only then', () => {
    taken(report('untested', { verdict: 'error', exitCode: 130, interrupted: true }));
    refused(report('untested', { verdict: 'error', exitCode: 4, interrupted: true }));
    refused(report('untested', { verdict: 'error', exitCode: 130 }));
  });

  it('warns below MUST and fails at MUST', () => {
    refused(report('warn', { verdict: 'error', exitCode: 4 }));
    refused(report('pass', {}, 'fail'));
  });

  it('says what the driver declares', () => {
    refused(report('pass', { driver: { name: 'a', vendorVersion: 'v1', embedded: false } }));
  });

  it('has no member that nobody knows', () => {
    refused(report('pass', { verdit: 'conformant' }));
  });
});

describe('an event', () => {
  const footer = {
    type: 'footer',
    verdict: 'conformant',
    exitCode: 0,
    interrupted: false,
    durationMs: 3210,
    calls: 512,
    checks: { ...checkOutcomes, pass: 1 },
    requirements: { ...requirementOutcomes, pass: 1 },
  };
  const ok = (data: unknown) => expect(() => validate('event', 'events', data)).not.toThrow();
  const bad = (data: unknown) => expect(() => validate('event', 'events', data)).toThrow();

  it('is one of five kinds', () => {
    ok(footer);
    ok({ type: 'driver', name: 'a', vendorVersion: 'v1', stage: 'beta', embedded: true, declares: [] });
    ok({ type: 'check', name: 'tea/hot/cup', requirement: 'tea/hot', outcome: 'pass', durationMs: 0.4 });
    ok({
      type: 'plan',
      requirements: [{ id: 'tea/hot', level: 'MUST', stage: 'alpha', text: 'Tea MUST be hot.', checks: [] }],
    });
    bad({ type: 'pause' });
    bad({ ...footer, type: 'check' });
  });

  it('cannot end a run that claims with what it skipped', () => {
    bad({ ...footer, checks: checkOutcomes });
    bad({ ...footer, checks: { ...footer.checks, error: 1 } });
    bad({ ...footer, requirements: { ...footer.requirements, fail: 1 } });
    bad({ ...footer, exitCode: 1 });
  });
});
