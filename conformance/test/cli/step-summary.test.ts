import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { conformance, freshFolder } from './command.js';

const words = ['--run', 'identity/plugin-name', '--reporter', 'github'];

it('--reporter github appends the step summary to the file of GITHUB_STEP_SUMMARY', async () => {
  const cwd = freshFolder({ 'summary.md': '# Build\n' });
  const env = { GITHUB_STEP_SUMMARY: join(cwd, 'summary.md') };
  const { code, stdout } = await conformance(words, { cwd, env });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^::notice title=env-vars conformance::partial/);
  expect(readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8')).toMatch(
    /^# Build\n### 🟡 env-vars conformance: partial/,
  );
});

it('a step summary that cannot be written is exit 4 before the run', async () => {
  const env = { GITHUB_STEP_SUMMARY: '/nowhere/summary.md' };
  expect(await conformance(words, { env })).toEqual({
    code: 4,
    signal: null,
    stdout: '',
    stderr:
      'conformance: cannot write report /nowhere/summary.md (GITHUB_STEP_SUMMARY): its folder does not exist\n  point it at a file that can be written, or unset it\n',
  });
});
