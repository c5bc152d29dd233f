import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Ending } from '../../src/contract.js';
import { openJournal } from '../../src/contracts/env-vars/journal.js';
import type { Mutant } from '../../src/contracts/env-vars/mutants/mutant.js';
import { privacyMutants } from '../../src/contracts/env-vars/mutants/privacy.js';
import { createRedaction } from '../../src/contracts/env-vars/redaction.js';
import type { Connection, Hooks } from '../../src/contracts/env-vars/reference-driver/hooks.js';
import { secretsOf } from '../../src/contracts/env-vars/secret-fields.js';
import { createGlance } from '../../src/leak/glance.js';
import { createScanner } from '../../src/leak/scanner.js';
import { scanText } from '../../src/leak/text.js';
import { emptyProfile } from '../../src/profile/profile.js';
import type { Outcome } from '../harness.js';
import { type ReferenceRun, runReference } from './run-reference.js';

const only = ['privacy/**'];

/** A run against a driver whose log, folder, metrics and process the profile names. */
function runWatched(given: ReferenceRun = {}): Promise<Outcome> {
  return runReference({
    only,
    ...given,
    driver: (folder) => {
      const stateDirectory = join(folder, 'state');
      mkdirSync(stateDirectory);
      writeFileSync(join(folder, 'driver.log'), 'starting\n');
      return {
        stateDirectory,
        metricsPort: 0,
        log: (line) => appendFileSync(join(folder, 'driver.log'), `${line}\n`),
        ...given.driver?.(folder),
      };
    },
    profile: (folder, driver) => ({
      logs: [{ file: join(folder, 'driver.log') }, { command: `cat ${join(folder, 'driver.log')}` }],
      watch: {
        directories: [join(folder, 'state')],
        ignore: [],
        pid: process.pid,
        ...(driver.metricsUrl === undefined ? {} : { metrics: driver.metricsUrl }),
      },
      ...given.profile?.(folder, driver),
    }),
  });
}

