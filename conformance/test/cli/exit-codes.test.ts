import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findMutant } from '../../src/cli/find-mutant.js';
import { conformance, driver, freshFolder, mistake, start } from './command.js';

const quick = ['--run', 'identity/plugin-name'];

describe('conformance exits', () => {
  it('0 when what was asked for passes', async () => {
    const { endpoint } = await driver();
    expect(await conformance(['--endpoint', endpoint, ...quick])).toMatchObject({ code: 0, stderr: '' });
  });

  it('1 when a partial run is strict', async () => {
    const { endpoint } = await driver();
    const { code, stdout } = await conformance(['--endpoint', endpoint, ...quick, '--strict']);
    expect({ code, partial: stdout.includes('partial') }).toEqual({ code: 1, partial: true });
  });

  it('1 when a driver breaks a MUST', async () => {
    const { endpoint } = await driver({ mutant: findMutant('identity/vendor-version/empty') });
    expect(await conformance(['--endpoint', endpoint, '--run', 'identity/**'])).toMatchObject({ code: 1 });
  });

  it('2 when a pattern matches nothing, and leaves no report behind', async () => {
    const { endpoint } = await driver();
    const cwd = freshFolder();
    const words = ['--endpoint', endpoint, '--run', 'identity/plugin-nam', '--reporter', 'json=report.json'];
    const { code, stdout, stderr } = await conformance(words, { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      mistake(
        '--run identity/plugin-nam matches no requirement and no check',
        'did you mean identity/plugin-name? npx @csi-env/conformance list shows them all',
      ),
    );
    expect(existsSync(join(cwd, 'report.json'))).toBe(false);
  });

  it('3 when nobody listens, with a report all the same', async () => {
    const cwd = freshFolder();
    const words = [
      '--endpoint',
      'unix:///nowhere/csi.sock',
      '--startup-timeout',
      '100ms',
      '--reporter',
      'json=report.json',
    ];
    const { code, stderr } = await conformance(words, { cwd });
    expect(code).toBe(3);
    expect(stderr).toBe('npx @csi-env/conformance doctor --endpoint unix:///nowhere/csi.sock says why\n');
    expect(JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8'))).toMatchObject({
      verdict: 'error',
      exitCode: 3,
    });
  });

  it.each([
    ['3 with nobody to test', ['--endpoint', 'unix:///nowhere/csi.sock', '--startup-timeout', '100ms'], 3],
    ['2 with a mistake', ['--endpoint', 'unix:///nowhere/csi.sock', '--run', 'no/such'], 2],
    ['1 with a strict part', [...quick, '--strict', '--trace'], 1],
    ['0 with a part', [...quick, '--trace'], 0],
  ])('%s, also when nobody reads what it writes', async (_name, words, code) => {
    const { child, result } = start(['run', ...words]);
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect(await result).toMatchObject({ code, signal: null });
  });

  it('3 when there is nobody to fuzz, and says what to do', async () => {
    const words = ['fuzz', '--endpoint', 'unix:///nowhere/csi.sock', '--startup-timeout', '100ms'];
    expect(await conformance(words)).toMatchObject({
      code: 3,
      stderr: 'npx @csi-env/conformance doctor --endpoint unix:///nowhere/csi.sock says why\n',
    });
  });

  it('3 when the command of an exec endpoint does not exist', async () => {
    const { code, stdout } = await conformance(['--endpoint', 'exec:./no-such-driver {socket}', ...quick]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/cannot start \S+no-such-driver: no such command/);
  });

  it('4 when a report cannot be written, before the driver is called', async () => {
    const running = await driver();
    const { code, stderr } = await conformance([
      '--endpoint',
      running.endpoint,
      ...quick,
      '--reporter',
      'json=no/such/folder/report.json',
    ]);
    expect(code).toBe(4);
    expect(stderr).toBe(
      mistake(
        'cannot write report no/such/folder/report.json: its folder does not exist',
        'create the folder, or use --output, which creates it',
      ),
    );
    expect(running.stats.calls.size).toBe(0);
  });

  it.runIf(process.platform === 'linux').each<[words: string[], message: string]>([
    [['run', '--output', '/proc/none', '--reporter', 'json'], 'cannot write report /proc/none/report.json'],
    [['fuzz', '--output', '/proc/none', '--reporter', 'json'], 'cannot write report /proc/none/fuzz.json'],
    [['fuzz', '--findings', '/proc/none/below'], 'cannot create /proc/none/below'],
    [['mutants', '--output', '/proc/none'], 'cannot create /proc/none'],
  ])('4 when a folder cannot be made, for %j, and at once', async (words, message) => {
    const { code, stdout, stderr } = await conformance(words);
    expect({ code, stdout, stderr }).toEqual({
      code: 4,
      stdout: '',
      stderr: mistake(`${message}: no folder can be made in /proc`),
    });
  });

  it('4 when the run does not end within its deadline', async () => {
    const { endpoint, profile } = await driver({ backendLatencyMs: 400 });
    const cwd = freshFolder({ 'p.json': JSON.stringify({ endpoint, ...profile }) });
    const { code, stdout } = await conformance(
      ['--profile', 'p.json', '--deadline', '500ms', '--run', 'batch/**'],
      { cwd },
    );
    expect(stdout).toContain('deadline');
    expect(code).toBe(4);
  });

  it('5 when nothing of what was asked for can be tested', async () => {
    const { endpoint } = await driver();
    const { code, stdout } = await conformance(['--endpoint', endpoint, '--run', 'values/exact']);
    expect(code).toBe(5);
    expect(stdout).toContain('exit 5');
  });

  it('5 when the profile lists keys and the driver lacks the capability', async () => {
    const { endpoint, profile } = await driver({ advertised: false });
    const cwd = freshFolder({ 'p.json': JSON.stringify({ endpoint, ...profile }) });
    expect(await conformance(['--profile', 'p.json'], { cwd })).toMatchObject({ code: 5 });
  });
});

it.skipIf(process.getuid?.() === 0)('4 when the folder of a report is closed', async () => {
  const cwd = freshFolder();
  mkdirSync(join(cwd, 'closed'));
  chmodSync(join(cwd, 'closed'), 0o500);
  expect(await conformance([...quick, '--reporter', 'json=closed/x.json'], { cwd })).toMatchObject({
    code: 4,
  });
});

it.each(['wire', 'grpc-js', 'connect'])(
  'the %s client says why it cannot connect in the words of the others',
  async (client) => {
    const cwd = freshFolder();
    const words = ['--endpoint', 'unix:///nowhere/x.sock', '--client', client, '--startup-timeout', '50ms'];
    const { code, stdout } = await conformance([...words, '--reporter', 'json'], { cwd });
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      reason: 'cannot talk to unix:///nowhere/x.sock: cannot connect: ENOENT',
    });
  },
);
