import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http2';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bin, driver, freshFolder, start } from './command.js';

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function gone(pid: number): Promise<boolean> {
  for (let i = 0; i < 100 && alive(pid); i++) await new Promise((resolve) => setTimeout(resolve, 50));
  return !alive(pid);
}

/** A gRPC server that accepts and never answers; `called` resolves with the first call. */
async function silentServer(): Promise<{ endpoint: string; called: Promise<unknown> }> {
  const path = join(freshFolder(), 'csi.sock');
  const server = createServer();
  server.on('stream', () => {});
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => void server.close());
  return { endpoint: `unix://${path}`, called: once(server, 'stream') };
}

describe('Ctrl-C', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGQUIT'] as const)(
    '%s ends the run with exit 130 and a report',
    async (signal) => {
      const { endpoint, profile } = await driver({ backendLatencyMs: 300 });
      const cwd = freshFolder({ 'p.json': JSON.stringify({ endpoint, ...profile }) });
      const { child, said, result } = start(
        ['--profile', 'p.json', '--trace', '--reporter', 'json=report.json'],
        { cwd },
      );
      await said(/NodeGetEnvVars/);
      child.kill(signal);
      expect((await result).code).toBe(130);
      const report = JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8'));
      expect(report).toMatchObject({ exitCode: 130, interrupted: true });
    },
  );

  it('ends a run that waits for a silent driver', async () => {
    const { endpoint, called } = await silentServer();
    const { child, result } = start(['--endpoint', endpoint, '--startup-timeout', '60s']);
    await called;
    child.kill('SIGINT');
    expect((await result).code).toBe(130);
  });

  it('twice ends it at once', async () => {
    const { endpoint, called } = await silentServer();
    const waiting = ['--timeout', '60s', '--startup-timeout', '60s'];
    const { child, said, result } = start(['--endpoint', endpoint, ...waiting]);
    await called;
    child.kill('SIGINT');
    await said(/interrupted/);
    child.kill('SIGINT');
    expect((await result).code).toBe(130);
  });
});

describe('Ctrl-C once the run has ended', () => {
  it('neither changes the exit code nor claims to end the run', async () => {
    const cwd = freshFolder();
    // The driver takes its time to end, and the command waits for it.
    const script = `trap '' TERM; "${process.execPath}" "${bin}" serve --endpoint "unix://$0"; sleep 2`;
    writeFileSync(join(cwd, 'p.json'), JSON.stringify({ exec: ['sh', '-c', script, '{socket}'] }));
    const words = ['--profile', 'p.json', '--run', 'identity/plugin-name', '--reporter', 'ndjson'];
    const { child, said, result } = start(words, { cwd });
    await said(/"type":"footer"/);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await result;
    expect(code).toBe(0);
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ interrupted: false });
    expect(stderr).toContain('the run has ended and is being told; once more ends that at once\n');
    expect(stderr).not.toContain('ending the run');
  });

  it('twice ends the command at once', async () => {
    const cwd = freshFolder();
    const script = `trap '' TERM; "${process.execPath}" "${bin}" serve --endpoint "unix://$0"; sleep 60`;
    writeFileSync(join(cwd, 'p.json'), JSON.stringify({ exec: ['sh', '-c', script, '{socket}'] }));
    const words = ['--profile', 'p.json', '--run', 'identity/plugin-name', '--reporter', 'ndjson'];
    const { child, said, result } = start(words, { cwd });
    await said(/"type":"footer"/);
    child.kill('SIGINT');
    await said(/is being told/);
    child.kill('SIGINT');
    expect((await result).code).toBe(130);
  });
});

