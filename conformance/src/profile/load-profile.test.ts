import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type LoadedProfile, loadProfile } from './load-profile.js';

function load(
  files: Record<string, string | Buffer>,
  env: NodeJS.ProcessEnv = {},
): LoadedProfile & { readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'csi-env-profile-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return loadProfile(join(folder, 'conformance.yaml'), env);
}

describe('a profile', () => {
  it('that is empty of members leaves everything open', () => {
    const { profile, endpoint, exec, warnings } = load({ 'conformance.yaml': '{}' });
    expect(profile.keys).toEqual({ available: [], missing: [], denied: [], oversized: [], failing: [] });
    expect({ endpoint, exec, warnings }).toEqual({ endpoint: undefined, exec: undefined, warnings: [] });
  });

  it('may be JSON', () => {
    expect(load({ 'conformance.yaml': '{"endpoint": "unix:///x.sock"}' }).endpoint).toBe('unix:///x.sock');
  });

  it('gives values as bytes: from the environment, an empty one included, and from files as they are', () => {
    const keys =
      '[{key: a, value: {env: A}}, {key: b, value: {env: EMPTY}}, {key: c, value: {file: c.bin}}, {key: d, value: " d"}, e]';
    const { profile, warnings, valueVariables } = load(
      { 'conformance.yaml': `keys: {available: ${keys}}`, 'c.bin': Buffer.from([0, 255, 10]) },
      { A: 'ä', EMPTY: '' },
    );
    const hex = profile.keys.available.map(({ value }) => value && Buffer.from(value).toString('hex'));
    expect(hex).toEqual(['c3a4', '', '00ff0a', '2064', undefined]);
    expect(valueVariables).toEqual(['A', 'EMPTY']);
    expect(warnings).toHaveLength(1);
  });

  it('warns once of all literal values, however many there are', () => {
    const warning = (keys: string): readonly string[] =>
      load({ 'conformance.yaml': `keys: {available: [${keys}]}` }).warnings.map((text) =>
        text.replace(/\S*(?=conformance\.yaml)/, ''),
      );
    expect(warning('{key: a, value: x}')).toEqual([
      'profile conformance.yaml holds 1 literal value (keys.available[0].value), which does not belong into a repository: use {env: NAME} or {file: PATH}',
    ]);
    expect(warning('a, {key: b, value: x}, {key: c, value: x}, {key: d, value: ""}')).toEqual([
      'profile conformance.yaml holds 3 literal values (keys.available[1].value, ...), which do not belong into a repository: use {env: NAME} or {file: PATH}',
    ]);
  });

  it('gives pods that leave something out what the first pod has', () => {
    const { profile } = load({
      'conformance.yaml':
        'pod: {namespace: n, serviceAccount: s, podName: p, podUID: u}\ndeniedPods: [{namespace: x, serviceAccount: s}, {namespace: n, serviceAccount: y, podName: q}]\n',
    });
    expect(profile.deniedPods).toEqual([
      { namespace: 'x', serviceAccount: 's', podName: 'p', podUID: 'u' },
      { namespace: 'n', serviceAccount: 'y', podName: 'q', podUID: 'u' },
    ]);
  });

  it('takes its class from a ProviderClass manifest beside it', () => {
    const manifest =
      'apiVersion: storage.k8s.io/v1alpha1\nkind: ProviderClass\nmetadata: {name: vault}\nspec: {driver: env.csi.example.com, parameters: {allowedNamespaces: "a,b"}}\n';
    const { profile } = load({ 'conformance.yaml': 'providerClass: ./class.yaml', 'class.yaml': manifest });
    expect(profile.providerClass).toEqual({ name: 'vault', parameters: { allowedNamespaces: 'a,b' } });
  });

  it('makes paths absolute and durations numbers', () => {
    const { profile, folder } = load({
      'conformance.yaml':
        'logs: [{file: a.log}, {command: cat b}]\nwatch: {directories: [state], pid: {file: pid}}\ndocuments: {cacheTtl: 2m}\n',
    });
    expect(profile.logs).toEqual([{ file: join(folder, 'a.log') }, { command: 'cat b' }]);
    expect(profile.watch).toEqual({
      directories: [join(folder, 'state')],
      ignore: [],
      pid: { file: join(folder, 'pid') },
    });
    expect(profile.documents).toEqual({ cacheTtlMs: 120_000 });
  });

  it('has the digest of its bytes', () => {
    const text = 'backend: local # comments count\n';
    const hex = createHash('sha256').update(text).digest('hex');
    expect(load({ 'conformance.yaml': text }).profile.digest).toBe(`sha256:${hex}`);
  });

  it('hands no expected value to the driver that its restart starts', async () => {
    process.env.CSI_ENV_EXPECTED = 'q7Rk!2vT_zLp';
    onTestFinished(() => void delete process.env.CSI_ENV_EXPECTED);
    const { profile } = load(
      {
        'conformance.yaml':
          'keys: {available: [{key: a, value: {env: CSI_ENV_EXPECTED}}]}\nhooks: {restart: env, rotate: env}\n',
      },
      process.env,
    );
    const { signal } = new AbortController();
    expect(await profile.hooks.restart?.(signal)).toMatchObject({
      output: expect.not.stringContaining('EXPECTED'),
    });
    expect(await profile.hooks.rotate?.(signal)).toMatchObject({
      output: expect.stringContaining('EXPECTED'),
    });
  });

  it('brings a backend up again that a broken-off check left down', async () => {
    const loaded = load({ 'conformance.yaml': 'hooks: {backendDown: touch down, backendUp: rm down}\n' });
    await loaded.profile.hooks.backendDown?.(new AbortController().signal);
    expect(existsSync(join(loaded.folder, 'down'))).toBe(true);
    await loaded.settle();
    expect(existsSync(join(loaded.folder, 'down'))).toBe(false);
  });
});
