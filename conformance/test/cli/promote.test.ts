import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { sampleFinding } from '../../src/fuzz/testing/sample-finding.js';
import { conformance, freshFolder, mistake } from './command.js';

const plays = 'npx @csi-env/conformance run --cases cases plays it';

/** The text of a finding of a requirement, which what its input does tells from others. */
function finding(requirement: string, title: string): string {
  const contract = { name: 'env-vars', revision: 1 };
  return JSON.stringify({
    ...sampleFinding,
    contract,
    requirement,
    input: { phase: 'examples', title, request: {} },
  });
}

const files = {
  'a.json': finding('ordering/same-order', 'two queries'),
  'b.json': finding('batch/all-or-nothing', 'a query fails'),
  'c.json': finding('ordering/same-order', 'three queries'),
};

describe('promote with several findings', () => {
  it('makes a case of each, in the file of its area', async () => {
    const cwd = freshFolder(files);
    expect(await conformance(['promote', 'a.json', 'b.json', 'c.json'], { cwd })).toMatchObject({
      code: 0,
      stdout:
        `ordering/same-order/two-queries is in cases/ordering.yaml; ${plays}\n` +
        `batch/all-or-nothing/a-query-fails is in cases/batch.yaml; ${plays}\n` +
        `ordering/same-order/three-queries is in cases/ordering.yaml; ${plays}\n`,
      stderr: '',
    });
    expect(readdirSync(join(cwd, 'cases')).sort()).toEqual(['batch.yaml', 'ordering.yaml']);
    const { cases } = parse(readFileSync(join(cwd, 'cases/ordering.yaml'), 'utf8'));
    expect(cases.map(({ id }: { id: string }) => id)).toEqual([
      'ordering/same-order/two-queries',
      'ordering/same-order/three-queries',
    ]);
  });

  it.each<[situation: string, words: string[], message: string, advice?: string]>([
    ['one is missing', ['a.json', 'none.json'], 'cannot read finding none.json: no such file'],
    [
      'two make the same case',
      ['a.json', 'same.json'],
      'a.json and same.json both make a case ordering/same-order/two-queries',
      'promote one of them with --name',
    ],
    [
      'one has a requirement that the contract has not',
      ['a.json', 'strange.json'],
      'cannot promote strange.json: env-vars has no requirement nothing/here',
    ],
    [
      'one name is given to all',
      ['a.json', 'c.json', '--name', 'ordering/same-order/x'],
      '--name names one case, and there are 2 findings',
      'promote one at a time',
    ],
  ])('writes none where %s', async (_, words, message, advice) => {
    const cwd = freshFolder({
      ...files,
      'same.json': files['a.json'],
      'strange.json': finding('nothing/here', 'x'),
    });
    expect(await conformance(['promote', ...words], { cwd })).toMatchObject({
      code: 2,
      stdout: '',
      stderr: mistake(message, advice),
    });
    expect(existsSync(join(cwd, 'cases'))).toBe(false);
  });
});
