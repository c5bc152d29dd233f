import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clearSocketPath } from './socket.js';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csi-env-socket-'));
  path = join(folder, 'csi.sock');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('removes a socket that nobody listens on', async () => {
  const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', script]);
  expect(existsSync(path)).toBe(true);
  await clearSocketPath(path);
  expect(existsSync(path)).toBe(false);
});

it('leaves a socket that somebody listens on', async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(path, resolve));
  await expect(clearSocketPath(path)).rejects.toThrow('another process listens on it');
  await new Promise((resolve) => server.close(resolve));
});

it('leaves what is no socket', async () => {
  await writeFile(path, 'precious');
  await expect(clearSocketPath(path)).rejects.toThrow('it exists and is not a socket');
  expect(existsSync(path)).toBe(true);
});

it('accepts a path where nothing is', async () => {
  await expect(clearSocketPath(path)).resolves.toBeUndefined();
});
