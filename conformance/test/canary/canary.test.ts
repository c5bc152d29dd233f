import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http2';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type CommandName, commandNames } from '../../src/cli/commands.js';
import { referenceProfile } from '../../src/contracts/env-vars/reference-driver/reference-profile.js';
import { createScanner, type Scanner } from '../../src/leak/scanner.js';
import { scanText } from '../../src/leak/text.js';
import { reporterNames } from '../../src/report/reporters.js';
import { bin, freshFolder, type Running } from '../cli/command.js';
import { canaries as makeCanaries } from './canaries.js';
import { type CanaryDriverOptions, canaryDriver } from './canary-driver.js';
import { canaryScanner, type Watched, watchCommand } from './watch-command.js';

const canaries = makeCanaries(20);
const scanner = canaryScanner(canaries);
/** Variables with canaries that nobody names. */
const stray = { DB_PASSWORD: canaries.literals[1] as string, UNRELATED: canaries.unnamed[1] as string };

/** Values of the reference driver's own backend, and what the tool sends, which is no evidence. */
const referenceScanner = createScanner({
  watched: referenceProfile.keys.available.flatMap(({ key, value = '' }) =>
    value.length >= 20 && value.length < 1000 ? [{ value: Buffer.from(value), label: key, named: true }] : [],
  ),
  exempt: referenceProfile.keys.available.map(({ key }) => Buffer.from(key)),
});

/** Every report format to a file, and the console report to stdout. */
const everyReport = [
  ...reporterNames.flatMap((name) => ['--reporter', name === 'console' ? name : `${name}=report.${name}`]),
  ...['--seed', '1'],
];
const talkative = ['--trace', '--verbose'];
const part = ['privacy/**', 'values/**', 'ordering/**', 'errors/**', 'optional/**'].flatMap((run) => [
  '--run',
  run,
]);

/** Runs the command against a driver with canaries, and fails when it tells one. */
async function quiet(
  words: readonly string[],
  {
    driver,
    expected,
    ...rest
  }: Partial<Parameters<typeof watchCommand>[2]> & {
    readonly driver?: CanaryDriverOptions;
    readonly expected: number | readonly number[];
  },
): Promise<Watched & { readonly log: string }> {
  const started = await canaryDriver(canaries, driver);
  const filled = words.map((word) =>
    word.replaceAll('{profile}', started.profile).replaceAll('{endpoint}', started.endpoint),
  );
  const watched = await watchCommand(filled, scanner, {
    ...rest,
    env: { ...stray, ...started.env, ...rest.env },
  });
  expect(watched.leaks).toEqual([]);
  expect([expected].flat(), watched.stderr).toContain(watched.code);
  return { ...watched, log: started.log };
}

/** A profile that starts the crashing driver; the words go to its command. */
function crashing(
  milliseconds: number,
  words: readonly string[] = [],
): {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
} {
  const inputs = freshFolder({ values: JSON.stringify(canaries.all), value: canaries.file });
  const script = fileURLToPath(new URL('crashing-driver.mjs', import.meta.url));
  const cwd = freshFolder();
  const [first] = referenceProfile.keys.available;
  const profile = {
    exec: [
      process.execPath,
      script,
      bin,
      '{endpoint}',
      String(milliseconds),
      join(inputs, 'values'),
      ...words,
    ],
    ...{ ...referenceProfile, keys: { missing: ['app/none'] } },
  };
  const available = [
    { key: first?.key, value: { env: 'EXPECTED_CANARY' } },
    { key: 'app/db/url', value: { file: join(inputs, 'value') } },
  ];
  writeFileSync(
    join(cwd, 'conformance.yaml'),
    JSON.stringify({ ...profile, keys: { ...profile.keys, available } }),
  );
  const again = { SAME_AGAIN: canaries.env, WITHIN: `postgres://app:${canaries.file}@db/app` };
  return { cwd, env: { EXPECTED_CANARY: canaries.env, ...again } };
}

