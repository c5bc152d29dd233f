import { describe, expect, it } from 'vitest';
import type { Contract } from '../contract.js';
import {
  type Matrix,
  makeMatrix,
  matrixDrift,
  matrixProblems,
  type TriedMutant,
  unsettled,
} from './matrix.js';
import { matrixAsJson, matrixAsMarkdown, matrixAsText } from './render-matrix.js';
import type { FailedRequirement, MutantCard, MutationSet, TrialAnswer } from './trial.js';

const check = (name: string) => ({ name, requirement: name.split('/').slice(0, 2).join('/') });

const contract = {
  name: 'demo',
  revision: 2,
  requirements: [
    { id: 'a/one', level: 'MUST', party: 'driver' },
    { id: 'a/two', level: 'MUST', party: 'driver' },
    { id: 'b/should', level: 'SHOULD', party: 'driver' },
    { id: 'c/co', level: 'MUST', party: 'co' },
  ],
  checks: ['a/one/x', 'a/one/y', 'a/two/x', 'b/should/x'].map(check),
} as unknown as Contract;

const card = (id: string, facts: Partial<MutantCard> = {}): MutantCard => ({
  id,
  description: `does ${id} wrong`,
  breaks: [id.split('/').slice(0, 2).join('/')],
  also: [],
  ownProcess: false,
  ...facts,
});

const failing = (
  id: string,
  checks: readonly string[],
  level: 'MUST' | 'SHOULD' = 'MUST',
): FailedRequirement => ({
  id,
  level,
  checks,
});

const done = (...failed: readonly FailedRequirement[]): TrialAnswer => ({
  result: { verdict: 'nonconformant', exitCode: 1, failed, errors: [], calls: 10, durationMs: 5 },
});

const emptySet: MutationSet = {
  mutants: [],
  excused: [],
  oddities: [],
  costly: [],
  responses: { seeds: 0, of: (seed) => ({ id: `response/x#${seed}`, description: '' }), permitted: [] },
  worker: new URL('file:///none'),
};

const matrixOf = (
  tried: readonly (readonly [MutantCard, TrialAnswer])[],
  more: Partial<MutationSet> = {},
): Matrix =>
  makeMatrix(
    contract,
    { ...emptySet, mutants: tried.map(([one]) => one), ...more },
    tried.map(([one, answer]): TriedMutant => ({ card: one, client: 'wire', stage: 'alpha', answer })),
    {
      clients: ['wire'],
      whole: true,
      reference: [{ client: 'wire', stage: 'alpha', passed: true }],
      oddities: [],
      again: [],
    },
  );

const all = [
  [card('a/one/p'), done(failing('a/one', ['a/one/x', 'a/one/y']))],
  [card('a/one/q'), done(failing('a/one', ['a/one/y']))],
  [card('a/two/p'), done(failing('a/two', ['a/two/x']))],
  [card('b/should/p'), done(failing('b/should', ['b/should/x'], 'SHOULD'))],
] as const;

