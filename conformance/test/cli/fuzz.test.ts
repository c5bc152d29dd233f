import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findMutant } from '../../src/cli/find-mutant.js';
import { mutants } from '../../src/contracts/env-vars/mutants/registry.js';
import type { Finding } from '../../src/fuzz/finding.js';
import { conformance, driver, freshFolder, mistake, start } from './command.js';

const requirement = 'ordering/same-order';

/** A mutant in this process, with its profile in a fresh folder. */
async function brokenDriver(id = `${requirement}/reversed`) {
  const mutant = mutants.find((one) => one.id === id);
  if (mutant === undefined) throw new Error(`no mutant is named ${id}`);
  const { endpoint, profile } = await driver({ mutant });
  return { endpoint, cwd: freshFolder({ 'p.json': JSON.stringify({ endpoint, ...profile }) }) };
}

async function rightDriver() {
  const { endpoint, profile } = await driver();
  return { endpoint, cwd: freshFolder({ 'p.json': JSON.stringify({ endpoint, ...profile }) }) };
}

const quick = ['--run', 'ordering/**', '--fuzz-runs', '40', '--seed', '5'];

describe('fuzz', () => {
  it('finds nothing in the embedded reference driver, writes no file and exits 0', async () => {
    const cwd = freshFolder();
    const { code, stdout, stderr } = await conformance(['fuzz', ...quick], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /✓ nothing found · 40 inputs, \d+ calls in .* · seed 5 · exit 0 · this is the embedded reference driver/,
    );
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('tells in json how many inputs reached each requirement and boundary', async () => {
    const { stdout } = await conformance(['fuzz', ...quick, '--reporter', 'json']);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      format: 'csi-env/fuzz-report',
      verdict: 'nothing found',
      seed: 5,
      inputs: 40,
    });
    const reached = report.requirements.find(({ id }: { id: string }) => id === requirement);
    expect(reached.inputs).toBeGreaterThan(0);
    expect(report.boundaries.length).toBeGreaterThan(0);
  });

  it('tells the seed that it chose itself', async () => {
    const [one, two] = await Promise.all(
      [1, 2].map(() => conformance(['fuzz', '--fuzz-runs', '1', '--reporter', 'json'])),
    );
    const [a, b] = [one, two].map((result) => JSON.parse(result?.stdout ?? '').seed);
    expect([a, b].every(Number.isInteger)).toBe(true);
    expect(a).not.toBe(b);
  });

  it('writes the events as they happen, header first and footer last', async () => {
    const { stdout } = await conformance(['fuzz', ...quick, '--reporter', 'ndjson']);
    const types = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).type);
    expect(types.slice(0, 2)).toEqual(['header', 'driver']);
    expect(types.filter((type) => type === 'phase')).toHaveLength(5);
    expect(types.at(-1)).toBe('footer');
  });
});

