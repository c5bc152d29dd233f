import { describe, expect, it } from 'vitest';
import { collect, type Report } from './collect.js';
import { contradictions } from './contradictions.js';
import { runs, stream } from './testdata/events.js';

/** A report that its test may edit. */
type Edited = { -readonly [member in keyof Report]: Report[member] };

const messages = (report: Report): string[] => contradictions(report).map(({ message }) => message);

async function edited(run: keyof typeof runs, members: (report: Report) => Partial<Edited>): Promise<Report> {
  const report = await collect(stream(runs[run]));
  return { ...report, ...members(report) };
}

describe('contradictions', () => {
  // One of them has a verdict that was written by hand, so that reporters show it.
  const names = (Object.keys(runs) as (keyof typeof runs)[]).filter((name) => name !== 'nothing');

  it.each(names)('are not in the report of a run: %s', async (name) => {
    expect(messages(await collect(stream(runs[name])))).toEqual([]);
  });

  it('are a verdict that the requirements do not come to', async () => {
    const report = await edited('failing', () => ({ verdict: 'conformant', exitCode: 0 }));
    expect(messages(report)).toEqual([
      'the verdict is said to be conformant, and the requirements come to nonconformant',
    ]);
  });

  it('are an error that hides a broken MUST', async () => {
    const report = await edited('failing', () => ({ verdict: 'error', exitCode: 4, reason: 'no time' }));
    expect(messages(report)).toEqual([
      'the verdict is said to be error, and the requirements come to nonconformant',
    ]);
  });

  it('are an exit code that the verdict does not end with', async () => {
    const report = await edited('failing', () => ({ exitCode: 0 }));
    expect(messages(report)).toEqual(['exitCode is 0, and a run that is nonconformant ends with 1']);
  });

  it('are counts of something else', async () => {
    const report = await edited('failing', ({ counts }) => ({
      counts: { ...counts, checks: { ...counts.checks, fail: 0 } },
    }));
    expect(messages(report)).toEqual([
      expect.stringMatching(/^counts\.checks\.fail is 0, and the report has \d+$/),
    ]);
  });

  it('are an outcome that the checks do not come to', async () => {
    const report = await edited('conformant', ({ requirements: [first, ...others] }) => ({
      requirements: [...(first === undefined ? [] : [{ ...first, outcome: 'untested' as const }]), ...others],
    }));
    expect(messages(report)).toEqual([
      'requirement identity/plugin-name is said to be untested, and its checks come to pass',
    ]);
  });

  it('are checks that a requirement lists otherwise, or twice, or that are of none', async () => {
    const report = await edited('conformant', ({ checks: [first, ...others] }) => {
      if (first === undefined) throw new Error('the run has no check');
      return {
        checks: [
          { ...first, message: 'another' },
          first,
          { ...first, name: 'a/b/c', requirement: 'a/b' },
          ...others,
        ],
      };
    });
    expect(messages(report)).toEqual(
      expect.arrayContaining([
        'check identity/plugin-name/characters is there twice',
        'check a/b/c is of a/b, which is not among the requirements',
        'requirement identity/plugin-name lists its checks otherwise than checks does',
      ]),
    );
  });

  it('are a run that decided nothing and is no error', async () => {
    const report = await edited('conformant', () => ({
      requirements: [],
      checks: [],
      counts: { requirements: zero, checks: zero },
    }));
    expect(messages(report)).toEqual(['the verdict is said to be conformant, and no check decided anything']);
  });
});

const zero = { pass: 0, fail: 0, warn: 0, error: 0, untested: 0, skipped: 0, 'not-applicable': 0 };
