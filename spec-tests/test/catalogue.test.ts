import { describe, expect, it } from 'vitest';
import { catalogueProblems, coverageProblems } from '../src/catalogue-problems.js';
import { lock, specification } from './read.js';
import { catalogue, premise, requirement, sampleCase } from './sample.js';

describe('the catalogue of env-vars', () => {
  it('has nothing wrong with it', () => {
    expect(catalogueProblems(specification)).toEqual([]);
  });

  it('has every requirement in the file of its area', () => {
    for (const { area, requirements } of specification.areas) {
      expect(requirements.filter(({ id }) => !id.startsWith(`${area}/`))).toEqual([]);
    }
  });

  it('has a case, or a reason against one, or is left to checks, for every requirement', () => {
    const rest = specification.requirements
      .filter((r) => r.party === 'driver')
      .map((r) => ({ name: r.id, requirement: r.id }));
    expect(coverageProblems(specification.requirements, specification.cases, rest)).toEqual([]);
  });

  it('has the decisions 1 to 25', () => {
    expect(specification.decisions.map((decision) => decision.n)).toEqual(
      Array.from({ length: 25 }, (_, i) => i + 1),
    );
  });

  it('has 80 requirements on a driver and 15 on an orchestrator, all of them locked', () => {
    const of = (party: string) => specification.requirements.filter((r) => r.party === party).length;
    expect([of('driver'), of('co')]).toEqual([80, 15]);
    expect(specification.requirements.map((r) => r.id).sort()).toEqual(Object.keys(lock.requirements).sort());
  });

  it('never says anything twice in two cases', () => {
    const bodies = specification.cases.map(({ id: _, why: __, stimulus: ___, ...body }) =>
      JSON.stringify(body),
    );
    expect(new Set(bodies).size).toBe(bodies.length);
  });
});