describe('what fuzz finds', () => {
  it('is shrunk, saved, replayed, promoted, and then killed by run --cases', async () => {
    const { cwd } = await brokenDriver();
    const found = await conformance(['fuzz', '--profile', 'p.json', ...quick], { cwd });
    expect(found.code).toBe(1);
    expect(found.stdout).toContain(`✗ ${requirement}  MUST`);
    const [name, ...more] = readdirSync(join(cwd, 'findings'));
    expect(more).toEqual([]);
    expect(name).toMatch(/^ordering-same-order-[0-9a-f]{8}\.json$/);
    const file = `findings/${name}`;
    expect(found.stdout.replace(/\s+/g, ' ')).toContain(
      `reproduce npx @csi-env/conformance replay ${file} --profile p.json`,
    );
    const finding = JSON.parse(readFileSync(join(cwd, file), 'utf8')) as Finding;
    expect(finding).toMatchObject({
      requirement,
      seed: 5,
      client: 'wire',
      flaky: false,
      confirmed: { failed: 2, plays: 2 },
    });
    expect(await conformance(['validate', file], { cwd })).toMatchObject({
      code: 0,
      stdout: `${file}: valid finding\n`,
    });

    const broken = await conformance(['replay', file, '--profile', 'p.json'], { cwd });
    expect(broken.code).toBe(1);
    expect(broken.stdout).toMatch(
      /^failing {2}findings\/.*: ordering\/same-order \(.*\), failed in 3 of 3 plays\n$/,
    );
    const right = await rightDriver();
    writeFileSync(join(cwd, 'right.json'), readFileSync(join(right.cwd, 'p.json')));
    const fixed = await conformance(['replay', file, '--profile', 'right.json'], { cwd });
    expect(fixed.stdout).toMatch(/^fixed {4}findings\//);
    expect(fixed.code).toBe(0);

    const promoted = await conformance(['promote', file, '--name', `${requirement}/promoted`], { cwd });
    expect(promoted).toMatchObject({
      code: 0,
      stdout: `${requirement}/promoted is in cases/ordering.yaml; npx @csi-env/conformance run --cases cases plays it\n`,
    });
    expect(await conformance(['validate', 'cases/ordering.yaml'], { cwd })).toMatchObject({ code: 0 });
    const words = ['--cases', 'cases', '--run', `${requirement}/promoted`, '--reporter', 'json'];
    const killed = await conformance(['--profile', 'p.json', ...words], { cwd });
    expect(killed.code).toBe(1);
    const check = JSON.parse(killed.stdout).checks.find(
      ({ name }: { name: string }) => name === `${requirement}/promoted`,
    );
    expect(check).toMatchObject({ requirement, outcome: 'fail' });
    expect(check.card.reproduce.conformance).toContain(`--cases cases --run ${requirement}/promoted`);
    const passed = await conformance(['--profile', 'right.json', ...words], { cwd });
    expect(JSON.parse(passed.stdout)).toMatchObject({
      exitCode: 0,
      counts: { checks: { pass: 1, fail: 0 } },
    });

    const spaced = await conformance(['promote', file, '--cases', 'my cases'], { cwd });
    expect(spaced.stdout).toContain("; npx @csi-env/conformance run --cases 'my cases' plays it\n");

    const again = await conformance(['promote', file, '--name', `${requirement}/promoted`], { cwd });
    expect(again).toMatchObject({
      code: 2,
      stderr: mistake(
        `cases/ordering.yaml:3: case ${requirement}/promoted is there already`,
        'give another --name',
      ),
    });
  }, 60_000);

  it('of a SHOULD is a warning with a file, and exits 0', async () => {
    const { cwd } = await brokenDriver('authorization/identity/ignored');
    const words = ['--profile', 'p.json', '--run', 'authorization/identity', '--seed', '1'];
    const { code, stdout } = await conformance(['fuzz', ...words, '--fuzz-runs', '60'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('! authorization/identity  SHOULD');
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/✓ nothing found, \d+ warnings? · 60 inputs, .* · exit 0/);
    const files = readdirSync(join(cwd, 'findings'));
    expect(files.length).toBeGreaterThan(0);
    const replayed = await conformance(['replay', `findings/${files[0]}`, '--profile', 'p.json'], { cwd });
    expect(replayed.stdout).toMatch(/^failing {2}findings\/.*: authorization\/identity /);
    expect(replayed.code).toBe(1);
  });

  it('goes into the folder that is named, and on with --continue', async () => {
    const { cwd } = await brokenDriver();
    const words = [
      '--profile',
      'p.json',
      ...quick,
      '--continue',
      '--findings',
      'out/found',
      '--reporter',
      'json',
    ];
    const { code, stdout } = await conformance(['fuzz', ...words], { cwd });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'found', inputs: 40 });
    expect(readdirSync(join(cwd, 'out/found')).length).toBe(JSON.parse(stdout).findings.length);
    expect(existsSync(join(cwd, 'findings'))).toBe(false);
  });

  it('that could not be written costs no campaign: the folder is tried before it, with exit 4', async () => {
    const running = await driver();
    const cwd = freshFolder({ findings: 'a file' });
    const words = ['fuzz', '--endpoint', running.endpoint, ...quick];
    const { code, stdout, stderr } = await conformance(words, { cwd });
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toBe(mistake('cannot create findings: findings is no folder'));
    expect(running.stats.calls.size).toBe(0);
  });

  it('that cannot be written any more is told all the same, with exit 4', async () => {
    const cwd = freshFolder();
    const { endpoint, profile } = await driver({
      hooks: {
        results: (results) => {
          writeFileSync(join(cwd, 'findings'), 'a file');
          return results.toReversed();
        },
      },
    });
    writeFileSync(join(cwd, 'p.json'), JSON.stringify({ endpoint, ...profile }));
    const { code, stdout, stderr } = await conformance(['fuzz', '--profile', 'p.json', ...quick], { cwd });
    expect(code).toBe(4);
    expect(stdout).toContain(`✗ ${requirement}  MUST`);
    expect(stderr).toContain(mistake('cannot create findings: findings is no folder'));
  });
});

