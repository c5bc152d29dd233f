import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { conformance, freshFolder } from './command.js';

const results = fileURLToPath(new URL('../../../results', import.meta.url));
const own = 'go-driver.csi-env.example/0.1.0';
const embedded = 'reference.csi-env.example/1.0.0';

/** Checks a copy of a published result after a change; gives the lines without the folder. */
async function validated(
  change: (folder: string) => void = () => {},
  name = own,
): Promise<readonly string[]> {
  const cwd = freshFolder();
  cpSync(join(results, name), join(cwd, name), { recursive: true });
  change(join(cwd, name));
  const { code, stdout, stderr } = await conformance(['validate', name], { cwd });
  expect(stderr).toBe('');
  const lines = stdout.trimEnd().split('\n');
  expect({ code, lines }).toEqual({ code: lines[0] === `${name}: valid result` ? 0 : 2, lines });
  return lines.map((line) => line.replace(`${name}/`, ''));
}

/** Changes the text of a file; fails where there is nothing to change. */
function edit(folder: string, file: string, from: string | RegExp, to: string): void {
  const before = readFileSync(join(folder, file), 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  writeFileSync(join(folder, file), after);
}

/** The commands under Reproduce, replaced. */
const commands = (text: string) => (folder: string) =>
  edit(folder, 'README.md', /```sh[\s\S]*?```/, `\`\`\`sh\n${text}\n\`\`\``);

describe('validate takes the folder of a result', () => {
  it.each([own, embedded])('that the repository publishes: %s', async (name) => {
    expect(await validated(undefined, name)).toEqual([`${name}: valid result`]);
  });

  it.each([
    'npx @csi-env/conformance --profile conformance.yaml --reporter json=report.json',
    'npx --yes @csi-env/conformance@0.1.0 run --profile=conformance.yaml --seed 1 --reporter json',
    'npx conformance --profile conformance.yaml --reporter json | tee log',
    'make driver && conformance --profile conformance.yaml \\\n  --reporter json=report.json',
    "# don't forget the key\n$ KEY='a b' conformance --profile conformance.yaml --reporter json # writes it\nconformance validate .",
  ])('with the command %s', async (text) => {
    expect(await validated(commands(text))).toEqual([`${own}: valid result`]);
  });
});

describe('validate refuses the folder of a result', () => {
  it.each(['report.json', 'README.md', 'conformance.yaml'])('without %s', async (file) => {
    expect(await validated((folder) => rmSync(join(folder, file)))).toEqual([`${file}: it is missing`]);
  });

  it('with a file of another name', async () => {
    expect(await validated((folder) => writeFileSync(join(folder, 'badge.svg'), '<svg/>'))).toEqual([
      'badge.svg: it is none of the files of a result',
    ]);
  });

  it('with a folder in place of a file', async () => {
    const change = (folder: string): void => {
      rmSync(join(folder, 'README.md'));
      mkdirSync(join(folder, 'README.md'));
    };
    expect(await validated(change)).toEqual(['README.md: it is a folder']);
  });

  it('that is named after another driver or version', async () => {
    const cwd = freshFolder();
    cpSync(join(results, own), join(cwd, own), { recursive: true });
    renameSync(join(cwd, own), join(cwd, 'go-driver.csi-env.example/0.2.0'));
    const { code, stdout } = await conformance(['validate', 'go-driver.csi-env.example/0.2.0/'], { cwd });
    expect({ code, stdout }).toEqual({
      code: 2,
      stdout:
        'go-driver.csi-env.example/0.2.0/report.json: it is of go-driver.csi-env.example 0.1.0, and the folder of go-driver.csi-env.example 0.2.0\n',
    });
  });

  it.each([
    ['is no JSON', /^/, 'x', 'it is not JSON'],
    ['is no report', /^[\s\S]*$/, '{}', 'it is no json report of a run'],
    ['was changed', '"untested"', '"pass"', 'it was changed after it was written: its digest does not match'],
  ])('whose report %s', async (_, from, to, message) => {
    expect(await validated((folder) => edit(folder, 'report.json', from, to))).toContain(
      `report.json: ${message}`,
    );
  });

  it.each([
    ['--run', ['--run', 'identity/**']],
    ['--skip', ['--run', 'identity/**', '--skip', 'identity/probe']],
    ['--safe', ['--run', 'identity/**', '--safe']],
  ])('of a run that left checks out by %s', async (option, words) => {
    const cwd = freshFolder();
    cpSync(join(results, embedded), join(cwd, embedded), { recursive: true });
    await conformance([...words, '--seed', '1', '--reporter', 'json=report.json'], {
      cwd: join(cwd, embedded),
    });
    const { code, stdout } = await conformance(['validate', embedded], { cwd });
    expect(code).toBe(2);
    expect(stdout).toMatch(`${embedded}/report.json: the run left checks out by ${option}\n`);
  });

  it('with another profile than that of the run', async () => {
    expect(await validated((folder) => edit(folder, 'conformance.yaml', /$/, '# more\n'))).toEqual([
      expect.stringMatching(/^conformance\.yaml: the report was made with another profile: sha256:/),
    ]);
  });

  it('with a profile that is none', async () => {
    expect(await validated((folder) => edit(folder, 'conformance.yaml', /$/, 'colour: red\n'))).toContain(
      'conformance.yaml: unknown member colour',
    );
  });

  it('of the embedded driver with a profile', async () => {
    expect(
      await validated((folder) => writeFileSync(join(folder, 'conformance.yaml'), '{}\n'), embedded),
    ).toEqual(['conformance.yaml: a run of the embedded driver has no profile']);
  });

  it.each([
    ['another title', /^# .*/, '# My driver', 'its first line is not # go-driver.csi-env.example 0.1.0'],
    [
      'no source',
      /^Source: .*$/m,
      '',
      'no line says where the driver comes from, such as Source: https://example.com/driver',
    ],
    ['no heading', '## Reproduce', '## How', 'it has no heading Reproduce'],
    ['no commands', /```sh[\s\S]*?```/, 'Run the suite.', none()],
  ])('whose README has %s', async (_, from, to, message) => {
    expect(await validated((folder) => edit(folder, 'README.md', from, to))).toEqual([
      `README.md: ${message}`,
    ]);
  });

  it.each([
    ['echo no conformance here', none()],
    ['echo npx conformance --profile conformance.yaml --reporter json', none()],
    ['npx @csi-env/conformance validate .', none()],
    ['npx conformance --help', none()],
    [
      'npx conformance --reporter json',
      'the command under Reproduce has no --profile, and the report was made with one',
    ],
    [
      'npx conformance --profile conformance.yaml --reporter json --seed 2',
      'the command under Reproduce has --seed 2, and the report was made with 1',
    ],
    [
      'npx conformance --profile conformance.yaml --reporter json --skip privacy/disk',
      'the command under Reproduce has --skip, and the report is of a run without it',
    ],
    [
      'npx conformance --profile conformance.yaml --reporter json --safe',
      'the command under Reproduce has --safe, and the report is of a run without it',
    ],
    [
      'npx conformance --profile conformance.yaml',
      'the command under Reproduce has no --reporter json, so it writes no report',
    ],
    [
      'npx @csi-env/conformance@9.9.9 --profile conformance.yaml --reporter json',
      'the command under Reproduce is of version 9.9.9 of the tool, and the report of 0.1.0',
    ],
    [
      'npx conformance --prfile conformance.yaml',
      'a command under Reproduce cannot be run: unknown option --prfile',
    ],
    [
      "npx conformance --profile 'conformance.yaml",
      expect.stringMatching(/^a command under Reproduce cannot be run: /),
    ],
  ])('whose command is %s', async (text, message) => {
    const [line, ...more] = await validated(commands(text));
    expect([line?.replace('README.md: ', ''), ...more]).toEqual([message]);
  });

  it('of the embedded driver whose command names another', async () => {
    expect(
      await validated(commands('npx conformance --endpoint unix:///csi.sock --reporter json'), embedded),
    ).toEqual([
      'README.md: the command under Reproduce names a driver, and the report is of the embedded one',
    ]);
  });

  it('that is no result at all', async () => {
    const cwd = freshFolder();
    expect(await conformance(['validate', '.'], { cwd })).toMatchObject({
      code: 2,
      stdout: '.: it is a folder, and no result: it has neither report.json nor README.md\n',
    });
  });
});

function none(): string {
  return 'no block of sh under Reproduce runs npx @csi-env/conformance, npx conformance or conformance';
}
