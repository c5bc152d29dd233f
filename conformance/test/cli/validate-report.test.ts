import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findMutant } from '../../src/cli/find-mutant.js';
import type { CheckInShort, Report, ReportCheck } from '../../src/report/collect.js';
import { documentWithDigest } from '../../src/report/digest.js';
import { checkOutcomes, countOutcomes, requirementOutcomes } from '../../src/runner/outcome.js';
import { conformance, driver, freshFolder, start } from './command.js';

const results = fileURLToPath(new URL('../../../results', import.meta.url));
const published = (name: string): string => readFileSync(join(results, name, 'report.json'), 'utf8');
const reference = published('reference.csi-env.example/1.0.0');
const goDriver = published('go-driver.csi-env.example/0.1.0');

/** A report that its test may edit. */
type Edited = { -readonly [member in keyof Report]: Report[member] } & { digest?: string };

/** Edits a report and computes its digest anew, as a forger would. */
function forged(text: string, edit: (report: Edited) => void): string {
  const report = JSON.parse(text) as Edited;
  delete report.digest;
  edit(report);
  return documentWithDigest(JSON.stringify(report, undefined, 2));
}

/** Makes counts fit what is listed. */
function recount(report: Edited): void {
  report.counts = {
    requirements: countOutcomes(requirementOutcomes, report.requirements),
    checks: countOutcomes(checkOutcomes, report.checks),
  };
}

/** Keeps some requirements only, with their checks and counts. */
function keep(report: Edited, wanted: (requirement: Report['requirements'][number]) => boolean): void {
  report.requirements = report.requirements.filter(wanted);
  const ids = report.requirements.map(({ id }) => id);
  report.checks = report.checks.filter(({ requirement }) => ids.includes(requirement));
  recount(report);
}

/** Changes each check that is untested, wherever it stands, and says what follows. */
function eachUntested(report: Edited, change: (check: ReportCheck) => ReportCheck): void {
  report.checks = report.checks.map((check) => (check.outcome === 'untested' ? change(check) : check));
  report.requirements = report.requirements.map((requirement) => ({
    ...requirement,
    outcome: requirement.outcome === 'untested' ? 'not-applicable' : requirement.outcome,
    checks: requirement.checks.map(
      (check) =>
        (check.outcome === 'untested' ? { ...check, outcome: 'not-applicable' } : check) as ReportCheck,
    ),
  }));
  recount(report);
}

/** The report of the driver in Go as a profile without a backend log and a metrics page would have made it. */
function partialOfGo(): string {
  const lacks: Readonly<Record<string, string>> = {
    'idempotency/no-side-effects': 'hooks.backendLog',
    'privacy/metrics': 'watch.metrics',
  };
  return forged(goDriver, (report) => {
    const untested = <C extends CheckInShort>(check: C): C & { member?: string } => {
      const member = lacks[check.requirement];
      if (member === undefined) return check;
      const message = `the profile does not say ${member}: it is needed here`;
      return { ...check, outcome: 'untested', message, member };
    };
    report.checks = report.checks.map(untested);
    report.requirements = report.requirements.map((one) => ({
      ...one,
      outcome: lacks[one.id] === undefined ? one.outcome : 'untested',
      checks: one.checks.map((check) => {
        const { member: _, ...short } = untested(check);
        return short;
      }),
    }));
    report.verdict = 'partial';
    recount(report);
  });
}

const partial = partialOfGo();

async function validated(text: string): Promise<readonly string[]> {
  const cwd = freshFolder({ 'r.json': text });
  const { code, stdout, stderr } = await conformance(['validate', 'r.json'], { cwd });
  expect(stderr).toBe('');
  const lines = stdout.trimEnd().split('\n');
  expect({ code, lines }).toEqual({ code: lines[0] === 'r.json: valid report' ? 0 : 2, lines });
  return lines;
}

const line = (text: string): unknown => expect.stringMatching(new RegExp(`^r\\.json:\\d+: ${text}`));

