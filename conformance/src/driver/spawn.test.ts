import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startDriver } from './spawn.js';

it('keeps the newest output of a flood, and says what came before it', async () => {
  const line = 'x'.repeat(1023);
  const lines = 60 * 1024;
  const script = `require('net').createServer().listen(process.argv[1]);
    let left = ${lines / 64};
    const more = () => left-- > 0 ? process.stdout.write('${line}\\n'.repeat(64), more) : process.stderr.write('end');
    more();`;
  const { driver, stop } = await startDriver([process.execPath, '-e', script, '{socket}'], {
    startupTimeoutMs: 20_000,
  });
  try {
    await expect
      .poll(() => driver.output().some(({ stream }) => stream === 'stderr'), { timeout: 20_000 })
      .toBe(true);
    const kept = driver.output().filter(({ stream }) => stream === 'stdout');
    const text = Buffer.concat(kept.map(({ bytes }) => bytes));
    expect(driver.dropped.stdout.bytes).toBeGreaterThan(0);
    expect(driver.dropped.stdout.bytes + text.length).toBe(lines * 1024);
    expect(driver.dropped.stdout.lines + text.filter((byte) => byte === 10).length).toBe(lines);
    expect(driver.dropped.stderr).toEqual({ bytes: 0, lines: 0 });
  } finally {
    await stop();
  }
});

it('waits for the last words of a driver that it ends', async () => {
  const script = `require('net').createServer().listen(process.argv[1]);
    process.on('SIGTERM', () => process.stdout.write('x'.repeat(300_000) + 'bye', () => process.exit()));`;
  const { driver, end, stop } = await startDriver([process.execPath, '-e', script, '{socket}'], {
    startupTimeoutMs: 20_000,
  });
  try {
    await end();
    const text = Buffer.concat(driver.output().map(({ bytes }) => bytes)).toString();
    expect(text).toHaveLength(300_003);
    expect(text.endsWith('bye')).toBe(true);
    expect(driver.exited()).toEqual({ code: 0, signal: null });
  } finally {
    await stop();
  }
});

it.runIf(process.platform === 'linux')('gives a driver behind a script its time to end', async () => {
  const script = `require('net').createServer().listen(process.argv[1]);
    process.on('SIGTERM', () => setTimeout(() => process.stdout.write('bye', () => process.exit()), 300));`;
  const { driver, end, stop } = await startDriver(
    ['sh', '-c', '"$0" -e "$1" "$2"; echo over', process.execPath, script, '{socket}'],
    { startupTimeoutMs: 20_000 },
  );
  try {
    expect(await end()).toBe('ended');
    expect(Buffer.concat(driver.output().map(({ bytes }) => bytes)).toString()).toBe('bye');
  } finally {
    await stop();
  }
});

it('tells that a driver had to be killed', async () => {
  const script = `require('net').createServer().listen(process.argv[1]); process.on('SIGTERM', () => {});`;
  const { end, stop } = await startDriver([process.execPath, '-e', script, '{socket}'], {
    startupTimeoutMs: 20_000,
  });
  try {
    expect(await Promise.all([end(), end()])).toEqual(['killed', 'killed']);
  } finally {
    await stop();
  }
});

const listens = `require('net').createServer().listen(process.argv[1])`;

// A daemon has neither the driver's group nor its session nor its environment.
it.runIf(process.platform === 'linux').each([
  ['still holds its output', (daemon: string) => `sh -c '${daemon} &'`],
  ['is still its child', (daemon: string) => `${daemon} > /dev/null 2>&1 &`],
])('ends a daemon that %s', async (_, begin) => {
  const folder = mkdtempSync(join(tmpdir(), 'spawn-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const pidFile = join(folder, 'pid');
  const daemon = `setsid env -i PATH="$PATH" sh -c "echo \\$\\$ > ${pidFile}; while :; do sleep 60; done"`;
  const script = `${begin(daemon)}
    while [ ! -s ${pidFile} ]; do sleep 0.02; done
    exec "$0" -e "$1" "$2"`;
  const started = await startDriver(['sh', '-c', script, process.execPath, listens, '{socket}'], {
    startupTimeoutMs: 20_000,
  });
  const pid = Number(readFileSync(pidFile, 'utf8'));
  onTestFinished(() => {
    if (existsSync(`/proc/${pid}`)) process.kill(pid, 'SIGKILL');
  });
  expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('CSI_ENDPOINT');
  expect(started.driver.processes()).toContain(pid);
  await started.stop();
  await expect.poll(() => existsSync(`/proc/${pid}/cwd`), { timeout: 5000 }).toBe(false);
});
