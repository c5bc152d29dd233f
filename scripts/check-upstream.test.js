import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { root } from './run-buf.js';

const script = fileURLToPath(new URL('check-upstream.js', import.meta.url));

/** @param {string} path the folders that commands come from */
function checkUpstream(path) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    encoding: 'utf8',
    env: { ...process.env, PATH: path },
  });
  return { status, stdout, stderr };
}

test('without Go the upstream check says so in one line and exits 2', () => {
  expect(checkUpstream('')).toEqual({
    status: 2,
    stdout: '',
    stderr: 'check-upstream: cannot fetch upstream: the command go is not on the PATH\n',
  });
});

describe.skipIf(process.platform === 'win32')(
  'with a stand-in for go whose every release is our view',
  () => {
    let folder = '';
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'csi-env-upstream-'));
      copyFileSync(join(root, 'proto/csi/v1_10/csi.proto'), join(folder, 'csi.proto'));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    /** @param {string} list what `go list` does */
    function checkWith(list) {
      const go = join(folder, 'go');
      writeFileSync(
        go,
        `#!/bin/sh\ncase "$1" in mod) echo '{"Dir": "${folder}"}' ;; list) ${list} ;; esac\n`,
      );
      chmodSync(go, 0o755);
      return checkUpstream([folder, process.env.PATH].join(delimiter));
    }
    const compared = ['v1.12.0', 'v1.10.0'].map(
      (version) =>
        `github.com/container-storage-interface/spec ${version}: what both have is identical, what we add collides with nothing\n`,
    );

    test('a newer release is a note and no failure', () => {
      const { status, stdout, stderr } = checkWith('echo spec v1.12.0 v1.98.0-rc1 v1.97.0 v1.9.0');
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toBe(
        `${compared.join('')}note: github.com/container-storage-interface/spec v1.97.0 is out, and nothing here is compared with it\n`,
      );
    });

    test.each([
      ['where none is newer', 'echo spec v1.10.0 v1.12.0'],
      ['where the proxy cannot be reached', 'echo no such host >&2; exit 1'],
    ])('nothing is noted %s', (_, list) => {
      const { status, stdout } = checkWith(list);
      expect({ status, stdout }).toEqual({ status: 0, stdout: compared.join('') });
    });
  },
);
