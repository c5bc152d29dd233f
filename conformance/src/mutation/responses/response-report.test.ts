import { describe, expect, it } from 'vitest';
import { deadlinePassed } from '../../runner/ended.js';
import type { FailedRequirement, Permitted, TrialAnswer, TrialResult } from '../trial.js';
import { responsesAsJson, responsesAsMarkdown, responsesAsText } from './render-responses.js';
import {
  isSettled,
  makeResponseReport,
  type ResponseReport,
  responseDrift,
  responseProblems,
  responseRow,
} from './response-report.js';

const permitted: readonly Permitted[] = [
  { pattern: 'response/extend-*/Probe.{headers,trailers}/*', why: 'metadata of one’s own is free' },
];
const failing: FailedRequirement = { id: 'a/one', level: 'MUST', checks: ['a/one/x'] };
const warning: FailedRequirement = { id: 'a/two', level: 'SHOULD', checks: ['a/two/x'] };
const done = (facts: Partial<TrialResult>): TrialAnswer => ({
  result: {
    verdict: 'conformant',
    exitCode: 0,
    failed: [],
    errors: [],
    calls: 1,
    durationMs: 1,
    changed: 3,
    ...facts,
  },
});
const ids = [
  'response/drop/Probe.ready/always',
  'response/extend-x/Probe.headers/always',
  'response/blank/Probe.ready/always',
  'response/swap/Probe.ready/always',
  'response/delay/Probe.answer/always',
  'response/code/Probe.status/always',
  'response/slow/Probe.answer/always',
  'response/add/Probe.trailers/always',
];
const results: readonly TrialAnswer[] = [
  done({ failed: [failing], exitCode: 1 }),
  done({}),
  done({ changed: 0, failed: [failing], exitCode: 1 }),
  done({ verdict: 'error', exitCode: 4, errors: [{ check: 'a/one/x', message: 'it hangs' }] }),
  { problem: 'it died' },
  done({}),
  done({ failed: [warning] }),
  done({ verdict: 'error', exitCode: 4, failed: [warning] }),
];

const reportOf = (count: number, seeds = 8, explanations = permitted): ResponseReport =>
  makeResponseReport(
    { name: 'demo', revision: 2 },
    { seeds, permitted: explanations, of: (seed) => ({ id: ids[seed - 1] ?? '', description: 'does | so' }) },
    results.slice(0, count).map((answer, index) => ({
      seed: index + 1,
      stage: 'alpha',
      card: { id: `${ids[index]}#${index + 1}`, description: 'does | so' },
      answer,
      whole: true,
    })),
    { client: 'wire' },
  );

