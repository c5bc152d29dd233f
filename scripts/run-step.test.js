import { existsSync, readFileSync } from 'node:fs';
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

  it('that takes too long is ended with what it started', async () => {
    const child = 'setInterval(() => {}, 1000)';
    const code = `const { spawn } = require('node:child_process');
      console.log(spawn(process.execPath, ['-e', ${JSON.stringify(child)}]).pid);
      ${child}`;
    let pid;
    const ended = await execute(node(code), 1500, {
      show: (text) => {
        pid = Number(text);
      },
    });
    expect(ended).toMatchObject({ code: 1, timedOut: true });
    expect(pid).toBeGreaterThan(0);
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
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
