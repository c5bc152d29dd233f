import { describe, expect, it } from 'vitest';
import type { FuzzSession } from './fuzz-target.js';
import { type ReplayOutcome, replay, replayPlays } from './replay.js';
import { breach, type FakeDriver, fakeSession } from './testing/fake-target.js';
import { sampleFinding, sampleGone } from './testing/sample-finding.js';

const { signal } = new AbortController();
const same = breach('size/limit');
const broken =
  (fails: (play: number) => boolean, what = same): FakeDriver =>
  ({ before }) => ({ breaches: fails(before) ? [what] : [] });

describe('replay', () => {
  it.each<[ReplayOutcome, string, FakeDriver, number, readonly string[]]>([
    ['fixed', 'nothing is broken', () => ({}), 0, []],
    ['failing', 'each play breaks the same', broken(() => true), 3, []],
    ['flaky', 'one play breaks the same', broken((play) => play === 1), 1, []],
    [
      'changed',
      'another requirement is broken',
      broken(() => true, breach('order/kept')),
      0,
      ['order/kept: wrong'],
    ],
    [
      'changed',
      'another cause is there',
      broken(() => true, breach('size/limit', 'late')),
      0,
      ['size/limit: late'],
    ],
    ['unclear', 'nothing can be judged', () => ({ inconclusive: 'the hook failed' }), 0, ['the hook failed']],
    [
      'unclear',
      'a play does not reach the requirement',
      ({ before }) => (before === 1 ? { reached: ['order/kept'] } : {}),
      0,
      ['with this profile and driver the input cannot show whether size/limit holds'],
    ],
    [
      'unclear',
      'a play could not show that fault',
      ({ before }) => (before === 1 ? { unshown: [same] } : {}),
      0,
      ['the profile tells too little of what the input asks for to show whether size/limit holds'],
    ],
    [
      'fixed',
      'plays could not show other faults',
      () => ({ unshown: [breach('size/limit', 'late')] }),
      0,
      [],
    ],
  ])('says %s when %s', async (outcome, _, driver, failed, notes) => {
    const session = fakeSession(driver);
    const result = await replay(session, sampleFinding, { signal });
    expect(result).toEqual({ outcome, rate: { failed, plays: replayPlays.plain }, notes });
    expect(session.plays.every(({ fresh, input }) => fresh && input.n === 500)).toBe(true);
  });

  it('plays a flaky one more often, and as often as it is told', async () => {
    const flaky = { ...sampleFinding, flaky: true };
    const seldom = broken((play) => play === replayPlays.plain + 5);
    expect(await replay(fakeSession(seldom), flaky, { signal })).toMatchObject({
      outcome: 'flaky',
      rate: { failed: 1, plays: replayPlays.flaky },
    });
    expect(await replay(fakeSession(seldom), flaky, { signal, plays: 4 })).toMatchObject({
      outcome: 'fixed',
      rate: { plays: 4 },
    });
  });

  it('is no fix where one play could not be judged', async () => {
    const driver: FakeDriver = ({ before }) => (before === 1 ? { inconclusive: 'busy' } : {});
    expect((await replay(fakeSession(driver), sampleFinding, { signal })).outcome).toBe('unclear');
  });

  it('is no fix where the driver cannot be asked in that phase, while what is broken still is', async () => {
    const more = { without: { fuzz: 'no capability' } };
    expect(
      await replay(
        fakeSession(() => ({}), more),
        sampleFinding,
        { signal },
      ),
    ).toMatchObject({ outcome: 'unclear', notes: ['no capability'] });
    const failing = fakeSession(
      broken(() => true),
      more,
    );
    expect((await replay(failing, sampleFinding, { signal })).outcome).toBe('failing');
  });

  it('is no fix of a driver that went away where one of its inputs is not played', async () => {
    const driver: FakeDriver = () => ({ inconclusive: 'no hook', unplayed: true });
    expect(await replay(fakeSession(driver), sampleGone, { signal })).toMatchObject({
      outcome: 'unclear',
      notes: ['no hook'],
    });
  });

  it('knows the same cause by its redacted words', async () => {
    const session = fakeSession(broken(() => true, breach('size/limit', 'wrong s3cr3t')));
    const finding = { ...sampleFinding, cause: 'wrong [hidden]' };
    expect((await replay(session, finding, { signal })).outcome).toBe('failing');
  });

  it.each([
    ['interrupted', undefined, sampleFinding],
    ['too late', 'too late', sampleFinding],
    ['interrupted', undefined, sampleGone],
    ['too late', 'too late', sampleGone],
  ])('is unclear when it is ended, and says why: %s', async (note, reason, finding) => {
    const abort = new AbortController();
    const session = fakeSession(() => {
      abort.abort(reason);
      return {};
    });
    expect(await replay(session, finding, { signal: abort.signal })).toMatchObject({
      outcome: 'unclear',
      notes: [note],
    });
  });

  it('says of a driver that goes away that this is what became of it', async () => {
    const throws = (): never => {
      throw new Error('gone');
    };
    const alive = (up: boolean): Partial<FuzzSession> => ({ alive: async () => up });
    expect(await replay(fakeSession(throws, alive(false)), sampleFinding, { signal })).toMatchObject({
      outcome: 'changed',
      notes: ['the driver no longer answers'],
    });
    await expect(replay(fakeSession(throws, alive(true)), sampleFinding, { signal })).rejects.toThrow('gone');
    expect(await replay(fakeSession(throws, alive(false)), sampleGone, { signal })).toMatchObject({
      outcome: 'failing',
    });
    expect(
      await replay(
        fakeSession(() => ({})),
        sampleGone,
        { signal },
      ),
    ).toMatchObject({ outcome: 'fixed' });
  });
});