describe('the kill matrix', () => {
  it('has nothing to say against a suite that kills every mutant and blames nothing else', () => {
    expect(matrixProblems(matrixOf(all))).toEqual([]);
  });

  it('names a mutant that survives', () => {
    const matrix = matrixOf([...all.slice(1), [card('a/one/p'), done()]]);
    expect(matrix.mutants.at(-1)?.fate).toBe('survived');
    expect(matrixProblems(matrix)).toEqual(['a/one/p survives: a/one passes']);
  });

  it('names a mutant whose trial was not finished, and takes no requirement without a verdict for passed', () => {
    const both = card('a/one/both', { breaks: ['a/one', 'a/two'] });
    const message = 'the deadline of the run passed';
    const errors = ['a/one/x', 'a/one/y', 'b/should/x'].map((name) => ({ check: name, message }));
    const cut: TrialAnswer = {
      result: { verdict: 'error', exitCode: 4, failed: [], errors, calls: 0, durationMs: 1 },
    };
    const matrix = matrixOf([...all, [card('a/one/cut'), cut], [both, cut]]);
    expect(matrix.mutants.at(-1)?.fate).toBe('survived');
    expect(matrixProblems(matrix)).toEqual([
      'the trial of a/one/cut was not finished: a/one has no verdict (a/one/x: the deadline of the run passed)',
      'a/one/both survives: a/two passes',
      'the trial of a/one/both was not finished: a/one has no verdict (a/one/x: the deadline of the run passed)',
    ]);
  });

  it('asks for every requirement that a mutant breaks', () => {
    const both = card('a/one/both', { breaks: ['a/one', 'a/two'] });
    expect(matrixProblems(matrixOf([...all, [both, done(failing('a/one', ['a/one/x']))]]))).toEqual([
      'a/one/both survives: a/two passes',
    ]);
  });

  it('names a MUST that is blamed without being broken, and no SHOULD', () => {
    const blaming = done(
      failing('a/one', ['a/one/x']),
      failing('a/two', ['a/two/x']),
      failing('b/should', ['b/should/x'], 'SHOULD'),
    );
    expect(matrixProblems(matrixOf([...all, [card('a/one/r'), blaming]]))).toEqual([
      'a/one/r is blamed for a/two, which it does not break',
    ]);
    const excused = card('a/one/r', { also: [{ id: 'a/two', why: 'it follows' }] });
    expect(matrixProblems(matrixOf([...all, [excused, blaming]]))).toEqual([]);
  });

  it('names a requirement without a killed mutant unless it says why', () => {
    const tried = all.filter(([{ id }]) => !id.startsWith('a/two'));
    expect(matrixProblems(matrixOf(tried))).toEqual(['no mutant of a/two is killed']);
    expect(matrixProblems(matrixOf(tried, { excused: [{ id: 'a/two', why: 'no stage' }] }))).toEqual([]);
  });

  it('leaves out requirements that were not asked for', () => {
    const matrix = matrixOf(all.slice(0, 1), { mutants: all.map(([one]) => one) });
    expect(matrix.requirements.map(({ id }) => id)).toEqual(['a/one']);
  });

  it('names a mutant without a verdict and a reference driver that does not pass', () => {
    const matrix = {
      ...matrixOf([...all, [card('a/one/r'), { problem: 'it died' }]]),
      reference: [
        { client: 'connect' as const, stage: 'beta' as const, passed: false, problem: 'a/one fails' },
      ],
    };
    expect(matrixProblems(matrix)).toEqual([
      'the reference driver does not pass with client connect at stage beta: a/one fails',
      'a/one/r got no verdict: it died',
    ]);
  });

  it('says what the suite loses with each check', () => {
    expect(matrixOf(all).checks).toEqual({
      essential: [
        { check: 'a/one/y', mutants: ['a/one/q'] },
        { check: 'a/two/x', mutants: ['a/two/p'] },
        { check: 'b/should/x', mutants: ['b/should/p'] },
      ],
      redundant: ['a/one/x'],
      idle: [],
      enough: 3,
    });
    expect(matrixOf(all.slice(2)).checks?.idle).toEqual(['a/one/x', 'a/one/y']);
  });

  it('says nothing of checks unless all mutants were tried', () => {
    expect(matrixOf(all.slice(0, 1), { mutants: all.map(([one]) => one) }).checks).toBeUndefined();
  });

  it('compares the verdicts of other clients and stages with the first', () => {
    const [[one, killed]] = all;
    const tried = (answer: TrialAnswer): Matrix =>
      makeMatrix(
        contract,
        { ...emptySet, mutants: [one] },
        [
          { card: one, client: 'wire', stage: 'alpha', answer: killed },
          { card: one, client: 'connect', stage: 'beta', answer },
        ],
        { clients: ['wire', 'connect'], whole: true, reference: [], oddities: [], again: [] },
      );
    const problems = (answer: TrialAnswer): readonly string[] =>
      matrixProblems(tried(answer)).filter((problem) => problem.startsWith(one.id));
    const first = 'with client wire at stage alpha it is killed, through a/one';
    expect(tried(killed).mutants).toHaveLength(1);
    expect(problems(done(failing('a/one', ['a/one/y'])))).toEqual([]);
    expect(problems(done())).toEqual([`a/one/p with client connect at stage beta is survived; ${first}`]);
    expect(problems(done(failing('a/one', ['a/one/x']), failing('a/two', ['a/two/x'])))).toEqual([
      `a/one/p with client connect at stage beta is killed, through a/one, blamed for a/two; ${first}`,
    ]);
    expect(problems({ problem: 'it died' })).toEqual([
      `a/one/p with client connect at stage beta is error (it died); ${first}`,
    ]);
  });

  it('differs from an earlier one by mutants and by the requirements that they fail, not by checks', () => {
    const other = matrixOf([[card('a/one/p'), done(failing('a/one', ['a/one/y']))], ...all.slice(1)]);
    expect(matrixDrift(matrixOf(all), other)).toEqual([]);
    const changed = matrixOf([[card('a/one/p'), done()], ...all.slice(1, 3), [card('a/one/new'), done()]]);
    expect(matrixDrift(matrixOf(all), changed)).toEqual([
      'b/should/p was tried then, and not now',
      'a/one/p failed a/one then, and nothing now',
      'a/one/new is new',
    ]);
  });
});