describe('Ctrl-C while the backend is down', () => {
  /** A run that has just taken the backend down, and takes so many seconds to bring it up again. */
  async function duringOutage(seconds: number) {
    const { endpoint, profile } = await driver();
    const cwd = freshFolder();
    const down = join(cwd, 'down');
    const up = join(cwd, 'up');
    const hooks = {
      backendDown: `touch '${down}'`,
      backendUp: `sh -c "sleep ${seconds}; echo up >> '${up}'"`,
    };
    writeFileSync(join(cwd, 'p.json'), JSON.stringify({ endpoint, ...profile, hooks }));
    const words = ['--profile', 'p.json', '--run', 'errors/backend/down', '--output', 'reports'];
    const running = start(words, { cwd });
    for (let i = 0; i < 400 && !existsSync(down); i++)
      await new Promise((resolve) => setTimeout(resolve, 25));
    return { ...running, up, reports: join(cwd, 'reports') };
  }

  it('brings the backend up again, once, and waits for it', async () => {
    const { child, result, up } = await duringOutage(2);
    expect(existsSync(up)).toBe(false);
    child.kill('SIGINT');
    expect((await result).code).toBe(130);
    expect(readFileSync(up, 'utf8')).toBe('up\n');
  });

  it('twice leaves no part of a report', async () => {
    const { child, said, result, reports } = await duringOutage(30);
    child.kill('SIGINT');
    await said(/interrupted/);
    expect(readdirSync(reports).length).toBeGreaterThan(0);
    child.kill('SIGINT');
    expect((await result).code).toBe(130);
    expect(readdirSync(reports)).toEqual([]);
  });
});

describe('a driver that exec: starts', () => {
  const serve = `exec:${process.execPath} ${bin} serve --endpoint {endpoint}`;

  it('is tested and ended', async () => {
    const { said, result } = start([
      '--endpoint',
      serve,
      '--run',
      'identity/plugin-name',
      '--reporter',
      'ndjson',
    ]);
    await said(/"type":"footer"/);
    const { code, stdout } = await result;
    expect(code).toBe(0);
    expect(stdout).toContain('"name":"reference.csi-env.example"');
  });

  it('is ended with all that it started, on success and on Ctrl-C', async () => {
    for (const interrupt of [false, true]) {
      const cwd = freshFolder();
      const script = `sleep 1000 & echo $! > child; echo $$ > own; exec "${process.execPath}" "${bin}" serve --endpoint "unix://$0"`;
      const profile = JSON.stringify({ exec: ['sh', '-c', script, '{socket}'] });
      const { writeFileSync } = await import('node:fs');
      writeFileSync(join(cwd, 'conformance.yaml'), profile);
      const { child, said, result } = start(['--run', interrupt ? '**' : 'identity/plugin-name', '--trace'], {
        cwd,
      });
      await said(/GetPluginInfo/);
      if (interrupt) child.kill('SIGINT');
      expect((await result).code).toBe(interrupt ? 130 : 0);
      for (const file of ['child', 'own']) {
        expect(await gone(Number(readFileSync(join(cwd, file), 'utf8'))), `${file} ${interrupt}`).toBe(true);
      }
    }
  }, 60_000);

  it('does not inherit the expected values', async () => {
    const cwd = freshFolder();
    const script = `env > environment; exec "${process.execPath}" "${bin}" serve --endpoint "unix://$0"`;
    const profile = {
      exec: ['sh', '-c', script, '{socket}'],
      keys: { available: [{ key: 'a', value: { env: 'EXPECTED_A' } }] },
    };
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(cwd, 'conformance.yaml'), JSON.stringify(profile));
    const { result } = start(['--run', 'identity/plugin-name'], {
      cwd,
      env: { EXPECTED_A: 'the-expected-value', OTHER: 'kept' },
    });
    expect((await result).code).toBe(0);
    const environment = readFileSync(join(cwd, 'environment'), 'utf8');
    expect(environment).not.toContain('the-expected-value');
    expect(environment).toContain('OTHER=kept');
  });

  it('that dies at once is unreachable', async () => {
    const { result } = start(['--endpoint', 'exec:sh -c "exit 7"']);
    const { code, stdout } = await result;
    expect(code).toBe(3);
    expect(stdout.replace(/\s+/g, ' ')).toContain('ended before it listened (exit status 7)');
  });
});

