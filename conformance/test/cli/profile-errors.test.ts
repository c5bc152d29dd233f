import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { conformance, freshFolder, mistake } from './command.js';

describe('a profile that cannot be used is told in one line', () => {
  it.each<[situation: string, text: string, message: string, advice?: string]>([
    ['a missing key', 'keys: {available: [{parameters: {}}]}', 'keys.available[0].key is missing'],
    [
      'an unknown member',
      'keys: {availible: []}',
      'unknown member keys.availible',
      'did you mean available?',
    ],
    [
      'an unknown member at the top',
      'endpiont: unix:///x.sock',
      'unknown member endpiont',
      'did you mean endpoint?',
    ],
    [
      'an unknown member like no other',
      'documents: {q: x}',
      'unknown member documents.q',
      'known here: retriableCodes, cache, cacheTtl',
    ],
    ['a member of the wrong kind', 'keys: {missing: secret/none}', 'keys.missing is not a list'],
    ['a key of the wrong kind', 'keys: {missing: [5]}', 'keys.missing[0] is not a text or an object'],
    [
      'a word that is none of the allowed',
      'backend: secrets',
      'backend is none of local, cloud, secret',
      'did you mean secret?',
    ],
    [
      'a duration without a unit',
      'documents: {cacheTtl: "30"}',
      'documents.cacheTtl is no duration like 500ms, 30s or 2m',
    ],
    [
      'both endpoint and exec',
      'endpoint: unix:///x.sock\nexec: [./driver]',
      'endpoint and exec exclude each other',
    ],
    [
      'a value from two places',
      'keys: {available: [{key: a, value: {env: A, file: b}}]}',
      'keys.available[0].value.file and keys.available[0].value.env exclude each other',
    ],
    [
      'a value from nowhere',
      'keys: {available: [{key: a, value: {}}]}',
      'keys.available[0].value.env or keys.available[0].value.file is missing',
    ],
    [
      'a misspelled source of a value',
      'keys: {available: [{key: a, value: {evn: A}}]}',
      'unknown member in keys.available[0].value',
      'did you mean env?',
    ],
    [
      'an incomplete pod',
      'pod: {namespace: a, serviceAccount: b}',
      'pod.podName is missing',
      'npx @csi-env/conformance validate conformance.yaml shows 1 more',
    ],
    ['nothing in it', '# nothing\n', 'it is empty'],
    ['a list', '- endpoint: unix:///x.sock', 'the document is not an object'],
    ['a tab', 'keys:\n\tmissing: []', 'line 2, column 1: tabs are not allowed as indentation'],
    [
      'a member that is there twice',
      'backend: local\nbackend: cloud',
      'line 2, column 1: map keys must be unique',
    ],
    ['two documents', 'backend: local\n---\nbackend: cloud', 'it has 2 documents, one is allowed'],
    [
      'an environment variable that is not set',
      'keys: {available: [{key: a, value: {env: NOT_SET}}]}',
      'keys.available[0].value.env names NOT_SET, which is not set',
      'set NOT_SET to the value that the backend holds',
    ],
  ])('%s', async (_situation, text, message, advice) => {
    const cwd = freshFolder({ 'conformance.yaml': text });
    expect(await conformance([], { cwd })).toEqual({
      code: 2,
      signal: null,
      stdout: '',
      stderr: mistake(`cannot read profile conformance.yaml: ${message}`, advice),
    });
  });

  it('files that it names and that are not there', async () => {
    const cwd = freshFolder({
      'a.yaml': 'providerClass: ./none.yaml\n',
      'b.yaml': 'keys: {available: [{key: a, value: {file: none}}]}\n',
    });
    expect((await conformance(['--profile', 'a.yaml'], { cwd })).stderr).toBe(
      mistake('cannot read profile a.yaml: providerClass ./none.yaml: no such file'),
    );
    expect((await conformance(['--profile', 'b.yaml'], { cwd })).stderr).toBe(
      mistake('cannot read profile b.yaml: keys.available[0].value.file none: no such file'),
    );
  });

  it('a ProviderClass manifest that is wrong', async () => {
    const cwd = freshFolder({
      'conformance.yaml': 'providerClass: class.yaml\n',
      'class.yaml':
        'kind: ProviderClass\napiVersion: storage.k8s.io/v1alpha1\nmetadata: {nam: x}\nspec: {driver: d}\n',
    });
    expect((await conformance([], { cwd })).stderr).toBe(
      mistake('cannot read ProviderClass class.yaml: metadata.name is missing'),
    );
  });

  it('a folder', async () => {
    const cwd = freshFolder();
    mkdirSync(join(cwd, 'folder'));
    expect((await conformance(['--profile', 'folder'], { cwd })).stderr).toBe(
      mistake('cannot read profile folder: it is a folder'),
    );
  });

  it('never with a value in it', async () => {
    const cwd = freshFolder({ 'conformance.yaml': 'keys: {available: [{key: a, value: [s3cr3t-value]}]}\n' });
    writeFileSync(
      join(cwd, 'b.yaml'),
      'keys: {available: [{key: a, value: s3cr3t-value, valu: s3cr3t-value}]}\n',
    );
    for (const name of ['conformance.yaml', 'b.yaml']) {
      const { stderr } = await conformance(['--profile', name], { cwd });
      expect(stderr).not.toContain('s3cr3t');
    }
  });
});

