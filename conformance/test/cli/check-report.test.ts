import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { conformance, driver, freshFolder, mistake } from './command.js';

/** A folder with the event file and the JSON report of a run. */
async function reports(): Promise<{
  cwd: string;
  change: (file: string, how: (text: string) => string) => void;
}> {
  const { endpoint } = await driver();
  const cwd = freshFolder();
  const words = ['--endpoint', endpoint, '--run', 'identity/plugin-name', '--seed', '42'];
  await conformance([...words, '--reporter', 'ndjson=e.ndjson', '--reporter', 'json=r.json'], { cwd });
  return {
    cwd,
    change(file, how) {
      const path = join(cwd, file);
      const before = readFileSync(path, 'utf8');
      const after = how(before);
      expect(after).not.toBe(before);
      writeFileSync(path, after);
    },
  };
}

const check = (file: string, cwd: string) => conformance(['report', '--check', file], { cwd });

describe('report --check', () => {
  it('says what it checked of a file that nobody changed, and exits 0', async () => {
    const { cwd } = await reports();
    const events = await check('e.ndjson', cwd);
    expect(events).toMatchObject({ code: 0, stderr: '' });
    expect(events.stdout).toMatch(
      /^e\.ndjson is as it was written: \d+ events, partial, exit 0 \(sha256:[0-9a-f]{64}\)\n$/,
    );
    const report = await check('r.json', cwd);
    expect(report).toMatchObject({ code: 0, stderr: '' });
    expect(report.stdout).toMatch(
      /^r\.json is as it was written: \d+ checks, partial, exit 0 \(sha256:[0-9a-f]{64}\)\n$/,
    );
  });

  it('does not mind other line ends, as a transfer makes them', async () => {
    const { cwd, change } = await reports();
    for (const file of ['e.ndjson', 'r.json']) {
      change(file, (text) => `\ufeff${text.replaceAll('\n', '\r\n')}`);
      expect(await check(file, cwd)).toMatchObject({ code: 0, stderr: '' });
    }
  });

  const changed = 'it was changed after it was written: its digest does not match';
  const takeIt = 'take the file as the run wrote it, or run it again';

  it.each<[string, string, (text: string) => string, string, string?]>([
    ['edited', 'e.ndjson', (text) => text.replace('"seed":42', '"seed":43'), changed, takeIt],
    [
      'reordered',
      'e.ndjson',
      (text) => text.replace(/(\{"type":"check".*\n)(\{"type":"check".*\n)/, '$2$1'),
      changed,
      takeIt,
    ],
    [
      'cut short',
      'e.ndjson',
      (text) => text.slice(0, -300),
      'it is truncated: line LAST is cut short',
      'the run that wrote it did not end; run it again',
    ],
    [
      'without its footer',
      'e.ndjson',
      (text) => text.replace(/\{"type":"footer".*\n$/, ''),
      'it is truncated: there is no footer',
      'the run that wrote it did not end; run it again',
    ],
    [
      'with something after the footer',
      'e.ndjson',
      (text) => `${text}{}\n`,
      'line NEXT is no event: it has no type that this tool knows',
    ],
    [
      'without its digest',
      'e.ndjson',
      (text) => text.replace(/,"digest":"[^"]*"/, ''),
      'its footer has no digest, so nothing shows that it is whole',
    ],
    [
      'no file of ours',
      'e.ndjson',
      () => '{"a":1}\n',
      'line 1 is no event: it has no type that this tool knows',
    ],
    ['empty', 'e.ndjson', () => '', 'it is empty'],
  ])('refuses an event file that is %s in one line, with exit 2', async (_, file, how, why, advice) => {
    const { cwd, change } = await reports();
    const lines = readFileSync(join(cwd, file), 'utf8').trimEnd().split('\n').length;
    change(file, how);
    const said = why.replace('LAST', String(lines)).replace('NEXT', String(lines + 1));
    expect(await check(file, cwd)).toEqual({
      code: 2,
      signal: null,
      stdout: '',
      stderr: mistake(`cannot read events from ${file}: ${said}`, advice),
    });
  });

  it.each<[string, (text: string) => string, string]>([
    ['edited', (text) => text.replace('"verdict": "partial"', '"verdict": "conformant"'), changed],
    [
      'given another digest',
      (text) => text.replace(/"sha256:[0-9a-f]{64}"\n\}/, `"sha256:${'0'.repeat(64)}"\n}`),
      changed,
    ],
    ['cut short', (text) => text.slice(0, -3), 'it is cut short, or was changed after its digest'],
    ['longer than it was', (text) => `${text}{}`, 'it is cut short, or was changed after its digest'],
    [
      'without its digest',
      (text) => text.replace(/,\n {2}"digest": .*\n/, '\n'),
      'it has no digest, so nothing shows that it is whole',
    ],
  ])('refuses a JSON report that is %s in one line, with exit 2', async (_, how, why) => {
    const { cwd, change } = await reports();
    change('r.json', how);
    expect(await check('r.json', cwd)).toEqual({
      code: 2,
      signal: null,
      stdout: '',
      stderr: mistake(`cannot check r.json: ${why}`, takeIt),
    });
  });

  it('refuses a file that is not there, a folder, and bytes that are no text', async () => {
    const cwd = freshFolder();
    writeFileSync(join(cwd, 'bytes'), Uint8Array.of(0xff, 0xfe, 0x0a));
    expect((await check('none', cwd)).stderr).toBe(mistake('cannot read events from none: no such file'));
    expect((await check('.', cwd)).stderr).toBe(mistake('cannot read events from .: it is a folder'));
    expect((await check('bytes', cwd)).stderr).toBe(mistake('cannot check bytes: it is not UTF-8'));
  });
});

describe('the files of a campaign', () => {
  it('are checked, rendered again as they were, and refused when they were changed', async () => {
    const cwd = freshFolder();
    const words = ['fuzz', '--fuzz-runs', '20', '--phases', 'fuzz', '--seed', '42'];
    const ran = await conformance([...words, '--reporter', 'ndjson=e.ndjson', '--reporter', 'json=r.json'], {
      cwd,
    });
    expect(ran.code).toBe(0);
    expect((await check('e.ndjson', cwd)).stdout).toMatch(
      /^e\.ndjson is as it was written: 4 events, nothing found, exit 0 \(sha256:[0-9a-f]{64}\)\n$/,
    );
    expect((await check('r.json', cwd)).stdout).toMatch(
      /^r\.json is as it was written: 0 findings, nothing found, exit 0 \(sha256:[0-9a-f]{64}\)\n$/,
    );
    expect(await conformance(['validate', 'e.ndjson'], { cwd })).toMatchObject({ code: 0 });
    const again = ['report', 'e.ndjson', '--reporter', 'json=r2.json', '--reporter', 'ndjson=e2.ndjson'];
    const rendered = await conformance(again, { cwd });
    expect(rendered).toMatchObject({ code: 0, stderr: '', stdout: ran.stdout });
    for (const [one, other] of [
      ['r.json', 'r2.json'],
      ['e.ndjson', 'e2.ndjson'],
    ] as const)
      expect(readFileSync(join(cwd, other), 'utf8')).toBe(readFileSync(join(cwd, one), 'utf8'));
    for (const file of ['e.ndjson', 'r.json']) {
      const path = join(cwd, file);
      writeFileSync(path, readFileSync(path, 'utf8').replace(/"seed":( ?)42/, '"seed":$143'));
      const { code, stderr } = await check(file, cwd);
      expect([code, stderr]).toEqual([2, expect.stringContaining('its digest does not match')]);
    }
    expect(await conformance(['report', 'e.ndjson', '--reporter', 'html=r.html'], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('html'),
    });
  });
});

describe('what was changed after it was written', () => {
  it('is not rendered, and not valid', async () => {
    const { cwd, change } = await reports();
    change('e.ndjson', (text) => text.replace('"seed":42', '"seed":43'));
    change('r.json', (text) => text.replace('"seed": 42', '"seed": 43'));
    const render = ['report', 'e.ndjson', '--reporter', 'html=r.html'];
    expect(await conformance(render, { cwd })).toMatchObject({
      code: 2,
      stderr: mistake(`cannot read events from e.ndjson: ${changed()}`, advice()),
    });
    const validated = await conformance(['validate', 'e.ndjson', 'r.json'], { cwd });
    expect(validated.code).toBe(2);
    expect(`${validated.stdout}${validated.stderr}`.match(/its digest does not match/g)).toHaveLength(2);
  });
});

function changed(): string {
  return 'it was changed after it was written: its digest does not match';
}

function advice(): string {
  return 'take the file as the run wrote it, or run it again';
}
