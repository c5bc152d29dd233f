import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ToolError, UsageError } from '../errors.js';
import { runs, stream } from './testdata/events.js';
import { openReports } from './write-reports.js';

const posix = process.platform !== 'win32';
const root = process.getuid?.() === 0;

let folder: string;
let stdout: PassThrough;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reports-'));
  stdout = new PassThrough();
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const at = (name: string): string => join(folder, name);
/** Node 26 gives one chunk a read, earlier ones all at once. */
const shown = (): string => {
  let text = '';
  for (let chunk = stdout.read(); chunk !== null; chunk = stdout.read()) text += String(chunk);
  return text;
};

/** A stream that fails as stdout does. */
function failing(code: string): Writable {
  return new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(`write ${code}`), { code })),
  });
}

describe('reports', () => {
  it('go to stdout by default, as console', async () => {
    const reports = await openReports({ specs: [], stdout });
    expect(await reports.write(stream(runs.conformant))).toMatchObject({ type: 'footer', exitCode: 0 });
    expect(shown()).toMatch(/✓ conformant · requirements: 2 passed/);
  });

  it('go to their files, and the console report where nothing else takes stdout', async () => {
    const reports = await openReports({ specs: [`json=${at('a.json')}`, `junit=${at('b.xml')}`], stdout });
    await reports.write(stream(runs.failing));
    expect(JSON.parse(await readFile(at('a.json'), 'utf8')).verdict).toBe('nonconformant');
    expect(await readFile(at('b.xml'), 'utf8')).toContain('<failure ');
    expect(shown()).toContain('✗ nonconformant');
    expect((await readdir(folder)).sort()).toEqual(['a.json', 'b.xml']);
  });

  it('leave stdout to the one that is asked for there', async () => {
    const reports = await openReports({ specs: ['badge', `json=${at('a.json')}`], stdout });
    await reports.write(stream(runs.conformant));
    expect(JSON.parse(shown())).toMatchObject({ schemaVersion: 1 });
  });

  it('append the step summary to what other steps wrote, beside the github report', async () => {
    await writeFile(at('summary.md'), '# Build\n');
    const stepSummary = at('summary.md');
    await (await openReports({ specs: ['github'], stepSummary, stdout })).write(stream(runs.failing));
    expect(await readFile(stepSummary, 'utf8')).toMatch(
      /^# Build\n### ❌ env-vars conformance: nonconformant/,
    );
    expect(shown()).toMatch(/^::error title=/);
  });

  it('create the file of the step summary, and leave none behind without a run', async () => {
    const options = { specs: [`github=${at('a.txt')}`], stepSummary: at('summary.md'), stdout };
    await (await openReports(options)).discard();
    expect(await readdir(folder)).toEqual([]);
    await (await openReports(options)).write(stream(runs.conformant));
    expect((await readdir(folder)).sort()).toEqual(['a.txt', 'summary.md']);
  });

  it('have no step summary without the github report or without a file for it', async () => {
    await (await openReports({ specs: ['markdown'], stepSummary: at('summary.md'), stdout })).discard();
    await (await openReports({ specs: ['github'], stepSummary: '', stdout })).discard();
    expect(await readdir(folder)).toEqual([]);
  });

  it('are refused before the run when the step summary cannot be written or is a report too', async () => {
    const stepSummary = at('no/summary.md');
    await expect(openReports({ specs: ['github'], stepSummary, stdout })).rejects.toThrow(
      new ToolError(
        `cannot write report ${stepSummary} (GITHUB_STEP_SUMMARY): its folder does not exist`,
        'point it at a file that can be written, or unset it',
      ),
    );
    const twice = { specs: ['github', `markdown=${at('a.md')}`], stepSummary: at('a.md'), stdout };
    await expect(openReports(twice)).rejects.toThrow(/reporters markdown and github both write to/);
  });

  it('have colours on stdout only', async () => {
    const render = { color: true };
    await (await openReports({ specs: [], stdout, render })).write(stream(runs.conformant));
    expect(shown()).toContain('\u001b[32m');
    await (await openReports({ specs: [`console=${at('a.txt')}`], stdout, render })).write(
      stream(runs.conformant),
    );
    expect(await readFile(at('a.txt'), 'utf8')).not.toContain('\u001b');
    expect(shown()).toBe('');
  });

  it('go into the folder of --output, which is created with its parents', async () => {
    const reports = await openReports({ specs: ['json', 'html'], output: at('x/y'), stdout });
    await reports.write(stream(runs.conformant));
    expect((await readdir(at('x/y'))).sort()).toEqual(['report.html', 'report.json']);
  });

  it('are all formats that are files when --output comes without --reporter', async () => {
    const reports = await openReports({ specs: [], output: at('out'), stdout });
    await reports.write(stream(runs.conformant));
    expect((await readdir(at('out'))).sort()).toEqual([
      'badge.json',
      'events.ndjson',
      'junit.xml',
      'report.html',
      'report.json',
      'report.md',
      'report.sarif',
    ]);
    expect(shown()).toContain('✓ conformant');
  });

  it('of an interrupted run are whole', async () => {
    const reports = await openReports({ specs: [`json=${at('a.json')}`], stdout });
    await reports.write(stream(runs.interrupted));
    expect(JSON.parse(await readFile(at('a.json'), 'utf8'))).toMatchObject({
      interrupted: true,
      exitCode: 130,
    });
  });
});

