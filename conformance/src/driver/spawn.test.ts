import { expect, it } from 'vitest';
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