describe('a hook whose command cannot be started is told before the run', () => {
  const advice = "a hook's command is relative to the profile, or found in PATH; --safe runs no hooks";

  it.each<[situation: string, hook: string, problem: string]>([
    ['a path where nothing is', './rotate.sh now', './rotate.sh: no such command'],
    ['a path of something that is no program', './plain.sh', './plain.sh: it is not executable'],
    ['a folder', './folder/', './folder/: no such command'],
    [
      'a name that PATH does not have',
      'no-such-command-anywhere',
      'no-such-command-anywhere: no such command',
    ],
  ])('%s', async (_, hook, problem) => {
    const cwd = freshFolder({ 'plain.sh': '', 'p.json': JSON.stringify({ hooks: { rotate: hook } }) });
    mkdirSync(join(cwd, 'folder'));
    const words = [
      '--profile',
      'p.json',
      '--endpoint',
      'unix:///nowhere/x.sock',
      '--startup-timeout',
      '50ms',
    ];
    expect(await conformance(words, { cwd })).toEqual({
      code: 2,
      signal: null,
      stdout: '',
      stderr: mistake(`profile p.json: hooks.rotate: ${problem}`, advice),
    });
    expect((await conformance([...words, '--safe'], { cwd })).code).toBe(3);
  });

  it('but not one that a shell runs, or that is there', async () => {
    const cwd = freshFolder({
      'p.json': JSON.stringify({
        hooks: {
          rotate: { command: 'nowhere || true', shell: true },
          restart: 'sh -c true',
          backendLog: './ok.sh',
        },
      }),
      'ok.sh': '#!/bin/sh\n',
    });
    chmodSync(join(cwd, 'ok.sh'), 0o755);
    const words = [
      '--profile',
      'p.json',
      '--endpoint',
      'unix:///nowhere/x.sock',
      '--startup-timeout',
      '50ms',
    ];
    expect((await conformance(words, { cwd })).code).toBe(3);
  });

  it('by validate too where the profile names it by its path', async () => {
    const cwd = freshFolder({
      'p.yaml':
        'endpoint: unix:///x.sock\nhooks:\n  rotate: ./rotate.sh\n  restart: only-on-the-node restart\n',
    });
    const { code, stdout, stderr } = await conformance(['validate', 'p.yaml'], { cwd });
    expect(code).toBe(2);
    expect(stdout + stderr).toContain('p.yaml:3: hooks.rotate: ./rotate.sh: no such command');
    expect(stdout + stderr).not.toContain('only-on-the-node');
  });
});