describe('a mistake in what is asked for is found before the run', () => {
  it.each([
    [
      ['json', 'junit'],
      'reporters json and junit both write to stdout',
      'give one of them a file: --reporter junit=FILE',
    ],
    [
      ['console', 'json=-'],
      'reporters console and json both write to stdout',
      'give one of them a file: --reporter json=FILE',
    ],
    [['jsno=x'], 'unknown reporter "jsno"', 'did you mean json?'],
  ])('%j', async (specs, message, advice) => {
    await expect(openReports({ specs, stdout })).rejects.toThrow(
      expect.objectContaining({ name: 'UsageError', message, advice }),
    );
  });

  it('two reports in one file, by whatever names', async () => {
    const both = [`json=${at('a')}`, `html=${folder}/./a`];
    await expect(openReports({ specs: both, stdout })).rejects.toThrow(
      /^reporters json and html both write to /,
    );
    await writeFile(at('real'), 'before');
    await symlink('real', at('link'));
    const linked = openReports({ specs: [`json=${at('real')}`, `html=${at('link')}`], stdout });
    await expect(linked).rejects.toBeInstanceOf(UsageError);
    expect(await readFile(at('real'), 'utf8')).toBe('before');
    expect((await readdir(folder)).sort()).toEqual(['link', 'real']);
  });

  it('an empty --output', async () => {
    await expect(openReports({ specs: [], output: '', stdout })).rejects.toThrow('--output has no path');
  });
});

