import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { StatusError, statusCode } from '../../src/contracts/env-vars/reference-driver/status.js';
import { groupBy } from '../../src/runner/group-by.js';
import { contract } from '../harness.js';
import { conformance, driver, freshFolder } from './command.js';

interface Report {
  readonly verdict: string;
  readonly requirements: readonly { readonly id: string; readonly level: string; readonly outcome: string }[];
  readonly checks: readonly {
    readonly name: string;
    readonly requirement: string;
    readonly outcome: string;
    readonly blockedBy?: string;
  }[];
}

const text = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8');

describe('traps of other conformance tools', () => {
  it('exit code = number of failures, so 256 failures are 0: 512 failures are 1 as well', async () => {
    const { endpoint, profile } = await driver({
      hooks: { results: (results) => results.map((result) => ({ ...result, name: 'X' })) },
    });
    const cwd = freshFolder({ 'p.json': JSON.stringify({ endpoint, ...profile }) });
    const hunt = ['--run', 'ordering/name-echo', '--phases', 'examples', '--fuzz-runs', '20'];
    expect(await conformance(['fuzz', '--profile', 'p.json', ...hunt], { cwd })).toMatchObject({ code: 1 });
    const [finding] = readdirSync(join(cwd, 'findings'));
    await conformance(['promote', `findings/${finding}`, '--name', 'ordering/name-echo/many'], { cwd });
    const file = join(cwd, 'cases/ordering.yaml');
    const { area, cases } = parse(readFileSync(file, 'utf8'));
    const many = Array.from({ length: 512 }, (_, i) => ({ ...cases[0], id: `ordering/name-echo/many/${i}` }));
    writeFileSync(file, JSON.stringify({ area, cases: many }));
    const words = ['--profile', 'p.json', '--cases', 'cases', '--run', 'ordering/name-echo/many/*'];
    const { code, stdout } = await conformance([...words, '--reporter', 'json'], { cwd });
    const failed = (JSON.parse(stdout) as Report).checks.filter(({ outcome }) => outcome === 'fail');
    expect(failed).toHaveLength(512);
    expect(code).toBe(1);
  }, 60_000);

  it('a skipped prerequisite reads as green', async () => {
    const { endpoint, profile } = await driver({
      hooks: {
        messageReceived: () => {
          throw new StatusError(statusCode.INTERNAL, 'out of order');
        },
      },
    });
    const cwd = freshFolder({ 'p.json': JSON.stringify({ endpoint, ...profile }) });
    const words = ['--profile', 'p.json', '--run', '{values/exact,request/legal-served,batch/*}'];
    const { code, stdout } = await conformance([...words, '--reporter', 'json'], { cwd });
    const { checks, requirements } = JSON.parse(stdout) as Report;
    const exact = checks.filter(({ requirement }) => requirement === 'values/exact');
    expect(new Set(exact.map(({ outcome }) => outcome))).toEqual(new Set(['untested']));
    expect(exact.some(({ blockedBy }) => blockedBy === 'request/legal-served')).toBe(true);
    expect(requirements.find(({ id }) => id === 'values/exact')?.outcome).toBe('untested');
    expect(code).toBe(1);
  });

  it('weak assertions: an implementation that always gives one empty answer passes 43 %', async () => {
    const { endpoint, profile } = await driver({
      hooks: {
        response: (response) => ({ ...response, results: [] }),
        validate: () => [],
        authorize: () => [],
      },
    });
    const cwd = freshFolder({ 'p.json': JSON.stringify({ endpoint, ...profile }) });
    const areas = ['authorization', 'batch', 'errors', 'ordering', 'optional', 'request', 'values'];
    const words = areas.flatMap((area) => ['--run', `${area}/**`]);
    const { code, stdout } = await conformance(['--profile', 'p.json', ...words, '--reporter', 'json'], {
      cwd,
    });
    expect(code).toBe(1);
    const musts = (JSON.parse(stdout) as Report).requirements.filter(
      ({ id, level }) => level === 'MUST' && areas.includes(id.split('/')[0] ?? ''),
    );
    const passed = musts.filter(({ outcome }) => outcome === 'pass').map(({ id }) => id);
    expect(musts.length).toBeGreaterThan(30);
    expect(passed.length / musts.length, passed.join(', ')).toBeLessThan(0.2);
  }, 60_000);

  it('the test deletes things it did not create', async () => {
    const cwd = freshFolder();
    const files = ['out/mine.txt', 'out/deep/report.json', 'events.ndjson', 'state/a/b'];
    for (const file of files) {
      mkdirSync(join(cwd, file, '..'), { recursive: true });
      writeFileSync(join(cwd, file), 'mine');
    }
    const { endpoint, profile } = await driver({ socketPath: join(cwd, 'csi.sock') });
    const watch = { directories: [join(cwd, 'state')] };
    writeFileSync(join(cwd, 'conformance.yaml'), JSON.stringify({ endpoint, ...profile, watch }));
    const words = ['--run', 'identity/**', '--run', 'transport/**', '--run', 'privacy/**', '--output', 'out'];
    expect(await conformance(words, { cwd })).toMatchObject({ code: 0 });
    for (const file of files) expect(readFileSync(join(cwd, file), 'utf8'), file).toBe('mine');
    expect(readdirSync(cwd).sort()).toEqual([
      'conformance.yaml',
      'csi.sock',
      'events.ndjson',
      'out',
      'state',
    ]);
  }, 60_000);

  it('positional test ids that change when a test is inserted', () => {
    const names = contract.checks.map(({ name }) => name);
    // Numbers that are sizes are no positions; those that count from the first one on are.
    const numbered = groupBy(
      names.filter((name) => /\/\d+$/.test(name)),
      (name) => name.replace(/\d+$/, ''),
    );
    for (const [prefix, group] of numbered) {
      const numbers = group.map((name) => Number(name.slice(prefix.length))).sort((a, b) => a - b);
      expect(numbers, prefix).not.toEqual(numbers.map((_, i) => i));
      expect(numbers, prefix).not.toEqual(numbers.map((_, i) => i + 1));
    }
    expect(new Set(names).size).toBe(names.length);
    for (const { name, requirement } of contract.checks)
      expect(name.startsWith(`${requirement}/`), name).toBe(true);
  });

  it('a flag is parsed and never used', () => {
    const folder = 'conformance/src/cli';
    const sources = readdirSync(fileURLToPath(new URL('../../src/cli', import.meta.url)), { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => text(`${folder}/${name}`));
    const flags = sources.flatMap((source) =>
      [...source.matchAll(/(?:[oO]ption|[a-z]+Flag)\(\s*'--([\w-]+)/g)].map(([, flag]) => flag ?? ''),
    );
    expect(flags.length).toBeGreaterThan(30);
    const unread = flags.filter((flag) => {
      const attribute = flag
        .replace(/^no-/, '')
        .replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      // As a member, or taken out of the flags by name.
      const read = new RegExp(`\\.${attribute}\\b|\\{[^{}:;]*\\b${attribute}\\b[^{}:;]*\\}(: \\w+Flags| = )`);
      return !sources.some((source) => read.test(source));
    });
    expect(unread).toEqual([]);
  });
});

/** Traps whose tests stand beside what they are about. */
const elsewhere: Readonly<Record<string, string>> = {
  'JUnit failure without a failure element, or as error': 'conformance/src/report/junit.test.ts',
  'test case without a name': 'conformance/src/report/junit.test.ts',
  'unescaped or control characters in XML': 'conformance/src/report/junit.test.ts',
  'cannot claim beside an error, an interruption': 'spec-tests/test/report-schema.test.ts',
  'cannot end a run that claims with what it skipped': 'spec-tests/test/report-schema.test.ts',
  'is shrunk, confirmed on fresh connections, and ends the campaign with exit 1':
    'conformance/src/fuzz/campaign.test.ts',
  'that no longer fails once it is shrunk keeps its original input': 'conformance/src/fuzz/campaign.test.ts',
  'names no file, requirement or check that is not there': 'conformance/test/contributing.test.ts',
  'names no flag that the command does not have': 'conformance/test/contributing.test.ts',
};

describe('a trap whose test stands elsewhere', () => {
  it.each(Object.entries(elsewhere))('has it: %s', (title, file) => {
    expect(text(file)).toMatch(
      new RegExp(`it(\\.each)?\\([^\\n]*${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`),
    );
  });
});