describe('validate takes the report', () => {
  it.each([
    ['the reference driver', reference],
    ['the driver in Go', goDriver],
    ['the driver in Go with less of a profile', partial],
  ])('of %s', async (_, text) => {
    expect(await validated(text)).toEqual(['r.json: valid report']);
  });

  it.each<[string, readonly string[]]>([
    ['of one area', ['--run', 'identity/**']],
    ['without an area', ['--run', '{identity,ordering}/**', '--skip', 'ordering/**']],
    ['with checks left out by --safe', ['--run', '{identity,transport}/**', '--safe']],
    ['that is strict about what it skips', ['--run', 'identity/**', '--strict']],
    ['that reaches nobody', ['--endpoint', 'unix:///nobody.sock', '--startup-timeout', '100ms']],
  ])('of a run %s', async (_, words) => {
    const cwd = freshFolder();
    await conformance([...words, '--reporter', 'json=r.json'], { cwd });
    expect(await validated(readFileSync(join(cwd, 'r.json'), 'utf8'))).toEqual(['r.json: valid report']);
  });

  it('of a run with a failure, and with one that is known', async () => {
    const { endpoint } = await driver({ mutant: findMutant('identity/vendor-version/empty') });
    const cwd = freshFolder({
      'known.yaml': '- {id: identity/vendor-version, reason: told, until: 2999-01-01}\n',
    });
    for (const words of [[], ['--known-failures', 'known.yaml']]) {
      await conformance(
        ['--endpoint', endpoint, '--run', 'identity/**', ...words, '--reporter', 'json=r.json'],
        { cwd },
      );
      const text = readFileSync(join(cwd, 'r.json'), 'utf8');
      expect(text).toMatch('"outcome": "fail"');
      expect(await validated(text)).toEqual(['r.json: valid report']);
    }
  });

  it.each<[string, readonly string[], boolean]>([
    ['whose deadline passed', ['--deadline', '1s'], false],
    ['that was interrupted', [], true],
  ])('of a run %s', async (_, words, interrupt) => {
    const cwd = freshFolder();
    const { child, result } = start([...words, '--reporter', 'json=r.json'], { cwd });
    if (interrupt) setTimeout(() => child.kill('SIGINT'), 2500);
    expect((await result).code).toBe(interrupt ? 130 : 4);
    expect(await validated(readFileSync(join(cwd, 'r.json'), 'utf8'))).toEqual(['r.json: valid report']);
  });

  it('of another version, and says that it did not compare the checks', async () => {
    const text = forged(goDriver, (report) => {
      report.tool = { ...report.tool, version: '0.0.9' };
    });
    const cwd = freshFolder({ 'r.json': text });
    expect(await conformance(['validate', 'r.json'], { cwd })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^r\.json: valid report; its checks are those of version 0\.0\.9 and were not compared with this one's, \d/,
      ),
    });
  });
});

