import { describe, expect, it } from 'vitest';
import { console as consoleReporter } from './console.js';
import { defaultRenderOptions } from './reporter.js';
import { type RunName, runNames, runs, stream, text } from './testdata/events.js';

const render = (name: RunName, options = {}): Promise<string> =>
  text(consoleReporter.render(stream(runs[name]), { ...defaultRenderOptions, width: 80, ...options }));

describe('the console report', () => {
  it.each(runNames)('of the %s run is exactly as committed', async (name) => {
    await expect(await render(name)).toMatchFileSnapshot(`testdata/console/${name}.txt`);
  });

  it.each(['failing', 'partial', 'hostile'] as const)(
    'of the %s run with --verbose is exactly as committed',
    async (name) => {
      await expect(await render(name, { verbose: true })).toMatchFileSnapshot(
        `testdata/console/${name}-verbose.txt`,
      );
    },
  );

  it('differs with colours in nothing but escapes', async () => {
    const colored = await render('failing', { color: true });
    expect(colored).toContain('\u001b[31m✗\u001b[39m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escapes of colours
    expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(await render('failing'));
  });

  it.each([60, 120])('keeps prose within %i columns and leaves commands whole', async (width) => {
    const lines = (await render('failing', { width })).split('\n');
    const long = lines.filter((line) => line.length > width);
    expect(long.every((line) => /npx|grpcurl|https:/.test(line))).toBe(true);
    expect(lines.some((line) => line.includes('--run ordering/same-order/reversed --seed 42'))).toBe(true);
  });

  it('trap: hostile text reaches neither the terminal nor the workflow that reads the output', async () => {
    const report = await render('hostile', { verbose: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: nothing but line breaks may be left of them
    expect(report).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]|^\s*::|##\[/m);
  });
});
