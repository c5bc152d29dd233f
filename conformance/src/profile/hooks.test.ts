import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { commandHook, type HookCommand, type HookSetting } from './hooks.js';
import type { HookResult } from './profile.js';

const cwd = mkdtempSync(join(tmpdir(), 'csi-env-hooks-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const never = new AbortController().signal;
const call = (hook: HookCommand, setting: Partial<HookSetting> = {}, signal = never): Promise<HookResult> =>
  commandHook(hook, { cwd, ...setting })(signal);

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('a hook', () => {
  it('works when its command exits 0, and gives its output', async () => {
    expect(await call({ command: 'echo one two' })).toEqual({ ok: true, output: 'one two\n' });
  });

  it('runs in the folder of the profile', async () => {
    expect(await call({ command: 'pwd' })).toEqual({ ok: true, output: `${cwd}\n` });
  });

  it('is not read by a shell unless it asks for one', async () => {
    expect(await call({ command: 'echo $HOME; echo "a b" | cat' })).toEqual({
      ok: true,
      output: '$HOME; echo a b | cat\n',
    });
    expect(await call({ command: 'echo a | tr a b', shell: true })).toEqual({ ok: true, output: 'b\n' });
  });

  it('fails with its exit status, its signal, or the reason why it cannot be started', async () => {
    expect(await call({ command: 'sh -c "exit 3"' })).toEqual({ ok: false, reason: 'exit status 3' });
    expect(await call({ command: 'sh -c "kill -9 $$"' })).toEqual({ ok: false, reason: 'ended by SIGKILL' });
    expect(await call({ command: './no-such-hook' })).toEqual({
      ok: false,
      reason: 'it cannot be started: no such command',
    });
  });

  it('that does not end in time is ended with all that it started', async () => {
    const command = 'sleep 1000 & echo $! > late; wait';
    expect(await call({ command, shell: true, timeoutMs: 1500 })).toEqual({
      ok: false,
      reason: 'it did not end within 1.5 s',
    });
    const pid = Number(readFileSync(join(cwd, 'late'), 'utf8'));
    // Whoever adopts it may take a moment to bury it.
    await vi.waitFor(() => expect(alive(pid)).toBe(false), { timeout: 10_000, interval: 50 });
  });

  it('may leave a driver running, even one that keeps its output open', async () => {
    expect(await call({ command: 'sleep 1000 & echo $! > left', shell: true })).toMatchObject({ ok: true });
    const pid = Number(readFileSync(join(cwd, 'left'), 'utf8'));
    expect(alive(pid)).toBe(true);
    process.kill(pid);
  });

  it('ends with the run', async () => {
    const controller = new AbortController();
    const result = call({ command: 'touch begun; sleep 1000', shell: true }, {}, controller.signal);
    await vi.waitFor(() => expect(existsSync(join(cwd, 'begun'))).toBe(true), { timeout: 10_000 });
    controller.abort();
    expect(await result).toEqual({ ok: false, reason: 'the run was interrupted' });
    expect(await call({ command: 'echo' }, {}, controller.signal)).toMatchObject({ ok: false });
  });

  it('that has to run always runs after an interrupt too', async () => {
    const controller = new AbortController();
    controller.abort();
    expect(await call({ command: 'echo up' }, { always: true }, controller.signal)).toEqual({
      ok: true,
      output: 'up\n',
    });
  });

  it('with endless output is ended', async () => {
    expect(await call({ command: 'cat /dev/zero' })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('longer than'),
    });
  });
});
