import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('without Chromium rendering says so in one line and exits 1', () => {
  const script = fileURLToPath(new URL('render-diagrams.js', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    encoding: 'utf8',
    env: { PATH: '', CHROMIUM: '/nowhere/chromium' },
  });
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: '',
    stderr:
      'render-diagrams: cannot start /nowhere/chromium: install Chromium, or name a browser in CHROMIUM\n',
  });
});