it('names what is not as it should be, so that it can be tried again', () => {
  const odd = { id: 'odd/one', description: 'is odd', client: 'wire', stage: 'alpha' } as const;
  const tried = (answer: TrialAnswer, held: readonly string[], passed = true): readonly string[] =>
    unsettled({
      ...matrixOf([[card('a/one/p'), answer], ...all.slice(1)]),
      reference: [{ client: 'connect', stage: 'beta', passed }],
      oddities: [{ ...odd, held }],
    });
  const killed = done(failing('a/one', ['a/one/x']));
  expect(tried(killed, [])).toEqual([]);
  expect(tried(killed, ['a/one fails'])).toEqual(['odd/one']);
  expect(tried(killed, [], false)).toEqual(['the reference driver (connect, beta)']);
  expect(tried(done(), [])).toEqual(['a/one/p']);
  expect(tried({ problem: 'it died' }, [])).toEqual(['a/one/p']);
  expect(tried(done(failing('a/one', ['a/one/x']), failing('a/two', ['a/two/x'])), [])).toEqual(['a/one/p']);
});

describe('the kill matrix is shown', () => {
  it('as text, with what is wrong first', () => {
    expect(matrixAsText(matrixOf([...all.slice(1), [card('a/one/p'), done()]]))).toBe(
      `✗ a/one/p survives: a/one passes

3 of 4 mutants killed, 0 blamed for a MUST that they do not break
0 of 0 legal oddities have nothing held against them
3 of 3 requirements have a killed mutant, 0 say why they have none
3 checks are essential, 0 redundant, 1 kill no mutant; 3 would do
client wire, every check against every mutant
`,
    );
  });

  it('as JSON that can be compared with', () => {
    const text = matrixAsJson(matrixOf(all));
    expect(JSON.parse(text)).toMatchObject({ format: 'csi-env/kill-matrix', formatVersion: 1 });
    expect(matrixDrift(JSON.parse(text), matrixOf(all))).toEqual([]);
  });

  it('as Markdown whose tables hold whatever a description says', () => {
    const odd = card('a/one/p', {
      description: 'gives a|b <c>',
      also: [{ id: 'a/two', why: 'it\nfollows' }],
    });
    const text = matrixAsMarkdown(matrixOf([[odd, done(failing('a/one', ['a/one/x']))], ...all.slice(1)]));
    expect(text).toContain('# Kill matrix of demo, revision 2');
    expect(text).toContain('| a/one/p | gives a\\|b &lt;c> | a/one | 1 check |');
    expect(text).toContain('| a/one/p | a/two | it follows |');
    expect(text).toContain('| a/one | MUST | 2 | 2 |  |');
    expect(text).not.toContain('## Problems');
    expect(text).toContain('- a/one/x: a/one/p would survive');
  });
});
