import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { complaints, execute, judge, readers } from './run-step.js';

const quiet = { show: () => {} };
const node = (code) => [process.execPath, '-e', code];

describe('what a command came to', () => {
  it('is read from its own figures', () => {
    const vitest = ' Tests  3 failed | 120 passed (123)\n Errors  1 error\n';
    expect(readers.vitest(vitest)).toEqual({ passed: 120, failed: 4 });
    expect(readers.closingLine('1 passed, 1 failed\nthen\n12 passed, 0 failed\n')).toEqual({
      passed: 12,
      failed: 0,
    });
    expect(readers.closingLine('12 passed, 0 failed\nand more')).toBeUndefined();
  });

  it.each([
    [{ code: 0, output: '' }, undefined, { passed: 1, failed: 0 }],
    [{ code: 1, output: '' }, undefined, { passed: 0, failed: 1 }],
    [{ code: 0, output: '' }, readers.closingLine, { passed: 0, failed: 1 }],
    [{ code: 1, output: '2 passed, 0 failed' }, readers.closingLine, { passed: 2, failed: 1 }],
    [{ code: 1, output: '2 passed, 3 failed' }, readers.closingLine, { passed: 2, failed: 3 }],
    [{ code: 0, output: '2 passed, 0 failed' }, readers.closingLine, { passed: 2, failed: 0 }],
  ])('%o is judged rightly', (ran, read, figures) => {
    expect(judge(ran, read)).toEqual(figures);
  });
});

describe('what a step complained of', () => {
  it('is what it marked as wrong, each once, without colours', () => {
    const output = 'begin\n\u001b[31m✗ one\u001b[39m\n ok\n  × two\n✗ one\nNOT OK three\nend\n';
    expect(complaints(output, 12)).toEqual(['✗ one', '  × two', 'NOT OK three']);
    expect(complaints(output, 2)).toEqual(['✗ one', '  × two']);
  });

  it('is the end of what it said where nothing is marked', () => {
    const output = Array.from({ length: 40 }, (_, index) => `line ${index}`).join('\n\n');
    expect(complaints(output, 12)).toEqual(Array.from({ length: 10 }, (_, index) => `line ${index + 30}`));
    expect(complaints('x'.repeat(9000), 3)).toEqual(['x'.repeat(500)]);
    expect(complaints('', 3)).toEqual([]);
  });
});

describe('a command', () => {
  it('gives its exit code and its output', async () => {
    expect(await execute(node('console.log("tea"); process.exit(3)'), 60_000, quiet)).toEqual({
      code: 3,
      output: 'tea\n',
      timedOut: false,
    });
  });

  it.concurrent('that takes too long is ended with what it started', async ({ expect }) => {
    const child = 'setInterval(() => {}, 1000)';
    const code = `const { spawn } = require('node:child_process');
      console.log(spawn(process.execPath, ['-e', ${JSON.stringify(child)}]).pid);
      ${child}`;
    let pid;
    const ended = await execute(node(code), 5000, {
      show: (text) => {
        pid = Number(text);
      },
    });
    expect(ended).toMatchObject({ code: 1, timedOut: true });
    expect(pid).toBeGreaterThan(0);
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });

  it.concurrent('that takes too long may stop what it started before it is killed', async ({ expect }) => {
    const code = `process.on('SIGTERM', () => { console.log('stopped'); process.exit(0) });
      setInterval(() => {}, 1000); console.log('ready')`;
    const ended = await execute(node(code), 5000, quiet);
    expect(ended).toMatchObject({ timedOut: true, output: 'ready\n\ntimed outstopped\n' });
  });

  it.concurrent('that ends at once lets its children stop what they started', async ({ expect }) => {
    const file = join(mkdtempSync(join(tmpdir(), 'csi-env-step-')), 'stopped');
    const child = `process.on('SIGTERM', () => setTimeout(() => {
        require('node:fs').writeFileSync(${JSON.stringify(file)}, ''); process.exit() }, 500));
      setInterval(() => {}, 1000)`;
    const code = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'ignore' });
      setInterval(() => {}, 1000)`;
    await execute(node(code), 5000, quiet);
    expect(existsSync(file)).toBe(true);
  });

  it.concurrent('that takes too long and does not listen is killed', async ({ expect }) => {
    const code = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)`;
    const ended = await execute(node(code), 5000, { ...quiet, grace: 200 });
    expect(ended).toMatchObject({ timedOut: true, code: 1 });
  });

  it('of several that run at once may stop what it started when all are interrupted', async () => {
    const one = (name) => `process.on('SIGTERM', () => { console.log('${name} stopped'); process.exit(0) });
      setInterval(() => {}, 1000); console.log('ready')`;
    const all = ['one', 'another'].map((name) => JSON.stringify(node(one(name)))).join(', ');
    const code = `import { execute } from ${JSON.stringify(new URL('run-step.js', import.meta.url).href)};
      for (const command of [${all}]) execute(command, 60_000).then(() => console.log('and went on'));`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (output === 'ready\nready\n') child.kill('SIGINT');
    });
    const [exit] = await once(child, 'close');
    expect({ exit, output: output.split('\n').sort() }).toEqual({
      exit: 130,
      output: ['', 'another stopped', 'one stopped', 'ready', 'ready'],
    });
  });

  it('that is not there has ended with an error', async () => {
    expect(await execute(['no-such-command-anywhere'], 1000, quiet)).toMatchObject({ code: 127 });
  });
});

/** Whether a process runs; one that has ended and that nobody has asked about does not. */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return !/\) [ZX] /.test(existsSync('/proc/self') ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '');
  } catch {
    return false;
  }
}