describe('a mistake in the words of fuzz', () => {
  it.each<[readonly string[], string]>([
    [
      ['--phases', 'examples,boundry'],
      '--phases "boundry" is not one of examples, boundary, fuzz, stateful, concurrent',
    ],
    [['--fuzz-runs', '0'], '--fuzz-runs "0" is no whole number from 1 to 1000000000'],
    [['--fuzz-time', '5'], '--fuzz-time "5" is no duration'],
    [['--run', 'nothing/here'], '--run nothing/here matches no requirement'],
    [
      ['--run', 'documentation/**'],
      '--run documentation/** matches only requirements that fuzzing cannot reach',
    ],
    [['--skip', '**'], '--run and --skip leave no requirement that fuzzing can reach'],
    [['--endpoint', ''], '--endpoint is empty'],
    [['--findings', ''], '--findings is empty'],
    [['--reporter', 'junit'], 'unknown reporter "junit"'],
  ])('%j exits 2 with one line', async (words, message) => {
    const { code, stdout, stderr } = await conformance(['fuzz', ...words]);
    expect(stderr.split('\n')[0]).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

describe('a campaign that ends early', () => {
  it('exits 3 where no driver is, with a report', async () => {
    const cwd = freshFolder();
    const words = ['--endpoint', 'unix:///nowhere/x.sock', '--startup-timeout', '50ms', '--reporter', 'json'];
    const { code, stdout } = await conformance(['fuzz', ...words], { cwd });
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'unclear', exitCode: 3, inputs: 0 });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('by %s exits 130 with a report', async (signal) => {
    const { cwd } = await rightDriver();
    const words = ['--profile', 'p.json', '--phases', 'fuzz', '--fuzz-time', '10m', '--reporter', 'ndjson'];
    const { child, said, result } = start(['fuzz', ...words], { cwd });
    await said(/"type":"driver"/);
    child.kill(signal);
    const { code, stdout } = await result;
    expect(code).toBe(130);
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      type: 'footer',
      interrupted: true,
      exitCode: 130,
    });
  });

  it('exits 4 at its deadline', async () => {
    const { cwd } = await rightDriver();
    const words = ['--profile', 'p.json', '--fuzz-time', '10m', '--deadline', '1500ms', '--reporter', 'json'];
    const { code, stdout } = await conformance(['fuzz', ...words], { cwd });
    expect(code).toBe(4);
    expect(JSON.parse(stdout).reason).toBe('the campaign did not end within its deadline of 1.5 s');
  });

  it('exits 4 where a hook fails, and 2 where its command is none', async () => {
    const { cwd } = await rightDriver();
    const profile = JSON.parse(readFileSync(join(cwd, 'p.json'), 'utf8'));
    const hooked = (restart: string): string => JSON.stringify({ ...profile, hooks: { restart } });
    writeFileSync(join(cwd, 'fails.json'), hooked('false'));
    writeFileSync(join(cwd, 'none.json'), hooked('./nope.sh'));
    const words = ['fuzz', '--phases', 'stateful', '--fuzz-runs', '40', '--run', 'idempotency/after-restart'];
    const { code, stdout } = await conformance([...words, '--profile', 'fails.json'], { cwd });
    expect(stdout).toMatch(/\? unclear: (no|\d+) inputs? could (not )?be judged/);
    expect(stdout).toContain('hook restart failed');
    expect(code).toBe(4);
    const refused = await conformance([...words, '--profile', 'none.json'], { cwd });
    expect(refused.stderr).toContain('profile none.json: hooks.restart: ./nope.sh: no such command\n');
    expect(refused.code).toBe(2);
    const safe = ['fuzz', '--phases', 'examples', '--profile', 'none.json', '--safe'];
    expect((await conformance(safe, { cwd })).code).toBe(0);
  });

  it('exits 3 when the driver dies, and saves the last inputs', async () => {
    const { endpoint, profile, stop } = await driver();
    const cwd = freshFolder({ 'p.json': JSON.stringify({ endpoint, ...profile }) });
    const words = ['--profile', 'p.json', '--fuzz-time', '10m', '--reporter', 'ndjson'];
    const { said, result } = start(['fuzz', ...words], { cwd });
    await said(/"phase":"examples"/);
    await stop();
    const { code, stdout } = await result;
    expect(code).toBe(3);
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      reason: 'the driver no longer answers',
    });
    const [file] = readdirSync(join(cwd, 'findings'));
    expect(file).toMatch(/^driver-gone-[0-9a-f]{8}\.json$/);
    const gone = JSON.parse(readFileSync(join(cwd, 'findings', file ?? ''), 'utf8')) as Finding;
    expect(gone.kind === 'gone' && gone.inputs.length > 0).toBe(true);
    const again = await driver();
    const { stdout: replayed, code: fixed } = await conformance(
      ['replay', `findings/${file}`, '--profile', 'p.json', '--endpoint', again.endpoint],
      { cwd },
    );
    expect(replayed).toBe(`fixed    findings/${file}\n`);
    expect(fixed).toBe(0);
  });
});

