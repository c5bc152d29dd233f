import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { UnreachableError } from '../errors.js';
import { examineLimits } from './examine.js';
import type { Breakage } from './finding.js';
import type { FuzzSession, Reduction } from './fuzz-target.js';
import {
  breach,
  type FakeDriver,
  type FakePlay,
  fakeSession,
  fakeShould,
  played,
  runFake,
} from './testing/fake-target.js';

const right = () => ({});
/** Breaks `size/limit` for numbers from 500 up. */
const sized = ({ input }: FakePlay) => ({ breaches: input.n >= 500 ? [breach('size/limit')] : [] });

describe('a campaign against a driver without faults', () => {
  it('plays every phase, finds nothing and exits 0', async () => {
    const session = fakeSession(right);
    const { footer, phases, findings } = await runFake(session);
    expect(findings).toEqual([]);
    expect(footer).toMatchObject({
      verdict: 'nothing found',
      exitCode: 0,
      inputs: 100,
      calls: 100,
      interrupted: false,
      findings: { plain: 0, flaky: 0, warnings: 0 },
    });
    expect(phases.map(({ phase, inputs }) => [phase, inputs])).toEqual([
      ['examples', 2],
      ['boundary', 2],
      ['fuzz', 68],
      ['stateful', 19],
      ['concurrent', 9],
    ]);
  });

  it('says how many inputs reached each requirement and boundary, those that none reached too', async () => {
    const { footer } = await runFake(
      fakeSession(({ input }) => ({ reached: input.n === 1 ? ['size/limit'] : [] })),
      { phases: ['examples', 'boundary'] },
    );
    expect(footer.requirements).toEqual([
      { id: 'size/limit', inputs: 1 },
      { id: 'order/kept', inputs: 0 },
    ]);
    expect(footer.boundaries).toEqual([
      { id: 'n/limit', inputs: 1 },
      { id: 'n/limit+1', inputs: 1 },
      { id: 'n/never', inputs: 0 },
    ]);
  });
});

describe('inputs', () => {
  const drawn = async (seed: number, driver: Parameters<typeof fakeSession>[0], atOnce = 4) => {
    const session = fakeSession(driver, { atOnce });
    await runFake(session, { seed, keepOn: true });
    return session.plays
      .filter(({ fresh }) => !fresh)
      .map(({ input }) => JSON.stringify(input))
      .sort();
  };

  it('are the same for the same seed, whatever the driver answers, how long it takes and how many are played at once', async () => {
    const first = await drawn(7, right);
    expect(await drawn(7, sized)).toEqual(first);
    const slow = async ({ input }: FakePlay) => {
      await pause(input.n % 3);
      return {};
    };
    expect(await drawn(7, slow, 16)).toEqual(first);
    expect(await drawn(8, right)).not.toEqual(first);
  });

  it('of a phase do not depend on the phases before it', async () => {
    const alone = fakeSession(right);
    await runFake(alone, { phases: ['fuzz'], budget: { runs: 20 } });
    const among = fakeSession(right);
    await runFake(among, { budget: { runs: 40 } });
    expect(played(among, 'fuzz').slice(0, 10)).toEqual(played(alone, 'fuzz').slice(0, 10));
    expect(new Set(played(alone, 'fuzz').map(({ n }) => n)).size).toBeGreaterThan(5);
  });

  it('of the stateful and the concurrent phase are played alone, the others as many at once as the session takes', async () => {
    const most = new Map<string, number>();
    let now = 0;
    await runFake(
      fakeSession(async ({ input }) => {
        now++;
        most.set(input.phase, Math.max(now, most.get(input.phase) ?? 0));
        await pause(1);
        now--;
        return {};
      }),
    );
    expect(Object.fromEntries(most)).toEqual({
      examples: 2,
      boundary: 2,
      fuzz: 4,
      stateful: 1,
      concurrent: 1,
    });
  });
});