describe('the checks of privacy', () => {
  for (const stage of ['alpha', 'beta'] as const) {
    it(`pass the reference driver in ${stage}`, async () => {
      const outcome = await runWatched({ driver: () => ({ stage }) });
      const ran = outcome.checks.filter(
        (check) => check.outcome !== 'skipped' && check.outcome !== 'not-applicable',
      );
      expect(ran.filter((check) => check.outcome !== 'pass')).toEqual([]);
      expect(ran.length).toBeGreaterThan(13);
    });
  }

  it('say what the profile would have to give', async () => {
    const outcome = await runReference({ only });
    const untested = outcome.checks
      .filter((check) => check.outcome === 'untested')
      .map(({ name, message }) => [name, message?.split(':')[0]]);
    expect(untested).toEqual(
      expect.arrayContaining([
        ['privacy/logs/output', 'the profile does not say logs'],
        ['privacy/disk/directories', 'the profile does not say watch.directories'],
        ['privacy/process/command-line', 'the profile does not say watch.pid'],
        ['privacy/metrics/page', 'the profile does not say watch.metrics'],
      ]),
    );
  });

  it('show place, encoding and key of a leak, and never the value', async () => {
    const mutant = privacyMutants.find(({ id }) => id === 'privacy/logs/hex') as Mutant;
    let secrets: readonly string[] = [];
    const outcome = await runWatched({
      mutant,
      profile: (_, driver) => {
        secrets = driver.profile.keys.available.flatMap(({ value }) =>
          value !== undefined && value.length > 20 ? [value] : [],
        );
        return {};
      },
    });
    const happened = outcome.check('privacy/logs/files').card?.happened ?? [];
    expect(happened[0]).toMatch(
      /driver\.log, line \d+, byte \d+: .*of keys\.available\[\d+\] \(app\/.*\), hex$/,
    );
    const everything = JSON.stringify(outcome.events);
    expect(secrets.length).toBeGreaterThan(20);
    for (const secret of secrets) {
      expect(everything).not.toContain(secret);
      expect(everything).not.toContain(Buffer.from(secret).toString('hex'));
    }
  });

  it('fail a driver that logs a password from the middle of a long value', async () => {
    const password = 'pK7-not-a-real-passw';
    const filler = (bytes: number): string =>
      createHash('shake256', { outputLength: bytes / 2 })
        .update('filler')
        .digest('hex');
    const credential = JSON.stringify({ certificate: filler(374), password, key: filler(1600) });
    expect(credential.indexOf(password)).toBe(404);
    const hooks: Partial<Hooks> = {
      value: (text, { query }) => (query.key === 'app/db/password' ? credential : text),
      log: (line) => `${line} login=${password}`,
    };
    const { check } = await runWatched({ mutant: { apply: () => ({ hooks }) } });
    expect(check('privacy/logs/files').outcome).toBe('fail');
  });

  it.each([
    ['in UTF-8', '密钥-pässwörd-🔑-秘密', (text: string) => Buffer.from(text).toString('latin1')],
    ['in Latin-1', 'pässwörd-ünïcödé-ñàmé', (text: string) => text],
    [
      'in UTF-8, cut within a character',
      '密钥密码秘密口令凭证',
      (text: string) => Buffer.from(text).toString('latin1').slice(1, 9),
    ],
  ])('find a value beyond ASCII in headers and trailers %s', async (_, value, write) => {
    const hooks: Partial<Hooks> = {
      value: (text, { query }) => (query.key === 'app/db/password' ? value : text),
      // Node sends each character as a byte.
      metadata: ({ headers, trailers }) => {
        for (const place of [headers, trailers]) place.set('x-debug', write(value));
      },
    };
    const mutant = { server: 'connect', apply: () => ({ hooks }) } as const;
    const { check } = await runReference({ only: ['privacy/metadata/**'], mutant });
    for (const kind of ['headers', 'trailers']) {
      const found = check(`privacy/metadata/${kind}`);
      expect(found.card?.happened?.[0]).toMatch(
        /er x-debug, line 1, byte \d+: .* of the key app\/db\/password, plain$/,
      );
    }
  });

  it('report a log, folder, process or metrics page that cannot be read as an error that names it', async () => {
    const outcome = await runWatched({
      profile: (folder) => ({
        logs: [{ file: join(folder, 'none.log') }, { command: 'false' }],
        watch: {
          directories: [join(folder, 'none')],
          ignore: [],
          pid: 999_999_999,
          metrics: 'http://127.0.0.1:9/metrics',
        },
      }),
    });
    const errors = outcome.checks
      .filter((check) => check.outcome === 'error')
      .map(({ name, message }) => `${name}: ${message}`);
    expect(errors.sort()).toEqual([
      expect.stringMatching(/^privacy\/disk\/directories: cannot search .*none: /),
      expect.stringMatching(/^privacy\/logs\/commands: cannot search false: /),
      expect.stringMatching(/^privacy\/logs\/files: cannot search .*none\.log: /),
      expect.stringMatching(/^privacy\/metrics\/page: cannot search http/),
      expect.stringMatching(
        /^privacy\/process\/command-line: cannot search command line of process 999999999: /,
      ),
      expect.stringMatching(
        /^privacy\/process\/environment: cannot search environment of process 999999999: /,
      ),
    ]);
  });

  it('end a driver that the tool started, and search what it leaves then', async () => {
    const outcomes = async (hooks: object, ending: Ending = 'ended') => {
      const { check } = await runWatched({ ends: () => ending, mutant: { apply: () => ({ hooks }) } });
      return ['privacy/logs/after-exit', 'privacy/disk/after-exit'].map((name) => check(name).outcome);
    };
    const value = 'pK7-not-a-real-password-93';
    const named = (key: string) => (key === 'app/db/password' ? value : undefined);
    const saved = {
      value: (text: string, { query }: { query: { key: string } }) => named(query.key) ?? text,
    };
    expect(await outcomes(saved)).toEqual(['pass', 'pass']);
    expect(await outcomes(saved, 'killed')).toEqual(['not-applicable', 'not-applicable']);
    const logs = { ended: ({ log }: { log(line: string): void }) => log(`bye ${value}`) };
    expect(await outcomes({ ...saved, ...logs })).toEqual(['fail', 'pass']);
    expect(await outcomes({ ...saved, ...logs }, 'killed')).toEqual(['fail', 'not-applicable']);
    const rotates = {
      ended: ({ stateDirectory, log }: { stateDirectory: string; log(line: string): void }) => {
        const path = join(stateDirectory, '..', 'driver.log');
        if (!existsSync(path)) return;
        log(`bye ${value}`);
        renameSync(path, `${path}.1`);
      },
    };
    expect(await outcomes({ ...saved, ...rotates })).toEqual(['fail', 'pass']);
    const saves = {
      ended: ({ stateDirectory }: { stateDirectory: string }) =>
        writeFileSync(join(stateDirectory, 'cache'), value),
    };
    expect(await outcomes({ ...saved, ...saves })).toEqual(['pass', 'fail']);
    const cleansUp = {
      ended: ({ stateDirectory }: { stateDirectory: string }) => {
        rmSync(stateDirectory, { recursive: true, force: true });
        rmSync(join(stateDirectory, '..', 'driver.log'), { force: true });
      },
    };
    expect(await outcomes({ ...saved, ...cleansUp })).toEqual(['pass', 'pass']);
  });

  it('end no driver that the tool did not start', async () => {
    const { check } = await runWatched();
    for (const name of ['privacy/logs/after-exit', 'privacy/disk/after-exit'])
      expect(check(name).outcome).toBe('not-applicable');
  });

  it('close every client before they end the driver, which may wait for it', async () => {
    const sessions = new Set<object>();
    const hooks = {
      connection: ({ session }: Connection) => {
        sessions.add(session);
        session.on('close', () => sessions.delete(session));
      },
    };
    let open: number | undefined;
    await runWatched({
      mutant: { server: 'connect', apply: () => ({ hooks }) },
      ends: () => {
        open = [...sessions].filter((session) => !(session as Connection['session']).closed).length;
        return 'ended';
      },
    });
    expect(open).toBe(0);
  });

  it('find nothing to look for where every value is short', async () => {
    const outcome = await runWatched({
      mutant: { apply: () => ({ hooks: { value: (text: string) => text.slice(0, 7) } }) },
      profile: (_, driver) => ({
        keys: {
          available: driver.profile.keys.available.map(({ key }) => ({
            key,
            parameters: {},
            volatile: false,
          })),
          missing: [],
          denied: [],
          oversized: [],
          failing: [],
        },
      }),
    });
    expect(outcome.check('privacy/logs/files')).toMatchObject({
      outcome: 'untested',
      message: expect.stringContaining('no value of eight characters'),
    });
  });
});

