import { describe, expect, it } from 'vitest';
import { conformance, driver, freshFolder, mistake } from './command.js';

const quick = ['--run', 'identity/plugin-name', '--reporter', 'json'];

interface Report {
  readonly endpoint: string;
  readonly driver: { readonly embedded: boolean };
}

async function tested(words: readonly string[], options: Parameters<typeof conformance>[1]): Promise<Report> {
  const { stdout } = await conformance([...words, ...quick], options);
  return JSON.parse(stdout) as Report;
}

describe('the driver that is tested', () => {
  it('is that of --endpoint before the profile and CSI_ENDPOINT', async () => {
    const { endpoint } = await driver();
    const cwd = freshFolder({ 'conformance.yaml': 'endpoint: unix:///profile.sock\n' });
    const report = await tested(['--endpoint', endpoint], { cwd, env: { CSI_ENDPOINT: 'unix:///env.sock' } });
    expect(report).toMatchObject({ endpoint, driver: { embedded: false } });
  });

  it('is that of ./conformance.yaml before CSI_ENDPOINT', async () => {
    const { endpoint } = await driver();
    const cwd = freshFolder({ 'conformance.yaml': `endpoint: ${endpoint}\n` });
    expect(await tested([], { cwd, env: { CSI_ENDPOINT: 'unix:///env.sock' } })).toMatchObject({ endpoint });
  });

  it('is that of CSI_ENDPOINT where nothing else names one, also with a profile', async () => {
    const { endpoint } = await driver();
    const cwd = freshFolder({ 'conformance.yaml': 'backend: local\n' });
    expect(await tested([], { env: { CSI_ENDPOINT: endpoint } })).toMatchObject({ endpoint });
    expect(await tested([], { cwd, env: { CSI_ENDPOINT: endpoint } })).toMatchObject({ endpoint });
  });

  it('is the embedded one only where nobody names one, and the verdict line says so', async () => {
    expect(await tested([], {})).toMatchObject({ driver: { embedded: true } });
    const { stdout } = await conformance(['--run', 'identity/plugin-name']);
    expect(stdout.replace(/\s+/g, ' ')).toContain('this is the embedded reference driver, not yours');
  });

  it('is never the embedded one with a profile that names none', async () => {
    const cwd = freshFolder({ 'conformance.yaml': 'backend: local\n' });
    expect(await conformance([], { cwd })).toEqual({
      code: 2,
      signal: null,
      stdout: '',
      stderr: mistake(
        'profile conformance.yaml names no endpoint, and there is neither --endpoint nor CSI_ENDPOINT',
        'add endpoint: unix:///path.sock to the profile, or give --endpoint',
      ),
    });
  });

  it.each([
    [
      'CSI_ENDPOINT',
      '',
      'CSI_ENDPOINT is empty',
      'give unix:///path.sock; without any endpoint the embedded reference driver is tested',
    ],
    [
      'CSI_ENDPOINT',
      'csi.sock',
      'CSI_ENDPOINT: endpoint csi.sock has no known scheme',
      'write one of unix:///path.sock, unix:@abstract, npipe:////./pipe/name, tcp://127.0.0.1:port or exec:command {socket}',
    ],
  ])('cannot be chosen by %s=%s', async (name, value, message, advice) => {
    expect(await conformance([], { env: { [name]: value } })).toEqual({
      code: 2,
      signal: null,
      stdout: '',
      stderr: mistake(message, advice),
    });
  });
});

describe('output', () => {
  it('on stdout is clean json with --reporter json, even with --trace and a warning', async () => {
    const { endpoint } = await driver();
    const profile = `endpoint: ${endpoint}\nkeys: {available: [{key: a, value: plain-text-value}]}\n`;
    const cwd = freshFolder({ 'conformance.yaml': profile });
    const { stdout, stderr } = await conformance([...quick, '--trace'], { cwd });
    expect(() => JSON.parse(stdout)).not.toThrow();
    expect(stderr).toContain(
      'warning: profile conformance.yaml holds 1 literal value (keys.available[0].value), which does not belong into a repository: use {env: NAME} or {file: PATH}\n',
    );
    expect(stderr).toMatch(/GetPluginInfo -> OK/);
    expect(stdout + stderr).not.toContain('plain-text-value');
  });

  it('names the profile as it was given', async () => {
    const { endpoint } = await driver();
    const profile = `endpoint: ${endpoint}\n`;
    const cwd = freshFolder({ 'conformance.yaml': profile, 'other.yaml': profile });
    const named = async (words: readonly string[]): Promise<unknown> =>
      JSON.parse((await conformance([...quick, ...words], { cwd })).stdout).profile;
    expect(await named([])).toBe('conformance.yaml');
    expect(await named(['--profile', './other.yaml'])).toBe('./other.yaml');
    expect(JSON.parse((await conformance(quick)).stdout)).not.toHaveProperty('profile');
  });

  it('has colours only when asked for, and never against NO_COLOR', async () => {
    const words = ['--run', 'identity/plugin-name'];
    const colored = async (more: readonly string[], env: Record<string, string>): Promise<boolean> =>
      (await conformance([...words, ...more], { env })).stdout.includes('\u001b[');
    expect(await colored([], {})).toBe(false);
    expect(await colored([], { FORCE_COLOR: '1' })).toBe(true);
    expect(await colored([], { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
    expect(await colored(['--color', 'always'], { NO_COLOR: '1' })).toBe(true);
    expect(await colored(['--color', 'never'], { FORCE_COLOR: '1' })).toBe(false);
  });

  it('that nobody reads on is no error', async () => {
    const { spawnSync } = await import('node:child_process');
    const { bin } = await import('./command.js');
    const { stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${bin}" list | head -1`], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
  });
});
