import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { killStrays } from './strays.js';

/** A process that sleeps in a session of its own, with an endpoint in its environment. */
async function sleeper(endpoint: string) {
  const script = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up')`;
  const child = spawn(process.execPath, ['-e', script], {
    detached: true,
    env: { ...process.env, CSI_ENDPOINT: endpoint },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = new Promise<string | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return { child, ended };
}

it.runIf(process.platform === 'linux')(
  'kills what has the endpoint of a driver, and nothing else',
  async () => {
    const endpoint = `unix:///tmp/${randomUUID()}/csi.sock`;
    const ours = await sleeper(endpoint);
    const longer = await sleeper(`${endpoint}.other`);
    killStrays({ endpoint, outputs: new Set() });
    expect(await ours.ended).toBe('SIGKILL');
    expect(longer.child.signalCode).toBeNull();
    expect(process.kill(longer.child.pid as number, 0)).toBe(true);
  },
);
