import { describe, expect, it } from 'vitest';
import type { Contract } from '../contract.js';
import {
  type FuzzTable,
  fuzzProblems,
  fuzzRow,
  fuzzTableAsJson,
  fuzzTableAsMarkdown,
  fuzzTableAsText,
} from './fuzz-table.js';
import type { FuzzTrialResult } from './fuzz-trial.js';

const contract = {
  requirements: [
    { id: 'a/must', level: 'MUST' },
    { id: 'b/must', level: 'MUST' },
    { id: 'c/should', level: 'SHOULD' },
  ],
} as unknown as Contract;
const card = {
  id: 'a/must/broken',
  description: 'breaks a',
  breaks: ['a/must'],
  also: [{ id: 'b/must', why: 'they go together' }],
  ownProcess: false,
};
const result: FuzzTrialResult = { others: [], flaky: [], inputs: 900, calls: 1000 };
const at = { client: 'wire', stage: 'alpha' } as const;
const found = { requirement: 'a/must', inputs: 12, phase: 'fuzz' } as const;
const row = (
  more: Partial<FuzzTrialResult>,
  driver: Parameters<typeof fuzzRow>[1] = { kind: 'mutant', card },
) => fuzzRow(contract, driver, at, { result: { ...result, ...more } });

describe('a row of the fuzz table', () => {
  it('says after how many inputs a mutant was found, and through what', () => {
    expect(row({ found, inputs: 12 })).toMatchObject({ id: 'a/must/broken', found, blamed: [], inputs: 12 });
  });

  it('blames the model for a MUST that a driver does not break, and for nothing else', () => {
    expect(row({ others: ['b/must', 'c/should'] }).blamed).toEqual([]);
    const other = { ...card, also: [] };
    expect(row({ others: ['b/must', 'c/should'] }, { kind: 'mutant', card: other }).blamed).toEqual([
      'b/must',
    ]);
    expect(row({ others: ['a/must'] }, { kind: 'reference' }).blamed).toEqual(['a/must']);
    expect(row({ others: ['a/must'] }, { kind: 'oddity', card: { ...card, near: [] } }).blamed).toEqual([
      'a/must',
    ]);
  });

  it('keeps why nothing can be said', () => {
    expect(row({ reason: 'the driver no longer answers' }).problem).toBe('the driver no longer answers');
    expect(fuzzRow(contract, { kind: 'mutant', card }, at, { problem: 'it died' }).problem).toBe('it died');
  });
});

describe('the fuzz table', () => {
  const table: FuzzTable = {
    contract: { name: 'fake', revision: 1 },
    seed: 1,
    runs: 900,
    rows: [row({}, { kind: 'reference' }), row({ found, inputs: 12 }), row({})],
  };

  it('counts what was found', () => {
    expect(fuzzTableAsText(table)).toBe(
      'the fuzzer alone finds 1 of 2 mutants within 900 inputs\nhalf of those within 12 inputs\n1 of 1 drivers that keep the rules have nothing held against them\nseed 1, client wire\n',
    );
    expect(fuzzTableAsMarkdown(table)).toContain(
      '| reference | wire | alpha | nothing within 900 |  |  |\n| a/must/broken | wire | alpha | 12 | a/must | fuzz |\n| a/must/broken | wire | alpha | not within 900 |  |  |\n',
    );
    expect(JSON.parse(fuzzTableAsJson(table))).toMatchObject({ format: 'csi-env/fuzz-table', runs: 900 });
    expect(fuzzProblems(table)).toEqual([]);
  });

  it('has a problem where something is held against a driver that keeps the rules, or it was not judged', () => {
    const bad = {
      ...table,
      rows: [
        row({ others: ['a/must'] }, { kind: 'reference' }),
        row({ reason: 'gone' }, { kind: 'oddity', card: { ...card, near: [] } }),
      ],
    };
    expect(fuzzProblems(bad)).toEqual([
      'reference (wire, alpha) is blamed for a/must, which it does not break',
      'a/must/broken (wire, alpha): gone',
    ]);
    expect(fuzzTableAsText(bad)).toMatch(/^✗ reference \(wire, alpha\) is blamed/);
    expect(fuzzTableAsMarkdown(bad)).toContain('## Problems\n');
  });
});
