import { describe, expect, it } from 'vitest';
import { collect } from './collect.js';
import { json } from './json.js';
import { defaultRenderOptions } from './reporter.js';
import { type RunName, runNames, runs, stream, text } from './testdata/events.js';
import { schemaProblems } from './testdata/schema.js';

const render = (name: RunName): Promise<string> =>
  text(json.render(stream(runs[name]), defaultRenderOptions));

describe('the json report', () => {
  it.each(runNames)('of the %s run is exactly as committed', async (name) => {
    await expect(await render(name)).toMatchFileSnapshot(`testdata/json/${name}.txt`);
  });

  it('says the same as the events', async () => {
    for (const name of runNames) {
      const footer = runs[name].at(-1);
      if (footer?.type !== 'footer') throw new Error('no footer');
      const report = JSON.parse(await render(name));
      expect(report).toMatchObject({ verdict: footer.verdict, exitCode: footer.exitCode });
      const { requirements, checks } = footer;
      expect(report.counts).toEqual({ requirements, checks });
    }
  });

  it('has each check in short under its requirement, and whole in its list of checks', async () => {
    for (const name of runNames) {
      const { requirements, checks } = await collect(stream(runs[name]));
      const short = checks.map(({ name, requirement, outcome, durationMs, message }) => ({
        name,
        requirement,
        outcome,
        durationMs,
        ...(message === undefined ? {} : { message }),
      }));
      expect(requirements.flatMap((one) => one.checks)).toEqual(short);
    }
    expect((await collect(stream(runs.failing))).checks[1]).toHaveProperty('card');
  });

  it('of a driver that was never reached is whole, with an empty driver', async () => {
    expect(JSON.parse(await render('unreached'))).toMatchObject({
      verdict: 'error',
      exitCode: 3,
      driver: { name: '', vendorVersion: '', embedded: false, declares: [] },
      stage: 'unknown',
    });
  });

  it('gives hostile text back as it came, yet holds nothing that a terminal obeys', async () => {
    const written = await render('hostile');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: nothing but line breaks may be left of them
    expect(written).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]|##\[/);
    const check = runs.hostile.find((event) => event.type === 'check');
    expect(JSON.parse(written).checks[0].message).toBe(check?.message);
  });

  it('trap: a truncated event stream read as complete', async () => {
    await expect(collect(stream(runs.conformant.slice(0, -1)))).rejects.toThrow(
      'the events of the run have no footer',
    );
    await expect(collect(stream(runs.conformant.slice(1)))).rejects.toThrow(
      'the events of the run have no header',
    );
  });

  it('keeps to its schema', async () => {
    const problems = await schemaProblems('report');
    for (const name of runNames) expect([name, problems(JSON.parse(await render(name)))]).toEqual([name, []]);
  });

  it('of a run without an end of its own for each check says that they never ended', async () => {
    const lost = runs.conformant.filter(
      (event) => event.type !== 'check' || event.requirement !== 'ordering/same-order',
    );
    const report = await collect(stream(lost));
    expect(report.checks[1]).toMatchObject({ outcome: 'error', message: 'the check never ended' });
    const cut = lost.map((event) => (event.type === 'footer' ? { ...event, interrupted: true } : event));
    const rest = (await collect(stream(cut))).checks[1];
    expect(rest).toMatchObject({ outcome: 'untested', message: 'the run was interrupted before it' });
    const unplanned = runs.conformant.map((event) =>
      event.type === 'plan' ? { ...event, requirements: [] } : event,
    );
    await expect(collect(stream(unplanned))).rejects.toThrow('ended but was never planned');
  });

  it('lets no later outcome of a check hide an earlier one', async () => {
    const [, , , fail] = runs.failing.filter((event) => event.type !== 'check' || event.outcome === 'fail');
    if (fail?.type !== 'check') throw new Error('no failure');
    const twice = [
      ...runs.failing.slice(0, -1),
      { ...fail, outcome: 'pass' as const },
      ...runs.failing.slice(-1),
    ];
    await expect(collect(stream(twice))).rejects.toThrow(`check ${fail.name} ended twice, fail and pass`);
  });

  it('trap: output order differs from run to run', async () => {
    const [header, plan, driver, ...rest] = runs.failing;
    if (header === undefined || plan === undefined || driver === undefined) throw new Error('no run');
    const footer = rest.pop();
    if (footer === undefined) throw new Error('no footer');
    const shuffled = [header, plan, driver, ...rest.toReversed(), footer];
    expect(await text(json.render(stream(shuffled), defaultRenderOptions))).toBe(await render('failing'));
  });
});