describe('Ctrl-C while a command asks a driver that it started', () => {
  /** The command with a driver of this script, once the driver has said its number. */
  async function asking(command: 'doctor' | 'init', script: string) {
    const [cwd, temporary] = [freshFolder({ 'driver.mjs': script }), freshFolder()];
    const words = [command, '--endpoint', `exec:${process.execPath} driver.mjs {socket}`];
    const running = start([...words, '--timeout', '60s', '--startup-timeout', '60s'], {
      cwd,
      env: { TMPDIR: temporary },
    });
    const said = join(cwd, 'pid');
    await expect.poll(() => existsSync(said), { timeout: 20_000 }).toBe(true);
    const pid = Number(readFileSync(said, 'utf8'));
    onTestFinished(() => void (alive(pid) && process.kill(pid, 'SIGKILL')));
    return { ...running, cwd, pid, temporary };
  }
  const sayNumber = `fs.writeFileSync('pid.part', String(process.pid)); fs.renameSync('pid.part', 'pid');`;
  const drivers = {
    'does not listen yet': `import fs from 'node:fs';
      setInterval(() => {}, 1000);
      ${sayNumber}`,
    'does not answer': `import fs from 'node:fs';
      import net from 'node:net';
      net.createServer((socket) => socket.on('error', () => {}).once('data', () => { ${sayNumber} })).listen(process.argv[2]);`,
    'does not end by itself': `import fs from 'node:fs';
      process.on('SIGTERM', () => {});
      setInterval(() => {}, 1000);
      ${sayNumber}`,
  };
  const signals = { doctor: ['SIGINT', 'SIGHUP'], init: ['SIGINT', 'SIGTERM'] } as const;

  for (const command of ['doctor', 'init'] as const) {
    it.each(signals[command])(`%s ends ${command} and a driver that does not listen yet`, async (signal) => {
      const { child, result, cwd, pid, temporary } = await asking(command, drivers['does not listen yet']);
      child.kill(signal);
      expect(await result).toMatchObject({ code: 130, signal: null });
      expect(alive(pid)).toBe(false);
      expect([readdirSync(temporary), readdirSync(cwd).sort()]).toEqual([[], ['driver.mjs', 'pid']]);
    });

    it(`ends ${command} and a driver that does not answer`, async () => {
      const { child, result, cwd, pid, temporary } = await asking(command, drivers['does not answer']);
      child.kill('SIGINT');
      const { code, stdout } = await result;
      expect(code).toBe(130);
      expect(stdout).not.toContain('✗');
      expect(alive(pid)).toBe(false);
      expect([readdirSync(temporary), readdirSync(cwd).sort()]).toEqual([[], ['driver.mjs', 'pid']]);
    });

    it(`twice ends ${command} at once, and a driver that does not end by itself`, async () => {
      const { child, said, result, pid, temporary } = await asking(
        command,
        drivers['does not end by itself'],
      );
      child.kill('SIGINT');
      await said(/interrupted/);
      child.kill('SIGINT');
      expect((await result).code).toBe(130);
      expect(await gone(pid)).toBe(true);
      expect(readdirSync(temporary)).toEqual([]);
    });
  }
});

it('a stock client that throws where nobody catches ends the run with a report and exit 4', async () => {
  const { endpoint, profile } = await driver();
  const cwd = freshFolder({
    'p.json': JSON.stringify({ endpoint, ...profile }),
    // Stands for what a hostile driver does to a stock stack.
    'crash.mjs': `process.on('newListener', (name) => {
      if (name === 'uncaughtException') setTimeout(() => { throw new TypeError('s3cr3t'); }, 100);
    });\n`,
  });
  const words = [
    '--profile',
    'p.json',
    '--client',
    'grpc-js',
    '--jobs',
    '1',
    '--reporter',
    'json=report.json',
  ];
  const { result } = start(words, { cwd, env: { NODE_OPTIONS: `--import ${join(cwd, 'crash.mjs')}` } });
  const { code, stdout, stderr } = await result;
  expect(code).toBe(4);
  expect(stdout + stderr).not.toContain('s3cr3t');
  expect(existsSync(join(cwd, 'report.json'))).toBe(true);
  expect(JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8'))).toMatchObject({
    verdict: 'error',
    exitCode: 4,
    interrupted: false,
    reason: 'the grpc-js client crashed (TypeError)',
  });
});

it('a promise that a stock client forgets does not end the run', async () => {
  const { endpoint } = await driver();
  const cwd = freshFolder({
    'forget.mjs': `process.on('newListener', (name) => {
      if (name !== 'unhandledRejection') return;
      setTimeout(() => Promise.reject(Object.assign(new Error('gone'), { name: 'ConnectError' })), 50);
    });\n`,
  });
  const words = ['--endpoint', endpoint, '--client', 'connect', '--run', 'identity/**', '--reporter', 'json'];
  const { result } = start(words, { cwd, env: { NODE_OPTIONS: `--import ${join(cwd, 'forget.mjs')}` } });
  const { code, stdout } = await result;
  expect(JSON.parse(stdout)).toMatchObject({ exitCode: 0 });
  expect(code).toBe(0);
});
