import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { conformance, freshFolder } from './command.js';

describe('conformance mutants', () => {
  it('tries the mutants of a glob, tells the matrix and finds what changed since', async () => {
    const cwd = freshFolder();
    const words = ['mutants', '--run', 'identity/plugin-name/empty', '--output', 'matrix'];
    const { code, stdout } = await conformance(words, { cwd });
    expect(stdout).toMatch(/^(\d+) of \1 mutants? killed, 0 blamed/);
    expect(code).toBe(0);
    const file = join(cwd, 'matrix', 'matrix.json');
    const matrix = JSON.parse(readFileSync(file, 'utf8'));
    expect(matrix.mutants.map(({ breaks }: { breaks: string[] }) => breaks[0])).toContain(
      'identity/plugin-name',
    );
    expect(readFileSync(join(cwd, 'matrix', 'matrix.md'), 'utf8')).toContain(
      '# Kill matrix of env-vars, revision 1',
    );

    matrix.mutants[0].failed = [];
    writeFileSync(file, JSON.stringify(matrix));
    const id = matrix.mutants[0].id;
    const again = await conformance(['mutants', '--run', id, '--check', 'matrix/matrix.json'], { cwd });
    expect(again.code).toBe(1);
    expect(again.stderr).toContain(
      `differs from matrix/matrix.json: ${id} failed nothing then, and identity/plugin-name now`,
    );
  }, 120_000);

  it.each([
    ['a MUST', 'ordering/same-order', 'reversed'],
    ['a SHOULD', 'authorization/identity', 'ignored'],
  ])(
    'tells after how many inputs the fuzzer alone finds a mutant of %s',
    async (_, requirement, how) => {
      const cwd = freshFolder();
      const id = `${requirement}/${how}`;
      const words = ['mutants', '--fuzz', '150', '--run', id, '--output', 'table', '--reporter', 'markdown'];
      const { stdout } = await conformance(words, { cwd });
      const { rows, runs } = JSON.parse(readFileSync(join(cwd, 'table', 'fuzz-table.json'), 'utf8'));
      expect(rows.map((row: { id: string }) => row.id)).toEqual(['reference', id]);
      expect(rows[1].found).toMatchObject({ requirement });
      expect(rows[1].found.inputs).toBeGreaterThan(0);
      expect(rows[1].found.inputs).toBeLessThanOrEqual(runs);
      expect(rows[0].found).toBeUndefined();
      expect(rows[0].inputs).toBeGreaterThan(rows[1].found.inputs);
      expect(stdout).toBe(readFileSync(join(cwd, 'table', 'fuzz-table.md'), 'utf8'));
    },
    120_000,
  );

  it.each([
    [
      ['--run', 'ordering/same-ordr/reversed'],
      /--run ordering\/same-ordr\/reversed matches no mutant\n.*did you mean ordering\/same-order\/reversed\?/,
    ],
    [['--check', 'none.json'], /cannot read matrix none\.json: no such file/],
    [['--fuzz', '0'], /--fuzz "0" is no whole number/],
    [['--fuzz', '9', '--check', 'none.json'], /--fuzz and --check exclude each other/],
    [['--client', 'curl'], /--client/],
    [['--stage', 'gamma'], /--stage/],
  ])('refuses %j in one line', async (words, message) => {
    const { code, stderr, stdout } = await conformance(['mutants', ...words], { cwd: freshFolder() });
    expect(stderr).toMatch(message);
    expect([code, stdout]).toEqual([2, '']);
  });

  it('refuses a file that is no matrix', async () => {
    const cwd = freshFolder({ 'report.json': '{"checks":[]}' });
    const { code, stderr } = await conformance(['mutants', '--check', 'report.json'], { cwd });
    expect(stderr).toContain('report.json is no kill matrix');
    expect(code).toBe(2);
  });
});
