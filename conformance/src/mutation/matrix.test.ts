import { describe, expect, it } from 'vitest';
import type { Contract } from '../contract.js';
import { type Matrix, makeMatrix, matrixDrift, matrixProblems, type TriedMutant } from './matrix.js';
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

const matrixOf = (
  tried: readonly (readonly [MutantCard, TrialAnswer])[],
  more: Partial<MutationSet> = {},
): Matrix =>
  makeMatrix(
    contract,
    {
      mutants: tried.map(([one]) => one),
      excused: [],
      oddities: [],
      costly: [],
      worker: new URL('file:///none'),
      ...more,
    },
    tried.map(([one, answer]): TriedMutant => ({ card: one, stage: 'alpha', answer })),
    { client: 'wire', whole: true, reference: [{ stage: 'alpha', passed: true }], oddities: [] },
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
      reference: [{ stage: 'beta' as const, passed: false, problem: 'a/one fails' }],
    };
    expect(matrixProblems(matrix)).toEqual([
      'the reference driver does not pass at stage beta: a/one fails',
      'a/one/r got no verdict: it died',
    ]);
  });

  it('tells essential checks from redundant and idle ones', () => {
    expect(matrixOf(all).checks).toEqual({
      essential: ['a/one/y', 'a/two/x', 'b/should/x'],
      redundant: ['a/one/x'],
      idle: [],
    });
    expect(matrixOf(all.slice(2)).checks.idle).toEqual(['a/one/x', 'a/one/y']);
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

describe('the kill matrix is shown', () => {
  it('as text, with what is wrong first', () => {
    expect(matrixAsText(matrixOf([...all.slice(1), [card('a/one/p'), done()]]))).toBe(
      `✗ a/one/p survives: a/one passes

3 of 4 mutants killed, 0 blamed for a MUST that they do not break
0 of 0 legal oddities have nothing held against them
3 of 3 requirements have a killed mutant, 0 say why they have none
3 checks are essential, 0 redundant, 1 kill no mutant
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
  });
});
