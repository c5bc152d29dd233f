import { describe, expect, it } from 'vitest';
import { findMutant } from '../../src/cli/find-mutant.js';
import { oddities } from '../../src/contracts/env-vars/mutants/oddities.js';
import { conformance, driver, freshFolder } from './command.js';

const without = oddities.find(({ id }) => id === 'capabilities/none');
if (without === undefined) throw new Error('there is no oddity without the capability');

interface Report {
  readonly verdict: string;
  readonly reason?: string;
  readonly nothingApplies?: string;
  readonly requirements: readonly { readonly id: string; readonly level: string; readonly outcome: string }[];
}

/** The last paragraph of the console report as one line. */
const verdictOf = (stdout: string): string =>
  (stdout.trimEnd().split('\n\n').at(-1) ?? '').replace(/\s+/g, ' ');

describe('a driver without the capability', () => {
  it('is partial, and the verdict line begins with what did not apply', async () => {
    const { endpoint, profile } = await driver({ mutant: without });
    const cwd = freshFolder({
      'conformance.yaml': JSON.stringify({ ...without.profile?.(profile), endpoint }),
    });
    for (const words of [
      ['--endpoint', endpoint],
      ['--profile', 'conformance.yaml'],
    ]) {
      const { code, stdout } = await conformance(words, { cwd });
      expect(code).toBe(0);
      expect(verdictOf(stdout)).toMatch(
        /^! partial: nothing of NodeGetEnvVars applied: the driver does not list ENV_VAR_INJECTION; \d+ checks of \d+ MUSTs untested/,
      );
    }
  }, 60_000);

  it('contradicts a profile that lists available keys: exit 5 with the reason', async () => {
    const { endpoint, profile } = await driver({ mutant: without });
    const cwd = freshFolder({ 'conformance.yaml': JSON.stringify({ ...profile, endpoint }) });
    const { code, stdout } = await conformance(['--reporter', 'json'], { cwd });
    const report = JSON.parse(stdout) as Report;
    expect(code).toBe(5);
    expect(report).toMatchObject({
      verdict: 'error',
      exitCode: 5,
      reason:
        'the profile lists available keys, but the driver does not list ENV_VAR_INJECTION: they contradict each other',
      nothingApplies: 'nothing of NodeGetEnvVars applied: the driver does not list ENV_VAR_INJECTION',
    });
  }, 60_000);

  it('yet with the call is nonconformant by capability/advertised', async () => {
    const mutant = findMutant('capability/advertised/not-listed');
    const { endpoint, profile } = await driver({ mutant });
    const cwd = freshFolder({ 'conformance.yaml': JSON.stringify({ ...profile, endpoint }) });
    for (const words of [
      ['--endpoint', endpoint],
      ['--profile', 'conformance.yaml'],
    ]) {
      const { code, stdout } = await conformance([...words, '--reporter', 'json'], { cwd });
      const report = JSON.parse(stdout) as Report;
      const failed = report.requirements.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);
      expect(code).toBe(1);
      expect(report.verdict).toBe('nonconformant');
      expect(failed).toContain('capability/advertised');
      // It is the same contradiction seen from the other side.
      expect(failed.filter((id) => id !== 'capability/unadvertised')).toEqual(['capability/advertised']);
    }
  }, 60_000);
});
