import { describe, expect, it } from 'vitest';
import type { Session, Verdict } from '../contract.js';
import { manualClock } from './clock.js';
import type { FooterEvent } from './events.js';
import type { RunOptions } from './run-options.js';
import { brew, kettle } from './testing/kettle.js';

/** The end of a run whose only check goes on for so long. */
async function footerAfter(
  ms: number,
  slow: boolean,
  options: Partial<RunOptions> = {},
  session: Partial<Session<unknown, unknown>> = {},
): Promise<FooterEvent> {
  const clock = manualClock();
  let finish = (_: Verdict): void => {};
  const verdict = new Promise<Verdict>((resolve) => {
    finish = resolve;
  });
  const contract = kettle({ now: { budgetMs: 3_600_000, run: () => verdict } }, { slow, ...session });
  const ended = brew(contract, { clock, ...options });
  await clock.pass(ms);
  finish({ outcome: 'pass' });
  return (await ended).footer;
}

describe('the deadline of a run', () => {
  it('is three minutes', async () => {
    expect((await footerAfter(179_999, false)).verdict).toBe('conformant');
    expect(await footerAfter(180_000, false)).toMatchObject({
      verdict: 'error',
      exitCode: 4,
      reason: 'the run did not end within its deadline of 180 s',
    });
  });

  it('is fifteen minutes for a driver that answers slowly', async () => {
    expect((await footerAfter(899_999, true)).verdict).toBe('conformant');
    expect((await footerAfter(900_000, true)).reason).toBe(
      'the run did not end within its deadline of 900 s',
    );
  });

  it('is fifteen minutes, too, for one that is found short of time when three have passed', async () => {
    const laboured = async () => true;
    expect((await footerAfter(899_999, false, {}, { laboured })).verdict).toBe('conformant');
    expect((await footerAfter(900_000, false, {}, { laboured })).reason).toBe(
      'the run did not end within its deadline of 900 s',
    );
    for (const otherwise of [async () => false, () => Promise.reject(new Error('it is gone'))])
      expect((await footerAfter(180_000, false, {}, { laboured: otherwise })).reason).toBe(
        'the run did not end within its deadline of 180 s',
      );
    expect((await footerAfter(1000, false, { deadlineMs: 1000 }, { laboured })).reason).toBe(
      'the run did not end within its deadline of 1 s',
    );
  });

  it('is what --deadline says, however slow the driver is', async () => {
    expect((await footerAfter(1000, true, { deadlineMs: 1000 })).reason).toBe(
      'the run did not end within its deadline of 1 s',
    );
  });
});

describe('the times of a run', () => {
  it('are those of its clock', async () => {
    const clock = manualClock('2027-01-01T08:00:00.000Z');
    const contract = kettle({
      now: {
        async run() {
          await clock.pass(1234);
          return { outcome: 'pass' };
        },
      },
    });
    const { header, checks, footer } = await brew(contract, { clock });
    expect(header.startedAt).toBe('2027-01-01T08:00:00.000Z');
    expect(checks[0]?.durationMs).toBe(1234);
    expect(footer.durationMs).toBe(1234);
  });

  it('end a check that takes longer than its budget', async () => {
    const clock = manualClock();
    const ended = brew(kettle({ now: { budgetMs: 2000, run: () => new Promise(() => {}) } }), { clock });
    await clock.pass(2000);
    expect((await ended).checks[0]).toMatchObject({
      outcome: 'error',
      message: 'the check did not end within 2 s',
    });
  });

  it('let a check go on that is answered, and end it when answers stay away for its budget', async () => {
    const clock = manualClock();
    let count = 0;
    const waits = { budgetMs: 2000, run: () => new Promise<Verdict>(() => {}) };
    const ended = brew(kettle({ now: waits }, { answers: () => count }), { clock });
    count = 1;
    await clock.pass(2000);
    count = 2;
    await clock.pass(2000);
    expect(await Promise.race([ended.then(() => 'ended'), clock.pass(1999).then(() => 'goes on')])).toBe(
      'goes on',
    );
    await clock.pass(1);
    expect((await ended).checks[0]?.message).toBe('the check did not end within 6 s');
  });
});