describe('a finding', () => {
  it('is shrunk, confirmed on fresh connections, and ends the campaign with exit 1', async () => {
    const session = fakeSession(sized);
    const { findings, footer } = await runFake(session, { phases: ['fuzz'] });
    const [found] = findings as Breakage[];
    expect(findings).toHaveLength(1);
    expect(found).toMatchObject({
      kind: 'breach',
      requirement: 'size/limit',
      cause: 'wrong',
      phase: 'fuzz',
      seed: 1,
      stage: 'alpha',
      client: 'wire',
      input: { n: 500, list: [] },
      confirmed: { failed: 2, plays: 2 },
      flaky: false,
    });
    expect(found?.original).toMatchObject(played(session, 'fuzz')[found?.index ?? -1] ?? {});
    expect(session.plays.slice(-2).every(({ fresh, input }) => fresh && input.n === 500)).toBe(true);
    expect(footer).toMatchObject({
      verdict: 'found',
      exitCode: 1,
      findings: { plain: 1, flaky: 0, warnings: 0 },
    });
    expect(footer.inputs).toBeLessThan(100);
  });

  it('of a list is made smaller by the reductions of the contract, confirmed, and told without the large input', async () => {
    const driver: FakeDriver = ({ input }) => ({ breaches: input.n >= 3 ? [breach('size/limit')] : [] });
    const lower: Reduction = (input) => [{ ...input, n: (input.n as number) - 1 }];
    const session = fakeSession(driver, { reductions: [lower] });
    const { findings } = await runFake(session, { phases: ['boundary'] });
    const [found] = findings as Breakage[];
    expect(found).toMatchObject({
      phase: 'boundary',
      index: 0,
      input: { n: 3, list: [] },
      shrinkPlays: 8,
      confirmed: { failed: 2, plays: 2 },
      flaky: false,
    });
    expect(found?.original).toBeUndefined();
    expect(session.plays.slice(-2).every(({ fresh, input }) => fresh && input.n === 3)).toBe(true);
  });

  it('that no longer fails once it is shrunk keeps its original input', async () => {
    // Facts of a shrunk input that fails in the search and never again.
    const failed = new Set<string>();
    const driver = ({ input, fresh }: FakePlay) => {
      if (input.n < 500) return {};
      const text = JSON.stringify(input);
      if (fresh && input.list.length === 0 && failed.has(text)) return {};
      failed.add(text);
      return { breaches: [breach('size/limit')] };
    };
    const session = fakeSession(({ input, ...rest }) =>
      input.list.length > 0 || rest.fresh ? driver({ input, ...rest }) : {},
    );
    const { findings } = await runFake(session, { phases: ['fuzz'] });
    const [found] = findings as Breakage[];
    expect(found?.flaky).toBe(false);
    expect(found?.original).toBeUndefined();
    expect(found?.input.list).not.toEqual([]);
    expect(found?.input).toEqual(played(session, 'fuzz')[found?.index ?? -1]);
    expect(found?.shrinkPlays).toBeGreaterThan(0);
  });

  it('is confirmed and not made smaller once findings have taken their time', async () => {
    let clock = 0;
    const session = fakeSession(({ input }) => {
      clock += 1000;
      return { breaches: input.list.length > 0 ? [breach('size/limit', `cause ${input.n % 40}`)] : [] };
    });
    const { findings } = await runFake(session, { phases: ['fuzz'], keepOn: true, now: () => clock });
    const tried = (findings as Breakage[]).map(({ shrinkPlays }) => shrinkPlays);
    expect(tried.length).toBeGreaterThan(15);
    expect(tried[0]).toBeGreaterThan(0);
    expect(tried.at(-1)).toBe(0);
    // Ten seconds of search and four plays that confirm, for the first few.
    const first = tried.indexOf(0);
    expect(first).toBeGreaterThanOrEqual(4);
    expect(tried.slice(first)).toEqual(tried.slice(first).map(() => 0));
    expect(findings.every((one) => one.kind === 'breach' && one.confirmed.plays === 2)).toBe(true);
  });

  it('that fails seldom is flaky, with its rate, and is no plain failure', async () => {
    let suspects = 0;
    const driver = ({ input, fresh }: FakePlay) => {
      if (input.phase !== 'examples' || input.n !== 2) return {};
      return { breaches: !fresh || suspects++ % 4 === 1 ? [breach('order/kept')] : [] };
    };
    const { findings, footer } = await runFake(fakeSession(driver));
    expect(findings).toMatchObject([
      { requirement: 'order/kept', flaky: true, confirmed: { failed: 3, plays: examineLimits.ratePlays } },
    ]);
    expect(footer).toMatchObject({
      verdict: 'unclear',
      exitCode: 4,
      inputs: 100,
      findings: { plain: 0, flaky: 1, warnings: 0 },
    });
  });

  it('that failed by chance before is a plain one as soon as an input fails each time', async () => {
    const driver = ({ input, fresh }: FakePlay) => ({
      breaches:
        input.phase === 'fuzz'
          ? input.n >= 500
            ? [breach('size/limit')]
            : []
          : fresh
            ? []
            : [breach('size/limit')],
    });
    const { findings, footer } = await runFake(fakeSession(driver, { atOnce: 1 }));
    expect((findings as Breakage[]).map(({ flaky, phase }) => [flaky, phase])).toEqual([
      [true, 'examples'],
      [false, 'fuzz'],
    ]);
    expect(footer).toMatchObject({ exitCode: 1, findings: { plain: 1, flaky: 0, warnings: 0 } });
  });

  it('that is always flaky is told once, and costs no more than a few looks', async () => {
    const session = fakeSession(({ fresh }) => ({ breaches: fresh ? [] : [breach('size/limit')] }));
    const { findings, footer } = await runFake(session);
    expect(findings).toHaveLength(1);
    expect(footer.findings).toEqual({ plain: 0, flaky: 1, warnings: 0 });
    expect(session.plays.filter(({ fresh }) => fresh).length).toBeLessThanOrEqual(
      5 * examineLimits.ratePlays,
    );
    expect(footer.repeated).toMatchObject([{ inputs: expect.any(Number) }]);
  });

  it('takes nothing of what is told of its phase', async () => {
    const session = fakeSession(sized);
    const { phases, footer } = await runFake(session, { phases: ['fuzz'], keepOn: true });
    expect(phases[0]).toMatchObject({ inputs: 100, calls: 100 });
    expect(footer.calls).toBe(session.plays.length);
    expect(footer.calls).toBeGreaterThan(100);
  });

  it('that an interrupt leaves unconfirmed is no plain failure', async () => {
    const abort = new AbortController();
    const driver = ({ fresh }: FakePlay) => {
      if (fresh) abort.abort();
      return { breaches: [breach('size/limit')] };
    };
    const { findings, footer } = await runFake(fakeSession(driver), { signal: abort.signal });
    expect(findings).toMatchObject([{ flaky: true, confirmed: { failed: 0, plays: 0 } }]);
    expect(footer).toMatchObject({ exitCode: 130, findings: { plain: 0, flaky: 1, warnings: 0 } });
  });

  it('is told once for each requirement and cause, and the others are counted', async () => {
    const driver = ({ input }: FakePlay) => ({
      breaches:
        input.n >= 500
          ? [breach('size/limit', 'too long'), breach('order/kept', 'mixed')]
          : input.n >= 400
            ? [breach('size/limit', 'nearly too long')]
            : [],
    });
    const session = fakeSession(driver);
    const { findings, footer } = await runFake(session, { keepOn: true, budget: { runs: 300 } });
    expect(
      (findings as Breakage[]).map(({ requirement, cause }) => `${requirement} ${cause}`).sort(),
    ).toEqual(['order/kept mixed', 'size/limit nearly too long', 'size/limit too long']);
    const all = session.plays.filter(({ fresh, input }) => !fresh && input.n >= 500).length;
    expect(footer.repeated).toContainEqual({ requirement: 'size/limit', cause: 'too long', inputs: all - 1 });
    expect(footer.repeated).toContainEqual({ requirement: 'order/kept', cause: 'mixed', inputs: all - 1 });
    expect(footer.repeated).toHaveLength(3);
    expect(footer).toMatchObject({ exitCode: 1, inputs: 300, findings: { plain: 3, flaky: 0, warnings: 0 } });
    const mixed = (findings as Breakage[]).find(({ cause }) => cause === 'nearly too long');
    expect(mixed?.input.n).toBe(400);
  });

  it('with another cause than the one that is shrunk does not take its place', async () => {
    const driver = ({ input }: FakePlay) => ({
      breaches: [breach('size/limit', input.n >= 500 ? 'too long' : 'too short')].slice(
        input.n < 300 ? 1 : 0,
      ),
    });
    const { findings } = await runFake(fakeSession(driver), { phases: ['fuzz'], keepOn: true });
    expect((findings as Breakage[]).map(({ cause, input }) => [cause, input.n]).sort()).toEqual([
      ['too long', 500],
      ['too short', 300],
    ]);
  });

  it('holds no value of the driver’s', async () => {
    const told = breach('size/limit', 'wrong s3cr3t', { mismatches: ['got s3cr3t'], expected: 'not s3cr3t' });
    const { findings } = await runFake(fakeSession(() => ({ breaches: [told] })));
    expect(JSON.stringify(findings)).toContain('[hidden]');
    expect(JSON.stringify(findings)).not.toContain('s3cr3t');
  });
});