describe('the report of changed answers', () => {
  it('tells what was noticed from what survives, is permitted or changed nothing', () => {
    expect(reportOf(8).rows.map(({ fate, why }) => [fate, why])).toEqual([
      ['noticed', undefined],
      ['permitted', 'metadata of one’s own is free'],
      ['equivalent', 'no answer was changed'],
      ['unclear', 'a/one/x: it hangs'],
      ['error', 'it died'],
      ['survived', undefined],
      ['warned', undefined],
      ['unclear', 'the run is error'],
    ]);
  });

  it('is content with a sample only where a MUST failed, or where a part of the seeds needs no more', () => {
    const settled = (all: boolean): readonly string[] => [
      ...new Set(
        reportOf(8)
          .rows.filter((row) => isSettled(row, all))
          .map(({ fate }) => fate),
      ),
    ];
    expect(settled(true)).toEqual(['noticed']);
    expect(settled(false)).toEqual(['noticed', 'permitted', 'equivalent']);
  });

  it('permits a run to run out of time where what is permitted takes time, and for nothing else', () => {
    const fateOf = (takesTime: boolean, ...messages: readonly string[]) =>
      responseRow(
        {
          seed: 1,
          stage: 'alpha',
          card: { id: 'response/delay-4s/Probe.answer/always#1', description: 'waits' },
          answer: done({
            verdict: 'error',
            exitCode: 4,
            errors: messages.map((message) => ({ check: 'a/one/x', message })),
          }),
          whole: true,
        },
        [{ pattern: 'response/delay-4s/Probe.answer/*', why: 'it may wait', takesTime }],
      ).fate;
    expect(fateOf(true, deadlinePassed, 'the check did not end within 120 s')).toBe('permitted');
    expect(fateOf(true, deadlinePassed, 'it hangs')).toBe('unclear');
    expect(fateOf(true)).toBe('unclear');
    expect(fateOf(false, deadlinePassed)).toBe('unclear');
  });

  it('has nothing to say against what is noticed, warned of, permitted or equivalent', () => {
    const good = ['noticed', 'warned', 'permitted', 'equivalent'];
    const rows = reportOf(8).rows.filter(({ fate }) => good.includes(fate));
    expect(rows.map(({ seed }) => seed)).toEqual([1, 2, 3, 7]);
    expect(responseProblems({ ...reportOf(8), rows })).toEqual([]);
  });

  it('names survivors, what fails no MUST in a run that errs, and what got no verdict', () => {
    expect(responseProblems(reportOf(8))).toEqual([
      'response/code/Probe.status/always#6 survives: does | so',
      'response/swap/Probe.ready/always#4 fails no MUST, and the run does not end well: a/one/x: it hangs',
      'response/add/Probe.trailers/always#8 fails no MUST, and the run does not end well: the run is error',
      'response/delay/Probe.answer/always#5 got no verdict: it died',
    ]);
  });

  it('names explanations that explain nothing, once all seeds were tried', () => {
    const more = [...permitted, { pattern: 'response/drop/**', why: 'it is noticed' }];
    expect(responseProblems(reportOf(3, 3, more))).toEqual([
      'response/drop/** explains nothing that survives',
    ]);
    expect(responseProblems(reportOf(3, 4, more))).toEqual([]);
  });

  it('differs from an earlier one where something is no longer noticed', () => {
    const before = reportOf(4);
    expect(responseDrift(before, reportOf(2))).toEqual([]);
    const [first, ...others] = before.rows as [ResponseReport['rows'][number]];
    const now = { rows: [{ ...first, fate: 'survived' as const, whole: true }, ...others] };
    expect(responseDrift(before, now)).toEqual([
      'response/drop/Probe.ready/always#1 was noticed then, and is survived now',
    ]);
    const sampled = { rows: [{ ...first, fate: 'equivalent' as const, whole: false }, ...others] };
    expect(responseDrift(before, sampled)).toEqual([]);
    expect(responseDrift(now, before)).toEqual([]);
    expect(responseDrift(before, { rows: [{ ...first, id: 'response/other#1' }] })).toEqual([
      'seed 1 was response/drop/Probe.ready/always#1 then, and is response/other#1 now',
    ]);
  });

  it('is shown as text, with what is wrong first', () => {
    expect(responsesAsText(reportOf(8))).toBe(`✗ response/code/Probe.status/always#6 survives: does | so
✗ response/swap/Probe.ready/always#4 fails no MUST, and the run does not end well: a/one/x: it hangs
✗ response/add/Probe.trailers/always#8 fails no MUST, and the run does not end well: the run is error
✗ response/delay/Probe.answer/always#5 got no verdict: it died

1 of 6 changes of answers noticed (16.7 %), 1 permitted by the contract, 1 survive
1 only warned of, 2 with neither a failing MUST nor a good end
1 more changed no answer, 1 got no verdict
client wire
`);
  });

  it('is shown as JSON and as Markdown whose tables hold', () => {
    expect(JSON.parse(responsesAsJson(reportOf(2)))).toMatchObject({ format: 'csi-env/response-changes' });
    const page = responsesAsMarkdown(reportOf(8));
    expect(page).toContain('| drop | 1 | 0 | 0 | 0 | 0 | 0 |');
    expect(page).toContain('| response/drop/Probe.ready/always#1 | does \\| so | a/one |');
    expect(page).toContain('| response/slow/Probe.answer/always#7 | does \\| so | a/two |');
    expect(page).toContain('| a/one | 1 |');
  });
});
