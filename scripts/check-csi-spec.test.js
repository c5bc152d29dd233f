import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it.each(['check-csi-spec', 'generate-csi-spec'])('without Go %s says so in one line and exits 2', (name) => {
  const script = fileURLToPath(new URL(`${name}.js`, import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    encoding: 'utf8',
    env: { PATH: '' },
  });
  expect({ status, stdout, stderr }).toEqual({
    status: 2,
    stdout: '',
    stderr: `${name}: cannot fetch upstream: the command go is not on the PATH\n`,
  });
});
