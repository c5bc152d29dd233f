import type { CaseData, PremiseData } from '../src/case.js';
import type { Catalogue } from '../src/catalogue-problems.js';
import type { RequirementData } from '../src/requirement.js';

/** A requirement of a made-up contract. */
export function requirement(members: Partial<RequirementData> = {}): RequirementData {
  return {
    id: 'tea/hot',
    level: 'MUST',
    stage: 'alpha',
    party: 'driver',
    title: 'Tea is hot',
    text: 'Tea MUST be hot.',
    rationale: 'Cold tea is another drink.',
    source: ['project'],
    since: 1,
    cause: 'The pot was open.',
    fix: 'Close the pot.',
    ...members,
  };
}

/** A case of the made-up contract. */
export function sampleCase(members: Partial<CaseData> = {}): CaseData {
  return {
    id: 'tea/hot/cup',
    requirement: 'tea/hot',
    since: 1,
    given: {},
    stimulus: 'a cup',
    premises: [],
    method: 'NodeGetEnvVars',
    request: {},
    expect: { ok: {} },
    why: 'The pot may be hot and the cup not.',
    ...members,
  };
}

/** A premise of the made-up contract. */
export const premise: PremiseData = {
  says: 'the kettle boils',
  given: {},
  method: 'NodeGetEnvVars',
  request: {},
  expect: { ok: {} },
};

/** A made-up contract of two revisions in which nothing is wrong. */
export function catalogue(members: Partial<Catalogue> = {}): Catalogue {
  return {
    contract: {
      name: 'tea',
      title: 'Tea',
      revision: 2,
      revisions: [
        { revision: 1, date: '2026-01-01', summary: 'The first.' },
        { revision: 2, date: '2026-02-01', summary: 'The second.' },
      ],
      limits: { cupBytes: 1 },
      podContext: { required: [], optional: [] },
    },
    decisions: [{ n: 1, question: 'Milk?', decision: 'No.', reason: 'Taste.' }],
    requirements: [requirement()],
    premises: {},
    cases: [sampleCase()],
    ...members,
  };
}
