import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parts } from './nightly-parts.js';
import { nightlySummary, runNightly } from './run-nightly.js';
import { readers } from './run-step.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const part = {
  name: 'tea',
  says: 'tea is hot | always',
  command: ['node', 'tea.js', '--seed', '{seed}'],
  read: 'closingLine',
  minutes: 2,
};

/** A night in which commands come to these answers, by their first word. */
async function night(all, answers, more = {}) {
  const ran = [];
  let time = Date.parse('2026-11-21T22:00:00Z');
  const results = await runNightly(all, {
    seed: 7,
    revision: 'abcdef0123456789-changed',
    platform: { os: 'linux', arch: 'x64', node: '20.19.0', processors: 2 },
    execute: async (command, timeoutMs) => {
      ran.push([command.join(' '), timeoutMs]);
      time += 90_000;
      return answers[command[0]] ?? { code: 127, output: '' };
    },
    now: () => new Date(time),
    ...more,
  });
  return { results, ran };
}

describe('a part of the night', () => {
  it('that passes leaves its command, revision, seed, time and figures', async () => {
    const { results, ran } = await night([part], { node: { code: 0, output: 'ok\n12 passed, 0 failed\n' } });
    expect(ran).toEqual([['node tea.js --seed 7', 120_000]]);
    expect(results).toEqual([
      {
        format: 'csi-env/nightly',
        formatVersion: 1,
        part: 'tea',
        says: 'tea is hot | always',
        command: 'node tea.js --seed 7',
        revision: 'abcdef0123456789-changed',
        seed: 7,
        platform: { os: 'linux', arch: 'x64', node: '20.19.0', processors: 2 },
        startedAt: '2026-11-21T22:00:00.000Z',
        seconds: 90,
        outcome: 'passed',
        passed: 12,
        failed: 0,
      },
    ]);
  });

  it('that fails says what is wrong, without places of this machine', async () => {
    const output = 'ok    one\nNOT OK two: /home/me/src/two.js\nnoise\n1 passed, 1 failed\n';
    const answers = { node: { code: 1, output } };
    const { results } = await night([part], answers, { hide: [['/home/me/', './']] });
    expect(results[0]).toMatchObject({ outcome: 'failed', passed: 1, failed: 1 });
    expect(results[0].problems).toEqual(['NOT OK two: ./src/two.js']);
  });

  it.each([
    ['says that all is well and ends with an error', { code: 1, output: '3 passed, 0 failed\n' }, 'failed'],
    ['says nothing', { code: 0, output: '' }, 'failed'],
    ['counted nothing', { code: 0, output: '0 passed, 0 failed\n' }, 'failed'],
    ['takes too long', { code: 1, output: '3 passed, 0 failed\ntimed out', timedOut: true }, 'timed out'],
  ])('that %s has not passed', async (_, answer, outcome) => {
    const { results } = await night([part], { node: answer });
    expect(results[0].outcome).toBe(outcome);
  });

  it('whose tools are missing is not run, and has failed', async () => {
    const needy = { ...part, tools: [['kettle', '--version']] };
    const { results, ran } = await night([needy], { node: { code: 0, output: '1 passed, 0 failed\n' } });
    expect(ran.map(([command]) => command)).toEqual(['kettle --version']);
    expect(results[0]).toMatchObject({ outcome: 'failed', missing: 'kettle' });
  });

  it('does not keep the others from being run, and each is told as it ends', async () => {
    const told = [];
    const all = [part, { ...part, name: 'milk', command: ['cow'] }];
    const answers = { node: { code: 1, output: '' }, cow: { code: 0, output: '2 passed, 0 failed\n' } };
    await night(all, answers, { onResult: ({ part: name, outcome }) => told.push([name, outcome]) });
    expect(told).toEqual([
      ['tea', 'failed'],
      ['milk', 'passed'],
    ]);
  });
});

it('the summary has a row for each part, run or not, and what is wrong', async () => {
  const all = [part, { ...part, name: 'milk' }, { ...part, name: 'never', says: 'nothing' }];
  const answers = { node: { code: 1, output: 'NOT OK cold ~~~\n1 passed, 1 failed\n' } };
  const { results } = await night(all.slice(0, 2), answers);
  const tea = { ...results[0], outcome: 'passed', passed: 2, failed: 0 };
  const lines = nightlySummary(all, [tea, results[1]]).split('\n');
  expect(lines.slice(lines.indexOf('|---|---|---|--:|--:|---|--:|') + 1)).toEqual([
    '| tea | tea is hot \\| always | passed | 2 of 2 | 90 s | abcdef012345-changed | 7 |',
    '| milk | tea is hot \\| always | failed | 1 of 2 | 90 s | abcdef012345-changed | 7 |',
    '| never | nothing | never run | | | | |',
    '',
    '## milk',
    '',
    '~~~text',
    'NOT OK cold ~ ~ ~',
    '~~~',
    '',
  ]);
});

describe('the parts', () => {
  it('have names of their own, that are file names', () => {
    const names = parts.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it.each(parts.map((one) => [one.name, one]))(
    '%s runs a script that is there, in bounded time',
    (_, one) => {
      const [command, script] = one.command;
      if (command === 'node') expect(existsSync(join(root, script)), script).toBe(true);
      expect(one.minutes).toBeGreaterThan(0);
      if (one.read !== undefined) expect(readers).toHaveProperty(one.read);
    },
  );
});

describe('scripts/nightly', () => {
  const run = (...words) =>
    spawnSync(join(root, 'scripts/nightly'), words, { encoding: 'utf8', cwd: tmpdir() });

  it('lists its parts', () => {
    const { status, stdout } = run('--list');
    expect(status).toBe(0);
    expect(stdout.trimEnd().split('\n')).toEqual(parts.map(({ name, says }) => `${name}: ${says}`));
  });

  it.each([
    [['--part', 'teaa'], /^nightly: no part is named teaa; there are: kill-matrix-wire, /],
    [['--sed', '1'], /^nightly: Unknown option '--sed'/],
    [['--seed', 'x', '--part', 'slowed-go'], /^--seed x is no whole number from 0\n$/],
  ])('refuses %j with exit 2 and runs nothing', (words, message) => {
    const output = mkdtempSync(join(tmpdir(), 'csi-env-nightly-'));
    onTestFinished(() => rmSync(output, { recursive: true, force: true }));
    const { status, stdout, stderr } = run(...words, '--output', output);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(readdirSync(output)).toEqual([]);
  });
});