describe('trap: an unwritable report exits 0; here it', () => {
  const open = (path: string) => openReports({ specs: ['badge', `json=${path}`], stdout });

  it('is found before the run when its folder is missing, and the folder is not made up', async () => {
    const path = at('no/a.json');
    await expect(open(path)).rejects.toThrow(
      expect.objectContaining({
        name: 'ToolError',
        message: `cannot write report ${path}: its folder does not exist`,
        advice: 'create the folder, or use --output, which creates it',
      }),
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it('is found before the run when it is a folder', async () => {
    await mkdir(at('a.json'));
    await expect(open(at('a.json'))).rejects.toThrow(`cannot write report ${at('a.json')}: it is a folder`);
  });

  it('is found before the run when a part of its path is a file', async () => {
    await writeFile(at('a'), '');
    await expect(open(at('a/b.json'))).rejects.toThrow(
      `cannot write report ${at('a/b.json')}: a part of the path is not a folder`,
    );
    await expect(openReports({ specs: ['json'], output: at('a'), stdout })).rejects.toBeInstanceOf(ToolError);
  });

  it.skipIf(!posix || root)('is found before the run when permission is missing', async () => {
    await chmod(folder, 0o500);
    await expect(open(at('a.json'))).rejects.toThrow(
      `cannot write report ${at('a.json')}: permission denied`,
    );
  });

  it('leaves nothing of the reports that could be opened', async () => {
    await expect(
      openReports({ specs: [`html=${at('a.html')}`, `json=${at('no/a.json')}`], stdout }),
    ).rejects.toBeInstanceOf(ToolError);
    expect(await readdir(folder)).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')(
    'fails on a full disk, and the other reports are written all the same',
    async () => {
      const reports = await openReports({ specs: ['json=/dev/full', `html=${at('a.html')}`], stdout });
      await expect(reports.write(stream(runs.conformant))).rejects.toThrow(
        'cannot write report /dev/full: no space left on the device',
      );
      expect(await readFile(at('a.html'), 'utf8')).toContain('</html>');
      expect(shown()).toContain('✓ conformant');
    },
  );

  it('fails when stdout is a full disk', async () => {
    const reports = await openReports({ specs: [], stdout: failing('ENOSPC') });
    await expect(reports.write(stream(runs.conformant))).rejects.toThrow(
      'cannot write report stdout: no space left on the device',
    );
  });
});

describe('a report', () => {
  it('is no error when its reader on stdout has gone', async () => {
    const reports = await openReports({
      specs: [`json=${at('a.json')}`, 'ndjson'],
      stdout: failing('EPIPE'),
    });
    await expect(reports.write(stream(runs.failing))).resolves.toMatchObject({ exitCode: 1 });
    expect(JSON.parse(await readFile(at('a.json'), 'utf8')).exitCode).toBe(1);
  });

  it('does not show until it is whole, and the last one stands until then', async () => {
    await writeFile(at('a.ndjson'), 'last');
    const reports = await openReports({ specs: [`ndjson=${at('a.ndjson')}`], stdout });
    const seen: string[] = [];
    async function* events() {
      for (const event of runs.failing) {
        seen.push(await readFile(at('a.ndjson'), 'utf8'));
        yield event;
      }
    }
    await reports.write(events());
    expect(new Set(seen)).toEqual(new Set(['last']));
    expect((await readFile(at('a.ndjson'), 'utf8')).split('\n')).toHaveLength(runs.failing.length + 1);
  });

  it('of a run that broke off is not written, and the last one stands', async () => {
    await writeFile(at('a.ndjson'), 'last');
    const reports = await openReports({
      specs: [`ndjson=${at('a.ndjson')}`, `json=${at('a.json')}`],
      stdout,
    });
    async function* events() {
      yield* runs.failing.slice(0, 4);
      throw new Error('the runner broke');
    }
    await expect(reports.write(events())).rejects.toThrow('the runner broke');
    expect(await readFile(at('a.ndjson'), 'utf8')).toBe('last');
    expect(await readdir(folder)).toEqual(['a.ndjson']);
    expect(shown()).toBe('');
  });

  it('that is given up leaves nothing behind', async () => {
    const reports = await openReports({ specs: [`json=${at('a.json')}`], stdout });
    expect(await readdir(folder)).toHaveLength(1);
    await reports.discard();
    expect(await readdir(folder)).toEqual([]);
  });

  it.skipIf(!posix)('keeps a link a link and replaces what it leads to', async () => {
    await mkdir(at('real'));
    await writeFile(at('real/a.json'), 'last');
    await symlink('real/a.json', at('a.json'));
    const open = () => openReports({ specs: [`json=${at('a.json')}`], stdout });
    await (await open()).discard();
    expect(await readFile(at('real/a.json'), 'utf8')).toBe('last');
    await (await open()).write(stream(runs.conformant));
    expect(await readlink(at('a.json'))).toBe('real/a.json');
    expect(JSON.parse(await readFile(at('real/a.json'), 'utf8')).exitCode).toBe(0);
  });

  it.skipIf(!posix)('may go to a device', async () => {
    await (await openReports({ specs: ['json=/dev/null', 'ndjson'], stdout })).write(stream(runs.conformant));
    expect(shown().split('\n')).toHaveLength(runs.conformant.length + 1);
  });
});