describe('a catalogue', () => {
  const problems = (members: Parameters<typeof catalogue>[0]) => catalogueProblems(catalogue(members));

  it('without a fault has no problem', () => {
    expect(problems({})).toEqual([]);
  });

  it.each([
    [
      'an id that is there twice',
      { requirements: [requirement(), requirement()] },
      'requirement tea/hot is there twice',
    ],
    [
      'an id that is no path',
      { requirements: [requirement(), requirement({ id: 'Tea' })] },
      'requirement Tea is no path',
    ],
    [
      'a MUST that says SHOULD',
      { requirements: [requirement({ text: 'Tea SHOULD be hot.' })] },
      'requirement tea/hot: no word says MUST',
    ],
    [
      'a SHOULD that says MUST',
      { requirements: [requirement({ level: 'SHOULD', text: 'Tea SHOULD be hot and MUST be tea.' })] },
      'requirement tea/hot: MUST is stronger than SHOULD',
    ],
    [
      'a MAY that says RECOMMENDED',
      { requirements: [requirement({ level: 'MAY', text: 'Tea MAY be hot, which is RECOMMENDED.' })] },
      'requirement tea/hot: RECOMMENDED is stronger than MAY',
    ],
    [
      'a normative word in small letters',
      { requirements: [requirement({ text: 'Tea MUST be hot and must be tea.' })] },
      'requirement tea/hot: must is not in capitals',
    ],
    [
      'a normative word outside the text',
      { requirements: [requirement({ rationale: 'It MUST be so.' })] },
      'requirement tea/hot: MUST stands outside the text',
    ],
    [
      'a later wording of the wrong level',
      { requirements: [requirement({ revisions: { 2: { level: 'SHOULD' } } })] },
      'requirement tea/hot: MUST is stronger than SHOULD',
    ],
    [
      'a decision that does not exist',
      { requirements: [requirement({ decisions: [1, 2] })] },
      'requirement tea/hot cites decision 2, which does not exist',
    ],
    [
      'decisions out of order',
      { decisions: [{ n: 2, question: 'Milk?', decision: 'No.', reason: 'Taste.' }] },
      'decision 2 is out of order',
    ],
    [
      'a revision that the contract does not have',
      { requirements: [requirement({ since: 3 })] },
      'tea/hot names revision 3, which the contract does not have',
    ],
    [
      'a change before the requirement is there',
      { requirements: [requirement({ since: 2, revisions: { 1: { title: 'Hot' } } })] },
      'tea/hot changes in revision 1, before it is there',
    ],
    [
      'a requirement that ends before it begins',
      { requirements: [requirement({ since: 2, until: 1 })], cases: [] },
      'tea/hot ends before it begins',
    ],
    [
      'a case that is there twice',
      { cases: [sampleCase(), sampleCase()] },
      'case tea/hot/cup is there twice',
    ],
    [
      'a case whose id is no path',
      { cases: [sampleCase({ id: 'tea/hot/Cup 1' })] },
      'case tea/hot/Cup 1 is no path',
    ],
    [
      'a case of no requirement',
      { cases: [sampleCase({ id: 'tea/cold/cup', requirement: 'tea/cold' })] },
      'case tea/cold/cup is of no requirement: tea/cold',
    ],
    [
      'a case under the name of another requirement',
      { cases: [sampleCase({ id: 'tea/cold/cup' })] },
      'case tea/cold/cup does not begin with its requirement tea/hot',
    ],
    [
      'a case that is older than its requirement',
      { requirements: [requirement({ since: 2 })] },
      'case tea/hot/cup is older than its requirement',
    ],
    [
      'a beta requirement with a case for every stage',
      { requirements: [requirement({ stage: 'beta' as const })] },
      'case tea/hot/cup judges an alpha driver by a beta requirement',
    ],
    [
      'a case on a premise that is not there',
      { cases: [sampleCase({ premises: ['kettle'] })] },
      'case tea/hot/cup stands on no premise: kettle',
    ],
    [
      'a case that compares with a premise that it does not ask',
      {
        premises: { kettle: premise },
        cases: [sampleCase({ afterwards: 'kettle', expect: { ok: { same: 'kettle' } } })],
      },
      'case tea/hot/cup compares with premise kettle without asking it',
    ],
    ['a premise that no case uses', { premises: { kettle: premise } }, 'premise kettle is used by no case'],
    [
      'a premise that blames what is not there',
      {
        premises: { kettle: { ...premise, blockedBy: 'tea/cold' } },
        cases: [sampleCase({ premises: ['kettle'] })],
      },
      'premise kettle blames tea/cold, which is no requirement',
    ],
    [
      'a newest revision that is not listed last',
      { contract: { ...catalogue().contract, revision: 1 } },
      'revision 1 is not the newest that is listed',
    ],
  ])('with %s is refused', (_, members, problem) => {
    expect(problems(members)).toContain(problem);
  });
});

describe('coverage', () => {
  it('is whole when a check decides what no case does', () => {
    expect(coverageProblems([requirement()], [], [{ name: 'tea/hot/pot', requirement: 'tea/hot' }])).toEqual(
      [],
    );
  });

  it.each([
    [
      'a requirement that nothing decides',
      [requirement()],
      [],
      'requirement tea/hot has no case and no check, and does not say why',
    ],
    [
      'a requirement that is called untestable and has a check',
      [requirement({ untestable: 'Nobody drinks it.' })],
      [{ name: 'tea/hot', requirement: 'tea/hot' }],
      'requirement tea/hot is called untestable and has a case or check',
    ],
    [
      'a check of no requirement',
      [],
      [{ name: 'tea/hot', requirement: 'tea/hot' }],
      'check tea/hot is of no requirement: tea/hot',
    ],
    [
      'a check under another name',
      [requirement()],
      [{ name: 'tea/hotter', requirement: 'tea/hot' }],
      'check tea/hotter does not begin with its requirement tea/hot',
    ],
    [
      'a check that is there twice',
      [requirement()],
      [
        { name: 'tea/hot', requirement: 'tea/hot' },
        { name: 'tea/hot', requirement: 'tea/hot' },
      ],
      'check tea/hot is there twice',
    ],
  ])('with %s is refused', (_, requirements, checks, problem) => {
    expect(coverageProblems(requirements, [], checks)).toContain(problem);
  });
});