describe('a broken SHOULD', () => {
  /** Breaks the SHOULD whatever is asked, and what else is said. */
  const advised = (others: (play: FakePlay) => readonly string[]) => (play: FakePlay) => ({
    breaches: [fakeShould, ...others(play)].map((id) => breach(id)),
  });

  it('is shrunk, confirmed and told, and neither ends the campaign nor changes its exit code', async () => {
    const { findings, footer, events } = await runFake(
      fakeSession(({ input }) => ({ breaches: input.n >= 500 ? [breach(fakeShould)] : [] })),
      { phases: ['fuzz'] },
    );
    expect(findings).toMatchObject([
      { requirement: fakeShould, input: { n: 500, list: [] }, confirmed: { failed: 2, plays: 2 } },
    ]);
    expect(events.find(({ type }) => type === 'finding')).toMatchObject({ requirement: { level: 'SHOULD' } });
    expect(footer).toMatchObject({
      verdict: 'nothing found',
      exitCode: 0,
      inputs: 100,
      findings: { plain: 0, flaky: 0, warnings: 1 },
    });
  });

  it('hides no MUST that is broken behind it, which ends the campaign', async () => {
    const driver = advised(({ input }) => (input.phase === 'fuzz' && input.n >= 500 ? ['size/limit'] : []));
    const { findings, footer } = await runFake(fakeSession(driver));
    expect((findings as Breakage[]).map(({ requirement }) => requirement)).toEqual([
      fakeShould,
      'size/limit',
    ]);
    expect(footer).toMatchObject({
      verdict: 'found',
      exitCode: 1,
      findings: { plain: 1, flaky: 0, warnings: 1 },
    });
    expect(footer.inputs).toBeLessThan(100);
  });

  it('that comes and goes leaves the verdict clear', async () => {
    const { findings, footer } = await runFake(
      fakeSession(({ fresh }) => ({ breaches: fresh ? [] : [breach(fakeShould)] })),
    );
    expect(findings).toMatchObject([{ requirement: fakeShould, flaky: true }]);
    expect(footer).toMatchObject({ exitCode: 0, findings: { plain: 0, flaky: 0, warnings: 1 } });
  });

  it('for ever new causes is told a hundred times, and the campaign goes on', async () => {
    let plays = 0;
    const causes = new Map<string, string>();
    const session = fakeSession(
      ({ input }) => {
        const text = JSON.stringify(input);
        causes.set(text, causes.get(text) ?? `cause ${plays++}`);
        return {
          breaches: [breach(input.phase === 'concurrent' ? 'order/kept' : fakeShould, causes.get(text))],
        };
      },
      { atOnce: 1 },
    );
    const { findings, footer } = await runFake(session, { budget: { runs: 400 } });
    expect(footer).toMatchObject({ exitCode: 1, findings: { plain: 1, warnings: 100 } });
    expect(findings.at(-1)).toMatchObject({ requirement: 'order/kept' });
  });
});