describe('validate holds events to the same', () => {
  /** Events of the identity checks. */
  async function events(): Promise<string> {
    const cwd = freshFolder();
    await conformance(['--run', 'identity/**', '--reporter', 'ndjson=e.ndjson'], { cwd });
    return readFileSync(join(cwd, 'e.ndjson'), 'utf8');
  }

  /** Writes the digest of the events anew, as a forger would. */
  function resealed(lines: readonly string[]): string {
    const text = lines.join('\n');
    const before = text.slice(0, text.lastIndexOf(',"digest"'));
    return `${before},"digest":"sha256:${createHash('sha256').update(before).digest('hex')}"}\n`;
  }

  async function said(text: string): Promise<{ readonly code: number | null; readonly stdout: string }> {
    const { code, stdout } = await conformance(['validate', 'e.ndjson'], {
      cwd: freshFolder({ 'e.ndjson': text }),
    });
    return { code, stdout };
  }

  it('as they were written, and with the same digest written anew', async () => {
    const text = await events();
    expect(resealed(text.trimEnd().split('\n'))).toBe(text);
    expect(await said(text)).toEqual({ code: 0, stdout: 'e.ndjson: valid events\n' });
  });

  it('without a check that there is, wherever it is counted and announced', async () => {
    const check = 'identity/plugin-name/form';
    const lines = (await events()).trimEnd().split('\n');
    const without = lines.filter((one) => !one.startsWith(`{"type":"check","name":"${check}"`));
    expect(without.length).toBe(lines.length - 1);
    const counts = /"checks":\{"pass":(\d+)/;
    const less = (_: string, passed: string): string => `"checks":{"pass":${Number(passed) - 1}`;
    const recounted = without.map((one) =>
      one.startsWith('{"type":"footer"') ? one.replace(counts, less) : one,
    );
    expect(await said(resealed(recounted))).toEqual({
      code: 2,
      stdout: 'e.ndjson: the verdict is said to be partial, and the requirements come to error\n',
    });
    const entry = new RegExp(`\\{"name":"${check}"[^}]*\\},?`);
    const announced = recounted.map((one) =>
      one.startsWith('{"type":"plan"') ? one.replace(entry, '') : one,
    );
    expect(announced).not.toEqual(recounted);
    expect(await said(resealed(announced))).toEqual({
      code: 2,
      stdout: `e.ndjson: checks of requirement identity/plugin-name are missing: ${check}\n`,
    });
  });
});

describe('validate refuses a report', () => {
  it('without a digest', async () => {
    const text = `${JSON.stringify({ ...JSON.parse(reference), digest: undefined }, undefined, 2)}\n`;
    expect(await validated(text)).toEqual([line('it has no digest, so nothing shows that it is whole$')]);
  });

  it('whose digest does not stand at its end', async () => {
    const { digest, ...rest } = JSON.parse(reference) as Record<string, unknown>;
    expect(await validated(JSON.stringify({ digest, ...rest }, undefined, 2))).toEqual([
      line('it is cut short, or was changed after its digest$'),
    ]);
  });

  it.each<[string, string, (report: Edited) => void, readonly unknown[]]>([
    [
      'that keeps one requirement and claims',
      reference,
      (report) => {
        keep(report, ({ id }) => id === 'batch/scales');
        report.selection = { ...report.selection, run: ['batch/scales'] };
      },
      [line('requirements of env-vars revision 1 are missing: \\S+, \\S+, \\S+ and \\d+ more$')],
    ],
    [
      'from which untested requirements are dropped',
      partial,
      (report) => {
        keep(report, ({ outcome }) => outcome !== 'untested');
        report.selection = { ...report.selection, skip: ['privacy/**'] };
      },
      [line('requirements of env-vars revision 1 are missing: ')],
    ],
    [
      'from which untested checks are dropped',
      partial,
      (report) => {
        report.checks = report.checks.filter(({ outcome }) => outcome !== 'untested');
        report.requirements = report.requirements.map((one) => ({
          ...one,
          checks: one.checks.filter(({ outcome }) => outcome !== 'untested'),
        }));
        recount(report);
      },
      [line('checks of requirement idempotency/no-side-effects are missing: ')],
    ],
    [
      'in which what is untested is called not applicable',
      partial,
      (report) => eachUntested(report, (check) => ({ ...check, outcome: 'not-applicable' })),
      [line('check \\S+ is said not to apply, and its reason is that of an untested one$')],
    ],
    [
      'in which that lacks the member of the profile, too',
      partial,
      (report) =>
        eachUntested(report, ({ member: _, ...check }) => ({ ...check, outcome: 'not-applicable' })),
      [line('check \\S+ is said not to apply, and its reason is that of an untested one$')],
    ],
    [
      'of another driver that is said to be embedded',
      goDriver,
      (report) => {
        report.driver = { ...report.driver, embedded: true };
      },
      [line('the driver is said to be the embedded reference driver, and it was reached at an endpoint$')],
    ],
    [
      'of another driver that is said to be embedded, without endpoint and profile',
      goDriver,
      (report) => {
        report.driver = { ...report.driver, embedded: true };
        report.endpoint = 'embedded';
        delete report.profile;
      },
      [
        line(
          'the driver is said to be the embedded reference driver, and that one is called reference.csi-env.example$',
        ),
      ],
    ],
    [
      'that judges by another level',
      partial,
      (report) => {
        report.requirements = report.requirements.map((one) => ({
          ...one,
          level: one.outcome === 'untested' ? 'SHOULD' : one.level,
        }));
      },
      [line('requirement \\S+ is a MUST of env-vars revision 1, not a SHOULD$')],
    ],
    [
      'with requirements of its own',
      reference,
      (report) => {
        const [first] = report.requirements;
        if (first === undefined) throw new Error('the report has no requirement');
        report.requirements = [
          ...report.requirements,
          { ...first, id: 'tea/hot', checks: [], outcome: 'untested' },
        ];
        recount(report);
      },
      [line('env-vars revision 1 has no such requirements for a driver: tea/hot$')],
    ],
    [
      'of a revision that there is not',
      reference,
      (report) => {
        report.contract = { ...report.contract, revision: 99 };
      },
      [line('this tool knows no contract env-vars of revision 99$')],
    ],
    [
      'that claims although its run left something out',
      reference,
      (report) => {
        report.selection = { ...report.selection, skip: ['privacy/**'] };
      },
      [line('check privacy/\\S+ was left out by --run or --skip, and is said to be pass$')],
    ],
    [
      'that claims although it was safe',
      reference,
      (report) => {
        report.selection = { ...report.selection, safe: true };
      },
      [line('check \\S+ was left out by --safe, and is said to be pass$')],
    ],
    [
      'that skips what nobody left out',
      forgedSkip(),
      () => {},
      [line('check \\S+ is said to be skipped, and nothing in selection leaves it out$')],
    ],
    [
      'whose pattern matches nothing',
      reference,
      (report) => {
        report.selection = { ...report.selection, skip: ['tea/**'] };
      },
      [line('selection: --skip tea/\\*\\* matches no requirement and no check$')],
    ],
    [
      'whose counts are not those of its list',
      reference,
      (report) => {
        report.counts = { ...report.counts, checks: { ...report.counts.checks, untested: 0 } };
      },
      [line('counts\\.checks\\.untested is 0, and the report has \\d+$')],
    ],
    [
      'whose verdict its requirements do not come to',
      partial,
      (report) => {
        report.verdict = 'error';
        report.exitCode = 4;
      },
      [line('the verdict is said to be error, and the requirements come to partial$')],
    ],
  ])('%s', async (_, text, edit, expected) => {
    expect(await validated(forged(text, edit))).toEqual(expect.arrayContaining([...expected]));
  });

  it('with an edited name, by its digest', async () => {
    expect(await validated(goDriver.replace('"go-driver.', '"my-driver.'))).toEqual([
      line('it was changed after it was written: its digest does not match$'),
    ]);
  });
});

/** The report of the driver in Go with what is untested called skipped. */
function forgedSkip(): string {
  return forged(partial, (report) => {
    const skip = <C extends { outcome: string }>(one: C): C =>
      one.outcome === 'untested' ? { ...one, outcome: 'skipped' } : one;
    report.checks = report.checks.map(skip);
    report.requirements = report.requirements.map((one) => ({ ...skip(one), checks: one.checks.map(skip) }));
    recount(report);
  });
}
