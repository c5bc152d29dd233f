import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('without Go the upstream check says so in one line and exits 2', () => {
  const script = fileURLToPath(new URL('check-upstream.js', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    encoding: 'utf8',
    env: { PATH: '' },
  });
  expect({ status, stdout, stderr }).toEqual({
    status: 2,
    stdout: '',
    stderr: 'check-upstream: cannot fetch upstream: the command go is not on the PATH\n',
  });
});
