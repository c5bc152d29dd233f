import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { referenceProfile } from '../../src/contracts/env-vars/reference-driver/reference-profile.js';
import { bin, conformance, freshFolder } from './command.js';

const served = [process.execPath, bin, 'serve', '--endpoint', '{endpoint}'];

/** What a check says of a mutant that the tool starts itself. */
function judged(check: string, mutant: string, log?: string) {
  return judge(check, [...served, '--mutant', mutant], log);
}

/** What a check says of a driver that the tool starts itself. */
async function judge(check: string, serve: readonly string[], log?: string) {
  const cwd = freshFolder();
  const profile = {
    exec: log === undefined ? serve : [...serve, '--log', join(cwd, log)],
    ...referenceProfile,
    ...(log === undefined ? {} : { logs: [{ command: `cat ${join(cwd, log)}` }] }),
  };
  writeFileSync(join(cwd, 'conformance.yaml'), JSON.stringify(profile));
  const { code, stdout } = await conformance(['--run', check, '--reporter', 'json'], { cwd });
  const { checks } = JSON.parse(stdout);
  const found = checks.find(({ name }: { name: string }) => name === check);
  return { code, outcome: found.outcome, happened: found.card.happened.join() };
}

describe('a driver that the tool starts', () => {
  it.each([
    ['stdout', 'privacy/logs/output', 'privacy/logs/stdout', undefined, /^stdout of the driver, line \d+/],
    ['stderr', 'privacy/logs/output', 'privacy/logs/stderr', undefined, /^stderr of the driver, line \d+/],
    [
      'a log that a command shows',
      'privacy/logs/commands',
      'privacy/logs/command',
      'it.log',
      /^cat .*it\.log/,
    ],
    [
      'the environment of a process that it starts',
      'privacy/process/environment',
      'privacy/process/environment',
      undefined,
      /^environment of process \d+/,
    ],
  ])('is nonconformant where it tells a value in %s', async (_, check, mutant, log, place) => {
    expect(await judged(check, mutant, log)).toEqual({
      code: 1,
      outcome: 'fail',
      happened: expect.stringMatching(place),
    });
  });

  it.runIf(process.platform === 'linux')(
    'is nonconformant where it tells a value in the command line of a process that left it',
    async () => {
      const secret =
        referenceProfile.keys.available.find(({ key }) => key === 'app/db/password')?.value ?? '';
      // A session of its own, and a parent that has ended.
      const script = '(setsid sh -c "sleep 100; :" "$1" &); shift; exec "$@"';
      const check = 'privacy/process/command-line';
      expect(await judge(check, ['sh', '-c', script, 'sh', secret, ...served])).toEqual({
        code: 1,
        outcome: 'fail',
        happened: expect.stringMatching(/^command line of process \d+/),
      });
    },
  );
});