describe('redaction', () => {
  const secret = 'pK7-not-a-real-password-93';
  const facts = { identity: ['example.csi'] } as never;
  const redactionOf = (value = secret, others: readonly string[] = []) => {
    const journal = openJournal();
    for (const [index, other] of others.entries()) journal.value(other, `app/${index}`);
    journal.value(value, 'app/db/password');
    journal.send('app/db/password');
    return createRedaction(journal, emptyProfile, facts);
  };
  const writings: Readonly<Record<string, (text: string) => string>> = {
    plain: (text) => text,
    base64: (text) => Buffer.from(text).toString('base64'),
    base64url: (text) => Buffer.from(`u:${text}`).toString('base64url'),
    hex: (text) => Buffer.from(text).toString('hex'),
    percent: (text) => Buffer.from(text).toString('hex').replace(/../g, '%$&'),
    reversed: (text) => [...text].reverse().join(''),
    'utf-16': (text) => [...text].join('\0'),
    piece: (text) => text.slice(5, 13),
    'base64 of hex': (text) => Buffer.from(Buffer.from(text).toString('hex')).toString('base64'),
    'a list of bytes': (text) => [...Buffer.from(text)].join(' '),
  };

  for (const [name, write] of Object.entries(writings)) {
    it(`takes out a value written as ${name}`, () => {
      const shown = redactionOf().redact(`backend said <${write(secret)}> to key app/db/password`);
      expect(shown).not.toContain(write(secret));
      expect(shown).toMatch(/<\d+ bytes #[0-9a-f]{6}>/);
    });
  }

  it('takes out a value beyond ASCII that is reversed by characters', () => {
    const value = 'äß中文éñ秘密жщ';
    const backwards = [...value].reverse().join('');
    expect(redactionOf(value).redact(`got ${backwards}`)).not.toContain(backwards);
  });

  it('takes out a value beyond ASCII that is base64 or hex of UTF-16', () => {
    const value = 'äß中文éñ秘密жщ';
    const little = Buffer.from(value, 'utf16le');
    for (const written of [little.toString('base64'), Buffer.from(little).swap16().toString('hex')])
      expect(redactionOf(value).redact(`got ${written} there`)).not.toContain(written);
  });

  it('takes out the middle of a long value', () => {
    const long = Array.from({ length: 900 }, (_, i) => ((i * 7919 + 13) % 100_003).toString(36)).join('!');
    expect(redactionOf(long).redact(`got ${long.slice(1200, 1240)}`)).toMatch(
      /^got <40 bytes #[0-9a-f]{6}>$/,
    );
  });

  it("leaves the tool's own texts, keys and the driver's name alone", () => {
    const text = 'after this: a connection is cut, a call for app/db/password of example.csi got UNAVAILABLE';
    expect(redactionOf().redact(text)).toBe(text);
    expect(redactionOf('app/db/password').redact(text)).toBe(text);
  });

  it('leaves words alone that a value has in another case, such as the name of a status', () => {
    const shown = redactionOf('postgres://app@db.internal:5432').redact('got INTERNAL: no db.internal:5432');
    expect(shown).toMatch(/^got INTERNAL: no <16 bytes #[0-9a-f]{6}>$/);
  });

  it('lets no control characters through and bounds the length', () => {
    expect(redactionOf().redact('a\u001b[31m\nb')).toBe('a\\x1b[31m\\nb');
    expect(Buffer.byteLength(redactionOf().redact('x'.repeat(100_000)))).toBeLessThan(2100);
  });

  it('takes in values that come later', () => {
    const journal = openJournal();
    const { redact } = createRedaction(journal, emptyProfile, facts);
    expect(redact(secret)).toBe(secret);
    journal.value(secret, 'app/db/password');
    expect(redact(secret)).not.toContain(secret);
  });

  it('takes out the last of more values than are kept, and leaves other text alone', () => {
    const journal = openJournal();
    const { redact } = createRedaction(journal, emptyProfile, facts);
    const value = (n: number, bytes: number): string =>
      createHash('shake256', { outputLength: bytes / 2 })
        .update(`value ${n}`)
        .digest('hex');
    for (let n = 0; n < 7000; n++) journal.value(value(n, 64), `key ${n}`);
    for (let n = 7000; n < 7400; n++) journal.value(value(n, 16_000), `key ${n}`);
    expect(journal.values.size).toBeLessThan(7000);
    for (const late of [value(6999, 64), value(7399, 16_000).slice(9_000, 9_040)])
      expect(redact(`no answer from ${late} today`)).not.toContain(late);
    const text = 'a batch of 17 queries for one key got UNAVAILABLE, and the same call was served before';
    expect(redact(text)).toBe(text);
  });

  it('leaves nothing of a long value at the border of what it watches, in any alignment', () => {
    const longValue = (seed: string): string =>
      createHash('shake256', { outputLength: 3000 }).update(seed).digest('base64url');
    const long = longValue('border');
    // So many that of most, and of the last, only parts are watched, the first of them up to byte 176.
    const { redact } = redactionOf(
      long,
      Array.from({ length: 70 }, (_, n) => longValue(`other ${n}`)),
    );
    const scanner = createScanner({ watched: [{ value: Buffer.from(long), label: 'long' }], strict: true });
    const kept: string[] = [];
    for (const kind of ['base64', 'base64url', 'hex', 'latin1'] as const) {
      for (let from = 158; from < 164; from++) {
        for (let to = 176; to < 208; to++) {
          const written = Buffer.from(long.slice(from, to)).toString(kind);
          const shown = redact(`the backend said ${written}, no more`);
          if (scanText(scanner, 'text', shown).length > 0) kept.push(`${kind} of ${from} to ${to}: ${shown}`);
        }
      }
    }
    expect(kept).toEqual([]);
  });

  it('takes out the middle of a value that no limit allows', () => {
    const long = createHash('shake256', { outputLength: 1024 * 1024 })
      .update('long')
      .digest('hex');
    const journal = openJournal();
    const { redact } = createRedaction(journal, emptyProfile, facts);
    journal.value(long, 'app/db/password');
    for (let at = 1_000_000; at < 1_000_016; at++) {
      const piece = long.slice(at, at + 30);
      expect(redact(`got ${piece}`)).not.toContain(piece);
    }
  });
});

describe('the secret fields of a message', () => {
  it('are those that the field table marks, each with its place in the list', () => {
    const response = {
      results: [
        { name: 'A', value: 'one', error: '' },
        { name: 'B', value: '', error: 'gone' },
        { name: 'C', value: 'three', error: '' },
      ],
    };
    expect(secretsOf('/csi.v1.Node/NodeGetEnvVars', 'response', response)).toEqual([
      { value: 'one', at: 0 },
      { value: 'three', at: 2 },
    ]);
    expect(secretsOf('/csi.v1.Identity/Probe', 'response', { ready: true })).toEqual([]);
  });
});

describe('a glance', () => {
  it('sees eight bytes and not seven', () => {
    const glance = createGlance();
    glance.watch(Buffer.from('q7Rk!2vT_zLp'));
    expect(glance.sees('x q7Rk!2vT y', () => [])).toBe(true);
    expect(glance.sees('x q7Rk!2v y', () => [])).toBe(false);
    expect(glance.sees('x q7Rk!2vT y', () => [Buffer.from('q7rk!2vt')])).toBe(false);
  });
});
