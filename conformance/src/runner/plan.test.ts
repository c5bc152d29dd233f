import { describe, expect, it } from 'vitest';
import { type Check, type Contract, pass, type Requirement } from '../contract.js';
import { applyFacts, makePlan } from './plan.js';

const requirement: Requirement = {
  id: 'tea/hot',
  level: 'MUST',
  stage: 'alpha',
  party: 'driver',
  text: 'Tea MUST be hot.',
  rationale: 'Cold tea is another drink.',
  source: 'project',
};

const check = (
  name: string,
  members: Partial<Check<unknown, unknown, unknown>> = {},
): Check<unknown, unknown, unknown> => ({
  name,
  requirement: 'tea/hot',
  stimulus: 'a cup',
  expects: 'hot tea',
  run: async () => pass(),
  ...members,
});

function plan(checks: Contract['checks'], revision = 1) {
  const contract: Contract = {
    name: 'tea',
    revision,
    requirements: [requirement],
    checks,
    link: (id) => id,
    open: () => Promise.reject(new Error('nobody is at home')),
    grpcurl: () => '',
  };
  return makePlan(contract, {}, { selection: { run: [], skip: [] }, safe: false });
}

describe('a plan', () => {
  it('has every check of the revision', () => {
    const names = plan([check('tea/hot/cup'), check('tea/hot/pot', { since: 2 })]).map(
      (one) => one.check.name,
    );
    expect(names).toEqual(['tea/hot/cup']);
  });

  it('is refused when two checks have one name', () => {
    expect(() => plan([check('tea/hot/cup'), check('tea/hot/cup')])).toThrow(
      'contract tea has two checks of the name tea/hot/cup',
    );
  });

  it('takes a check that replaces one of the same name in a later revision', () => {
    const checks = [check('tea/hot/cup', { until: 1 }), check('tea/hot/cup', { since: 2 })];
    expect(plan(checks, 1)).toHaveLength(1);
    expect(plan(checks, 2)).toHaveLength(1);
  });
});

describe('a plan once the driver has said what it is', () => {
  const milk = { member: 'keys.milk', say: 'list a milk', met: () => false };
  const green = { otherwise: 'the tea is black', met: (facts: unknown) => facts === 'green' };

  it('leaves nothing untested that does not apply to the driver', () => {
    const made = plan([
      check('tea/hot/with-milk', { needs: [milk] }),
      check('tea/hot/green-with-milk', { needs: [milk], when: [green] }),
      check('tea/hot/green', { when: [green] }),
    ]);
    const untested = {
      kind: 'untested',
      reason: 'the profile does not say keys.milk: list a milk',
      member: 'keys.milk',
    };
    expect(made.map(({ decision }) => decision)).toEqual([untested, untested, { kind: 'run' }]);
    expect(applyFacts(made, 'green')).toEqual(made);
    expect(applyFacts(made, 'black').map(({ decision }) => decision)).toEqual([
      untested,
      { kind: 'not-applicable', reason: 'the tea is black' },
      { kind: 'run' },
    ]);
  });
});