describe('what a campaign is after', () => {
  it('is what --run and --skip leave; what else fails is named', async () => {
    const driver = () => ({ breaches: [breach('size/limit'), breach('order/kept')] });
    const { findings, footer } = await runFake(fakeSession(driver), {
      selection: { run: ['order/*'], skip: [] },
      keepOn: true,
    });
    expect((findings as Breakage[]).map(({ requirement }) => requirement)).toEqual(['order/kept']);
    expect(footer.outside).toEqual(['size/limit']);
    expect(footer.requirements.map(({ id }) => id)).toEqual(['order/kept']);
  });

  it.each([
    [{ run: ['nothing/here'], skip: [] }, '--run nothing/here matches no requirement'],
    [{ run: ['far/*'], skip: [] }, '--run far/* matches only requirements that fuzzing cannot reach'],
    [
      { run: ['size/*', 'far/*'], skip: [] },
      '--run far/* matches only requirements that fuzzing cannot reach',
    ],
    [{ run: [], skip: ['**'] }, '--run and --skip leave no requirement that fuzzing can reach'],
  ])('%o is a mistake', async (selection, message) => {
    await expect(runFake(fakeSession(right), { selection })).rejects.toThrow(message);
  });

  it('is a mistake where only other phases reach it', async () => {
    const options = { selection: { run: ['size/limit'], skip: [] }, phases: ['concurrent'] as const };
    await expect(runFake(fakeSession(right), options)).rejects.toThrow(
      '--run size/limit matches no requirement that phase concurrent reaches',
    );
  });
});