/** Words that choose a driver that ends at once, with a value of the profile in its command. */
const brokenCommand = [
  ...['--endpoint', `exec:false ${canaries.literals[0]}`],
  ...['--profile', '{profile}', '--startup-timeout', '300ms'],
];

/** A server of HTTP/2 that is no gRPC server, with values that the profile names in all that it says. */
async function errorPages(): Promise<string> {
  const path = join(freshFolder(), 'pages.sock');
  const server = createServer();
  let turn = 0;
  const known = [canaries.env, canaries.file, ...canaries.literals];
  const next = (): string => known[turn++ % known.length] as string;
  const header = (): string => next().replace(/[^\x21-\x7e]/g, '');
  server.on('stream', (stream) => {
    stream.on('error', () => {});
    const status = turn % 2 === 0 ? 500 : 200;
    stream.respond({ ':status': status, 'content-type': `text/${word(next())}`, 'x-debug': header() });
    stream.end(`<h1>${next()}</h1>`);
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => void server.close());
  return `unix://${path}`;
}

/** Profiles with a mistake in or beside a value. */
const brokenProfiles: Readonly<Record<string, (value: string) => string>> = {
  'a value that is no quoted text': (value) =>
    `keys:\n  available:\n    - key: a\n      value: *${word(value)}\n`,
  'a value that reads as a tag': (value) =>
    `keys:\n  available:\n    - key: a\n      value: !${word(value)} x\n`,
  'a value with a broken escape': (value) => `keys: {available: [{key: a, value: "\\q${word(value)}"}]}\n`,
  'a value without its closing quote': (value) => `keys: {available: [{key: a, value: "${word(value)}\n`,
  'a value that is the name of a member': (value) =>
    JSON.stringify({ keys: { available: [{ key: 'a', value: { [value]: 'x' } }] } }),
  'a value under a wrong name': (value) =>
    JSON.stringify({ keys: { available: [{ key: 'a', value: { envv: value } }] } }),
  'a value in a list': (value) => JSON.stringify({ keys: { available: [{ key: 'a', value: [value] }] } }),
  'a value in place of the keys': (value) => JSON.stringify({ keys: { available: value } }),
  'a value twice': (value) => `keys: {available: [{key: a, value: ${JSON.stringify(value)}, value: x}]}\n`,
  'a value as a variable that is not set': (value) =>
    JSON.stringify({ keys: { available: [{ key: 'a', value: { env: `X${word(value)}` } }] } }),
  'a value as a file that is not there': (value) =>
    JSON.stringify({ keys: { available: [{ key: 'a', value: { file: `./${word(value)}` } }] } }),
};

function word(value: string): string {
  return value.replace(/[^A-Za-z0-9]/g, '');
}

async function untilIt(running: Running, pattern: RegExp): Promise<void> {
  await running.said(pattern);
}

/** What is done with each command: a new one needs a line here. */
const cases: Readonly<Record<CommandName, Readonly<Record<string, () => Promise<void>>>>> = {
  run: {
    async 'passing, with every report'() {
      const words = ['--profile', '{profile}', ...talkative, ...everyReport];
      const { files, processes } = await quiet(words, { expected: 0 });
      for (const name of reporterNames) {
        if (name !== 'console') expect(files).toContain(`report.${name}`);
      }
      expect(files.some((name) => name.endsWith('.part'))).toBe(true);
      if (process.platform === 'linux') expect(processes).toBeGreaterThan(0);
    },
    async 'failing, with every report'() {
      const words = ['--profile', '{profile}', ...talkative, ...everyReport];
      const { log, stdout, folder } = await quiet(words, { driver: { leaks: true }, expected: 1 });
      // What the driver told is found where it told it, and shown as length and hash.
      expect(scanText(scanner, 'log', readFileSync(log)).length).toBeGreaterThan(10);
      expect(stdout).toMatch(/<\d+ bytes #[0-9a-f]{6}>/);
      expect(readFileSync(join(folder, 'report.ndjson'), 'utf8')).toMatch(/<\d+ bytes #[0-9a-f]{6}>/);
      await rendersAgain(join(folder, 'report.ndjson'));
    },
    async 'of a driver with values in its version and its manifest'() {
      const words = ['--profile', '{profile}', ...talkative, ...everyReport];
      const { stdout } = await quiet(words, { driver: { isNamedForThem: true }, expected: 1 });
      expect(stdout).toMatch(/1\.0-<\d+ bytes #[0-9a-f]{6}>/);
      expect(stdout).toContain('DATA_LOSS');
    },
    async 'failing, in beta and few words, with a step summary'() {
      const words = ['--profile', '{profile}', '--reporter', 'github', '--client', 'connect', ...part];
      const summary = { GITHUB_STEP_SUMMARY: join(freshFolder(), 'summary.md') };
      const { stdout } = await quiet(words, {
        driver: { leaks: true, stage: 'beta' },
        expected: 1,
        env: summary,
      });
      expect(stdout).toMatch(/<\d+ bytes #[0-9a-f]{6}>/);
      expect(scanText(scanner, 'summary', readFileSync(summary.GITHUB_STEP_SUMMARY))).toEqual([]);
    },
    async 'interrupted, with every report'() {
      const words = ['--profile', '{profile}', ...talkative, ...everyReport];
      const { files } = await quiet(words, {
        driver: { leaks: true, latencyMs: 300 },
        expected: 130,
        async meanwhile(running) {
          await untilIt(running, /NodeGetEnvVars(.*\n)+.*NodeGetEnvVars/);
          running.child.kill('SIGINT');
        },
      });
      expect(files).toContain('report.json');
    },
    async 'against a driver that crashes'() {
      const { stdout, stderr, leaks, code } = await watchCommand([...talkative, ...everyReport], scanner, {
        ...crashing(2500),
        except: /^conformance\.yaml$/,
      });
      expect(leaks).toEqual([]);
      expect([1, 3, 4], stderr).toContain(code);
      expect(stdout + stderr).toMatch(/NodeGetEnvVars/);
    },
    async 'against a driver that ends before it listens'() {
      const { leaks, code } = await watchCommand([...talkative, ...everyReport], scanner, {
        ...crashing(0),
        except: /^conformance\.yaml$/,
      });
      expect(leaks).toEqual([]);
      expect(code).toBe(3);
    },
    async 'against a driver with a value in its command'() {
      const words = [canaries.env, `--password=${canaries.file}`];
      const { leaks, code } = await watchCommand([...talkative, ...everyReport], scanner, {
        processes: false,
        ...crashing(0, words),
        except: /^conformance\.yaml$/,
      });
      expect(leaks).toEqual([]);
      expect(code).toBe(3);
    },
    async 'against a driver that --endpoint starts with a value'() {
      const { stderr } = await quiet(brokenCommand, { expected: 3, processes: false });
      expect(stderr).toMatch(/ doctor --endpoint .*exec:false/);
    },
    async 'against a server that answers with pages of its own'() {
      const { profile, env } = await canaryDriver(canaries);
      for (const client of ['wire', 'grpc-js', 'connect']) {
        const endpoint = await errorPages();
        const words = [
          '--profile',
          profile,
          '--endpoint',
          endpoint,
          '--client',
          client,
          ...talkative,
          ...everyReport,
        ];
        const short = ['--startup-timeout', '200ms', '--run', 'identity/**'];
        const { leaks, code, stderr } = await watchCommand([...words, ...short], scanner, { env });
        expect(leaks, client).toEqual([]);
        expect([1, 3, 4], stderr).toContain(code);
      }
    },
    async 'by itself, on the embedded driver'() {
      const words = [...talkative, '--output', 'out', ...part];
      await searched(words, referenceScanner, 0);
    },
    async 'with wrong usage'() {
      for (const words of [
        ['--profile', '{profile}', '--no-such-flag'],
        ['--profile', '{profile}', '--run', 'none/**'],
        ['--profile', '{profile}', '--reporter', 'none'],
        ['--profile', '{profile}', '--endpoint', ''],
      ])
        await quiet(words, { expected: 2 });
    },
    async 'with a broken profile'() {
      for (const [name, write] of Object.entries(brokenProfiles)) {
        const value = canaries.literals[1] as string;
        const path = join(freshFolder(), 'p.yaml');
        writeFileSync(path, write(value));
        const named = name.startsWith('a value as a');
        const { leaks, code, stderr } = await watchCommand(['--profile', path], scanner);
        expect(code, name).toBe(2);
        // What stands where a name belongs is shown as one.
        if (!named) expect(leaks, `${name}: ${stderr}`).toEqual([]);
      }
    },
  },
  report: {
    async 'of a file that is no run'() {
      const folder = freshFolder({ 'events.ndjson': `{"type":"header"}\n${JSON.stringify(canaries.env)}\n` });
      await searched(['report', join(folder, 'events.ndjson')], scanner, 2);
    },
  },
  validate: {
    async 'of a good and of broken profiles'() {
      await quiet(['validate', '{profile}'], { expected: 0 });
      const folder = freshFolder();
      for (const [i, write] of Object.values(brokenProfiles).slice(0, 9).entries())
        writeFileSync(join(folder, `${i}.yaml`), write(canaries.literals[1] as string));
      const words = Array.from({ length: 9 }, (_, i) => join(folder, `${i}.yaml`));
      await searched(['validate', ...words], scanner, 2);
    },
  },
  doctor: {
    async 'of a driver with values in its version'() {
      await quiet(['doctor', '--profile', '{profile}'], {
        driver: { isNamedForThem: true },
        expected: [0, 3],
      });
    },
    async 'of a driver that tells everything'() {
      await quiet(['doctor', '--profile', '{profile}'], { driver: { leaks: true }, expected: [0, 3] });
    },
    async 'of a driver that --endpoint starts with a value'() {
      const words = brokenCommand.slice(0, 4);
      await quiet(['doctor', ...words], { expected: 3, processes: false });
    },
    async 'of a driver that ends before it listens'() {
      const { leaks, code } = await watchCommand(['doctor'], scanner, {
        ...crashing(0),
        except: /^conformance\.yaml$/,
      });
      expect(leaks).toEqual([]);
      expect(code).toBe(3);
    },
  },
  init: {
    async 'of a driver that tells everything'() {
      const words = ['init', '--endpoint', '{endpoint}', '--file', 'new.yaml'];
      await quiet(words, { driver: { leaks: true }, expected: 0 });
    },
  },
  list: {
    async 'in every format'() {
      for (const format of ['text', 'json']) await quiet(['list', '--format', format], { expected: 0 });
    },
  },
  explain: {
    'of a requirement': async () => void (await quiet(['explain', 'privacy/logs'], { expected: 0 })),
  },
  serve: {
    async 'of a driver that leaks, beside its log'() {
      const folder = freshFolder();
      const words = [
        'serve',
        '--endpoint',
        `unix://${join(folder, 's.sock')}`,
        '--mutant',
        'privacy/logs/plain',
      ];
      const log = join(folder, 'driver.log');
      await searched([...words, '--log', log], referenceScanner, 0, async (running) => {
        await untilIt(running, /unix:/);
        const asked = ['--endpoint', `unix://${join(folder, 's.sock')}`, '--run', 'identity/**'];
        await searched(asked, referenceScanner, 0);
        running.child.kill('SIGTERM');
      });
      expect(existsSync(log)).toBe(true);
    },
  },
  mutants: {
    async 'in every format'() {
      await searched(['mutants', '--run', 'privacy/errors/plain', '--output', 'out'], referenceScanner, 0);
    },
  },
  // What they say of a driver that leaks is searched in test/cli/fuzz-secrecy.test.ts.
  fuzz: {
    async 'in every format'() {
      const words = ['--fuzz-runs', '30', '--seed', '1', '--trace', '--verbose', '--output', 'out'];
      await searched(['fuzz', '--phases', 'fuzz', '--run', 'values/**', ...words], referenceScanner, 0);
    },
    async 'against a driver that leaks, with what is made of the findings'() {
      const { profile, env } = await canaryDriver(canaries, { leaks: true });
      const cwd = freshFolder();
      const watch = (words: readonly string[]) =>
        watchCommand([...words, '--profile', profile], scanner, { cwd, env: { ...stray, ...env } });
      const reports = ['console', 'json=r.json', 'ndjson=e.ndjson'].flatMap((name) => ['--reporter', name]);
      const budget = ['--fuzz-runs', '10', '--seed', '1', '--continue'];
      const fuzzed = await watch(['fuzz', ...budget, '--trace', '--verbose', ...reports]);
      expect(fuzzed.leaks).toEqual([]);
      expect(fuzzed.code, fuzzed.stderr).toBe(1);
      const findings = fuzzed.files.filter((name) => /^findings[/\\][^.]+\.json$/.test(name));
      expect(findings).not.toEqual([]);
      const replayed = await watch(['replay', ...findings, '--trace']);
      expect(replayed.leaks).toEqual([]);
      expect(replayed.code, replayed.stderr).toBe(1);
      const promoted = await watchCommand(['promote', findings[0] as string], scanner, { cwd });
      expect(promoted.leaks).toEqual([]);
      expect([0, 2], promoted.stderr).toContain(promoted.code);
    },
    async 'against a driver that --endpoint starts with a value'() {
      const { stderr } = await quiet(['fuzz', ...brokenCommand], { expected: 3, processes: false });
      expect(stderr).toMatch(/ doctor --endpoint .*exec:false/);
    },
  },
  replay: {
    async 'of a finding that is broken'() {
      await searched(['replay', brokenFinding()], referenceScanner, 2);
    },
  },
  promote: {
    async 'of a finding that is broken'() {
      await searched(['promote', brokenFinding()], referenceScanner, 2);
    },
  },
};

/** A file that says that it is a finding and has a value where a word of a list belongs. */
function brokenFinding(): string {
  const [value] = referenceProfile.keys.available.flatMap((key) => key.value ?? []);
  const finding = { format: 'csi-env/finding', formatVersion: 1, kind: String(value), client: String(value) };
  return join(freshFolder({ 'f.json': JSON.stringify(finding) }), 'f.json');
}

async function searched(
  words: readonly string[],
  by: Scanner,
  expected: number,
  meanwhile?: (running: Running) => Promise<void>,
): Promise<void> {
  const { leaks, code, stderr } = await watchCommand(words, by, {
    env: stray,
    ...(meanwhile === undefined ? {} : { meanwhile }),
  });
  expect(leaks).toEqual([]);
  expect(code, stderr).toBe(expected);
}

/** Renders the events of a run again, to stdout in every format. */
async function rendersAgain(events: string): Promise<void> {
  for (const name of reporterNames) {
    const { leaks, code, stdout } = await watchCommand(
      ['report', events, '--reporter', name, '--verbose'],
      scanner,
    );
    expect(leaks, name).toEqual([]);
    expect(code).toBe(0);
    expect(stdout).not.toBe('');
  }
}

it('covers every command', () => {
  expect(Object.keys(cases).sort()).toEqual([...commandNames].sort());
});

describe.each(Object.entries(cases))('%s tells no value', (_, ofCommand) => {
  it.each(Object.entries(ofCommand))('%s', { timeout: 400_000 }, async (_name, check) => {
    await check();
  });
});