describe('replay and promote refuse', () => {
  it.each<[string, string, string]>([
    ['a file that is missing', '', 'cannot read finding f.json: no such file'],
    ['what is no finding', '{"format": "csi-env/report"}', 'cannot read finding f.json: it is none'],
    ['broken JSON', '{"format"', 'cannot read finding f.json: line 1'],
    [
      'a newer format',
      '{"format": "csi-env/finding", "formatVersion": 2}',
      'its format version 2 is newer than this tool',
    ],
    [
      'half a finding',
      '{"format": "csi-env/finding", "formatVersion": 1, "kind": "gone"}',
      'cannot read finding f.json: ',
    ],
  ])('%s, with exit 2 and one line', async (_, text, message) => {
    const cwd = freshFolder(text === '' ? {} : { 'f.json': text });
    for (const command of ['replay', 'promote']) {
      const { code, stdout, stderr } = await conformance([command, 'f.json'], { cwd });
      expect(stderr.split('\n')[0]).toContain(message);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    }
    expect(existsSync(join(cwd, 'cases'))).toBe(false);
  });

  it('all files before the first is played where one is wrong', async () => {
    const { cwd } = await brokenDriver();
    await conformance(['fuzz', '--profile', 'p.json', ...quick], { cwd });
    const [name] = readdirSync(join(cwd, 'findings'));
    const { code, stdout } = await conformance(['replay', `findings/${name}`, 'none.json'], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

describe('a finding that is played without what it needs', () => {
  const identity = 'authorization/identity';
  const restart = 'idempotency/after-restart';

  /** A driver that lets every service account in, which breaks a SHOULD, and what fuzz found in it. */
  async function found() {
    const { endpoint, profile } = await driver({ mutant: findMutant(`${identity}/ignored`) });
    const cwd = freshFolder({ 'p.json': JSON.stringify({ endpoint, ...profile }) });
    const words = ['--profile', 'p.json', '--run', identity, '--phases', 'examples'];
    expect((await conformance(['fuzz', ...words], { cwd })).code).toBe(0);
    const [name] = readdirSync(join(cwd, 'findings'));
    const finding = JSON.parse(readFileSync(join(cwd, `findings/${name}`), 'utf8'));
    return { cwd, endpoint, profile, file: `findings/${name}`, finding };
  }

  /** The same driver, said to have failed after a restart. */
  async function foundAfterRestart() {
    const given = await found();
    const { cwd, endpoint, profile, finding } = given;
    const { request } = finding.input;
    const steps = [{ do: 'call', request }, { do: 'restart' }, { do: 'repeat', of: 0 }];
    const input = { phase: 'stateful', kind: 'sequence', title: 'call, restart, repeat', steps };
    const changed = { ...finding, requirement: restart, phase: 'stateful', input };
    writeFileSync(join(cwd, 'restart.json'), JSON.stringify(changed));
    const hooks = { restart: 'touch started' };
    writeFileSync(join(cwd, 'hooks.json'), JSON.stringify({ endpoint, ...profile, hooks }));
    return given;
  }

  async function caseOf(name: string, words: readonly string[], cwd: string) {
    const { stdout } = await conformance(
      ['--cases', 'cases', '--run', name, '--reporter', 'json', ...words],
      {
        cwd,
      },
    );
    return JSON.parse(stdout).checks.find((check: { name: string }) => check.name === name);
  }

  it('is unclear, and its case untested, with a profile of another class', async () => {
    const { cwd, endpoint, profile, file } = await found();
    const other = { ...profile, endpoint, providerClass: { ...profile.providerClass, name: 'other' } };
    writeFileSync(join(cwd, 'other.json'), JSON.stringify(other));
    expect((await conformance(['replay', file, '--profile', 'p.json'], { cwd })).code).toBe(1);
    const replayed = await conformance(['replay', file, '--profile', 'other.json'], { cwd });
    expect(replayed.stdout).toMatch(/^unclear /);
    expect(replayed.stdout).toContain(
      `; with this profile and driver the input cannot show whether ${identity} holds\n`,
    );
    expect(replayed.code).toBe(4);
    expect((await conformance(['promote', file, '--name', `${identity}/found`], { cwd })).code).toBe(0);
    expect(await caseOf(`${identity}/found`, ['--profile', 'p.json'], cwd)).toMatchObject({
      outcome: 'fail',
    });
    expect(await caseOf(`${identity}/found`, ['--profile', 'other.json'], cwd)).toMatchObject({
      outcome: 'untested',
      message: `with this profile and driver the input cannot show whether ${identity} holds`,
    });
  });

  it('is unclear, and its case untested, with a profile that lacks a hook', async () => {
    const { cwd } = await foundAfterRestart();
    const replayed = await conformance(['replay', 'restart.json', '--profile', 'p.json'], { cwd });
    expect(replayed.stdout).toMatch(/^unclear .*; the profile does not say hooks\.restart\n$/);
    expect(replayed.code).toBe(4);
    expect((await conformance(['promote', 'restart.json', '--name', `${restart}/found`], { cwd })).code).toBe(
      0,
    );
    expect(await caseOf(`${restart}/found`, ['--profile', 'p.json'], cwd)).toMatchObject({
      outcome: 'untested',
      message: 'the profile does not say hooks.restart',
    });
  });

  it('is unclear, and its case untested, with --safe, which runs no hook', async () => {
    const { cwd } = await foundAfterRestart();
    const words = ['--profile', 'hooks.json', '--safe'];
    const replayed = await conformance(['replay', 'restart.json', ...words], { cwd });
    expect(replayed.stdout).toMatch(/^unclear .*; left out by --safe\n$/);
    expect(replayed.code).toBe(4);
    await conformance(['promote', 'restart.json', '--name', `${restart}/found`], { cwd });
    const path = join(cwd, 'cases/idempotency.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replace('disturbs: true', 'disturbs: false'));
    expect(await caseOf(`${restart}/found`, words, cwd)).toMatchObject({
      outcome: 'untested',
      message: 'left out by --safe',
    });
    expect(existsSync(join(cwd, 'started'))).toBe(false);
    await conformance(['replay', 'restart.json', '--profile', 'hooks.json', '--times', '1'], { cwd });
    expect(existsSync(join(cwd, 'started'))).toBe(true);
  });

  it('is unclear where the replay takes longer than its deadline, which it says', async () => {
    const { cwd, file } = await found();
    const words = ['--profile', 'p.json', '--times', '10000', '--deadline', '1500ms'];
    const { code, stdout } = await conformance(['replay', file, ...words], { cwd });
    expect(stdout).toMatch(/^unclear .*; the replay did not end within its deadline of 1\.5 s\n$/);
    expect(code).toBe(4);
  });

  it('is a mistake where no driver is named, unless it is about the embedded one', async () => {
    const { cwd, file, finding } = await found();
    const { code, stdout, stderr } = await conformance(['replay', file], { cwd });
    expect(stderr).toBe(
      mistake(
        `cannot replay ${file}: it is about another driver than the embedded one; give --endpoint or --profile`,
      ),
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const own = { ...finding, driver: { ...finding.driver, embedded: true } };
    writeFileSync(join(cwd, 'own.json'), JSON.stringify(own));
    expect((await conformance(['replay', 'own.json'], { cwd })).stdout).toMatch(/^fixed /);
    expect((await conformance(['replay', 'own.json', '--profile', 'p.json'], { cwd })).stdout).toMatch(
      /^failing /,
    );
  });
});

describe('run --cases', () => {
  it('refuses a folder that is missing or empty, and a broken case', async () => {
    const cwd = freshFolder();
    mkdirSync(join(cwd, 'empty'));
    mkdirSync(join(cwd, 'broken'));
    writeFileSync(join(cwd, 'broken/a.yaml'), 'area: ordering\ncases: [{id: ordering/same-order/a}]\n');
    for (const [folder, message] of [
      ['none', 'cannot read cases none: no such file'],
      ['empty', 'there is no case in empty'],
      ['broken', 'cannot read cases broken/a.yaml: line 2: '],
    ] as const) {
      const { code, stdout, stderr } = await conformance(['--cases', folder], { cwd });
      expect(stderr).toContain(message);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    }
  });
});