describe('the budget', () => {
  it('of time ends a campaign by the clock, without the time that findings take', async () => {
    let now = 0;
    const session = fakeSession(
      ({ input, fresh }) => {
        now += fresh ? 1000 : 10;
        return { breaches: !fresh && input.phase === 'examples' ? [breach('size/limit')] : [] };
      },
      { atOnce: 1 },
    );
    const { footer, phases } = await runFake(session, { budget: { timeMs: 1000 }, now: () => now });
    expect(footer.inputs).toBe(100);
    expect(phases.map(({ inputs }) => inputs)).toEqual([2, 2, 68, 19, 9].map((n) => expect.closeTo(n, -1)));
  });

  it('that is spent cuts the lists short and says so', async () => {
    const { phases } = await runFake(fakeSession(right), { budget: { runs: 3 } });
    expect(phases.map(({ inputs, of }) => [inputs, of])).toEqual([
      [2, 2],
      [1, 2],
      [0, undefined],
      [0, undefined],
      [0, undefined],
    ]);
  });
});

describe('a campaign that cannot tell', () => {
  it('names the phases that cannot be played', async () => {
    const without = { stateful: 'the profile has no hooks' };
    const { phases, footer } = await runFake(fakeSession(right, { without }));
    expect(phases.find(({ phase }) => phase === 'stateful')).toMatchObject({
      inputs: 0,
      ...{ without: without.stateful },
    });
    expect(footer).toMatchObject({ exitCode: 0, inputs: 100 });
  });

  it('exits 5 when nothing ran', async () => {
    const without = { stateful: 'the profile has no hooks' };
    const { footer } = await runFake(fakeSession(right, { without }), { phases: ['stateful'] });
    expect(footer).toMatchObject({
      exitCode: 5,
      verdict: 'unclear',
      reason: 'nothing ran: phase stateful: the profile has no hooks',
    });
  });

  it('exits 4 when no input could be judged, and says why', async () => {
    const { footer } = await runFake(fakeSession(() => ({ inconclusive: 'the hook failed' })));
    expect(footer).toMatchObject({
      exitCode: 4,
      inputs: 0,
      inconclusive: { inputs: 100, reasons: ['the hook failed'] },
    });
  });

  it('exits 4 when some inputs could not be judged and nothing was found in the others', async () => {
    const some = ({ input }: FakePlay) => (input.n === 3 ? { inconclusive: 'the hook failed' } : {});
    const { footer } = await runFake(fakeSession(some));
    const unjudged = footer.inconclusive.inputs;
    expect(unjudged).toBeGreaterThan(0);
    expect(footer.inputs).toBeGreaterThan(0);
    expect(footer).toMatchObject({ exitCode: 4, verdict: 'unclear' });
    expect(footer.reason).toBe(`${unjudged} input${unjudged === 1 ? '' : 's'} could not be judged`);
    const wrong = ({ input }: FakePlay) => ({
      ...some({ input } as FakePlay),
      ...sized({ input } as FakePlay),
    });
    expect((await runFake(fakeSession(wrong))).footer).toMatchObject({ exitCode: 1, verdict: 'found' });
  });

  it('exits 3 when the driver cannot be reached', async () => {
    const { footer, events } = await runFake(async (): Promise<FuzzSession> => {
      throw new UnreachableError('cannot talk to it');
    });
    expect(events.map(({ type }) => type)).toEqual(['header', 'footer']);
    expect(footer).toMatchObject({ exitCode: 3, verdict: 'unclear', reason: 'cannot talk to it' });
  });

  it('exits 3 when the driver goes away, with the last inputs', async () => {
    let up = true;
    const session = fakeSession(
      ({ input, before }) => {
        if (before >= 30) up = false;
        if (!up) throw new Error('gone');
        return { reached: [String(input.n)] };
      },
      { alive: async () => up },
    );
    const { findings, footer } = await runFake(session);
    expect(footer).toMatchObject({ exitCode: 3, reason: 'the driver no longer answers' });
    expect(findings).toMatchObject([{ kind: 'gone' }]);
    const [gone] = findings;
    const last = gone?.kind === 'gone' ? gone.inputs : [];
    expect(last.map(({ input }) => input)).toContainEqual(session.plays[30]?.input);
    expect(last.length).toBeGreaterThan(10);
    expect(last.length).toBeLessThan(30);
  });

  it('exits 3 when the driver goes away and every input fails from then on, without a finding', async () => {
    let up = true;
    const driver = ({ before }: FakePlay) => {
      if (before >= 30) up = false;
      return { breaches: up ? [] : [breach('size/limit')] };
    };
    const { findings, footer } = await runFake(fakeSession(driver, { alive: async () => up }), {
      keepOn: true,
    });
    expect(footer).toMatchObject({ exitCode: 3, findings: { plain: 0, flaky: 0, warnings: 0 } });
    expect(findings.map(({ kind }) => kind)).toEqual(['gone']);
  });

  it('exits 3 when the driver is gone at the end of a phase though each input was judged', async () => {
    const { footer, findings } = await runFake(fakeSession(right, { alive: async () => false }));
    expect(footer).toMatchObject({ exitCode: 3 });
    expect(findings).toMatchObject([{ kind: 'gone' }]);
  });

  it('exits 4 for a fault of its own, without a value in its message', async () => {
    const session = fakeSession(() => {
      throw new TypeError('s3cr3t is not a function');
    });
    const { footer, findings } = await runFake(session);
    expect(findings).toEqual([]);
    expect(footer).toMatchObject({ exitCode: 4, reason: 'internal error: [hidden] is not a function' });
  });

  it('exits 4 when its deadline passes', async () => {
    const silent = ({ signal }: FakePlay) =>
      new Promise<object>((resolve) => signal.addEventListener('abort', () => resolve({})));
    const { footer } = await runFake(fakeSession(silent), { deadlineMs: 30 });
    expect(footer).toMatchObject({
      exitCode: 4,
      inputs: 0,
      reason: 'the campaign did not end within its deadline of 0.03 s',
    });
  });

  it('exits 130 when it is interrupted, and keeps what it found', async () => {
    const abort = new AbortController();
    const driver = ({ input, fresh }: FakePlay) => {
      if (!fresh && input.phase === 'fuzz') abort.abort();
      return { breaches: input.phase === 'examples' ? [breach('size/limit')] : [] };
    };
    const { footer, findings } = await runFake(fakeSession(driver), { signal: abort.signal, keepOn: true });
    expect(findings).toHaveLength(1);
    expect(footer).toMatchObject({ exitCode: 130, interrupted: true, verdict: 'found', inputs: 4 });
  });
});
