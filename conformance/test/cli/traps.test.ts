import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findMutant } from '../../src/cli/find-mutant.js';
import { conformance, driver, freshFolder } from './command.js';

const quick = ['--run', 'identity/plugin-name'];

describe('traps of other conformance tools', () => {
  it('a selector that matches nothing succeeds', async () => {
    for (const flag of ['--run', '--skip']) {
      const { code } = await conformance([flag, 'no/such/thing']);
      expect(code, flag).toBe(2);
    }
  });

  it('a configuration error prints a message and exits 0', async () => {
    const cwd = freshFolder({ 'conformance.yaml': 'endpoint: 5\n' });
    expect(await conformance([], { cwd })).toMatchObject({ code: 2, stdout: '' });
  });

  it('a report that cannot be written still exits 0', async () => {
    expect(await conformance([...quick, '--reporter', 'json=/proc/no/report.json'])).toMatchObject({
      code: 4,
    });
  });

  it('exit code = number of failures, so 256 failures are 0', async () => {
    const { endpoint } = await driver({ mutant: findMutant('identity/vendor-version/empty') });
    for (const only of ['identity/vendor-version', 'identity/**']) {
      expect(await conformance(['--endpoint', endpoint, '--run', only])).toMatchObject({ code: 1 });
    }
  });

  it('every RPC fails and the tool exits 0', async () => {
    const cwd = freshFolder();
    const path = join(cwd, 'csi.sock');
    const { createServer } = await import('node:net');
    const server = createServer((socket) => socket.destroy()).listen(path);
    await new Promise((resolve) => server.once('listening', resolve));
    const { code } = await conformance([
      '--endpoint',
      `unix://${path}`,
      '--startup-timeout',
      '200ms',
      ...quick,
    ]);
    server.close();
    expect(code).toBe(3);
  });

  it('one dial error ends the run without a report', async () => {
    const cwd = freshFolder();
    await conformance(
      ['--endpoint', 'unix:///nowhere/x.sock', '--startup-timeout', '50ms', '--output', 'out'],
      { cwd },
    );
    for (const file of ['events.ndjson', 'report.json'])
      expect(existsSync(join(cwd, 'out', file)), file).toBe(true);
  });

  it('a truncated event stream read as complete', async () => {
    const cwd = freshFolder();
    const { endpoint } = await driver();
    await conformance(['--endpoint', endpoint, ...quick, '--reporter', 'ndjson=events.ndjson'], { cwd });
    const lines = readFileSync(join(cwd, 'events.ndjson'), 'utf8').trimEnd().split('\n');
    writeFileSync(join(cwd, 'cut.ndjson'), `${lines.slice(0, -1).join('\n')}\n`);
    expect(await conformance(['report', 'cut.ndjson'], { cwd })).toEqual({
      code: 2,
      signal: null,
      stdout: '',
      stderr:
        'conformance: cannot read events from cut.ndjson: it is truncated: there is no footer\n  the run that wrote it did not end; run it again\n',
    });
  });

  it('failing a driver for a capability that it never declared', async () => {
    const { endpoint } = await driver({ advertised: false });
    const { code, stdout } = await conformance(['--endpoint', endpoint]);
    expect(code).toBe(0);
    expect(stdout).toContain('nothing of NodeGetEnvVars applied');
  });

  it('one list-file argument silently drops the other patterns', async () => {
    const { endpoint } = await driver();
    const cwd = freshFolder({
      'list.txt': '# identity\nidentity/probe   # comes first\n\nidentity/vendor-version\n',
    });
    const words = [
      '--endpoint',
      endpoint,
      '--run',
      'identity/plugin-name',
      '--run',
      '@list.txt',
      '--run',
      'identity/manifest-size',
    ];
    const { stdout } = await conformance([...words, '--reporter', 'json'], { cwd });
    const { requirements } = JSON.parse(stdout) as { requirements: { id: string; outcome: string }[] };
    const passed = requirements.filter(({ outcome }) => outcome === 'pass').map(({ id }) => id);
    expect(passed.sort()).toEqual([
      'identity/manifest-size',
      'identity/plugin-name',
      'identity/probe',
      'identity/vendor-version',
    ]);
  });

  it("a typo'd or renamed known-failure entry goes unnoticed", async () => {
    const cwd = freshFolder({
      'known.yaml': '- {id: identity/plugin-nam, reason: we know, until: 2999-01-01}\n',
    });
    expect(await conformance(['--known-failures', 'known.yaml'], { cwd })).toEqual({
      code: 2,
      signal: null,
      stdout: '',
      stderr:
        'conformance: known failure identity/plugin-nam in known.yaml matches no requirement and no check\n  did you mean identity/plugin-name?\n',
    });
  });

  it('output order differs from run to run', async () => {
    const { endpoint } = await driver();
    const names = async (): Promise<string[]> => {
      const { stdout } = await conformance([
        '--endpoint',
        endpoint,
        '--run',
        'identity/**',
        '--reporter',
        'json',
        '--seed',
        '1',
      ]);
      return (JSON.parse(stdout) as { checks: { name: string }[] }).checks.map(({ name }) => name);
    };
    const [first, second] = [await names(), await names()];
    expect(second).toEqual(first);
  });

  it('an unset variable is taken for the embedded driver', async () => {
    expect(await conformance([], { env: { CSI_ENDPOINT: '' } })).toMatchObject({ code: 2, stdout: '' });
    expect(await conformance(['--endpoint', ' '])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('known failures', () => {
  const file = (id: string, until = '2999-01-01'): string =>
    JSON.stringify([{ id, reason: 'issue 12', until }]);

  it('that fail make the run partial instead of nonconformant', async () => {
    const { endpoint } = await driver({ mutant: findMutant('identity/vendor-version/empty') });
    const cwd = freshFolder({ 'known.json': file('identity/vendor-version') });
    const { code, stdout } = await conformance(
      ['--endpoint', endpoint, '--run', 'identity/**', '--known-failures', 'known.json'],
      { cwd },
    );
    expect({ code, partial: stdout.includes('partial') }).toEqual({ code: 0, partial: true });
  });

  it('that pass are an error', async () => {
    const { endpoint } = await driver();
    const cwd = freshFolder({ 'known.json': file('identity/vendor-version') });
    const { code, stdout } = await conformance(
      ['--endpoint', endpoint, '--run', 'identity/**', '--known-failures', 'known.json'],
      { cwd },
    );
    expect(code).toBe(2);
    expect(stdout).toContain('identity/vendor-version');
  });

  it('that have expired are an error before the run', async () => {
    const cwd = freshFolder({ 'known.json': file('identity/vendor-version', '2020-02-29') });
    const { code, stderr } = await conformance(['--known-failures', 'known.json'], { cwd });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'conformance: known failure identity/vendor-version in known.json has expired on 2020-02-29\n  fix the driver, or give the entry a later day and say why\n',
    });
  });

  it('are checked by their schema', async () => {
    const cwd = freshFolder({ 'known.yaml': '- id: identity/probe\n  reson: x\n  until: 2999-01-01\n' });
    expect((await conformance(['--known-failures', 'known.yaml'], { cwd })).stderr).toBe(
      'conformance: cannot read known failures known.yaml: unknown member [0].reson\n  did you mean reason?\n',
    );
  });
});

it('--baseline fails only what is new', async () => {
  const { endpoint } = await driver({ mutant: findMutant('identity/vendor-version/empty') });
  const cwd = freshFolder();
  const words = ['--endpoint', endpoint, '--run', 'identity/**'];
  expect(await conformance([...words, '--reporter', 'json=base.json'], { cwd })).toMatchObject({ code: 1 });
  expect(await conformance([...words, '--baseline', 'base.json'], { cwd })).toMatchObject({ code: 0 });
});
