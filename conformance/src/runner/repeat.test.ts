import { describe, expect, it } from 'vitest';
import type { Verdict } from '../contract.js';
import { manualClock } from './clock.js';
import { brew, kettle } from './testing/kettle.js';

const pass: Verdict = { outcome: 'pass' };
const fail: Verdict = { outcome: 'fail', evidence: { mismatches: ['it is cold'] } };

/** A check that fails every second time, the first one included, and remembers how it was made. */
function everySecondTime() {
  const made: boolean[] = [];
  return {
    made,
    async run({ afresh }: { readonly afresh: boolean }): Promise<Verdict> {
      made.push(afresh);
      return made.length % 2 === 1 ? fail : pass;
    },
  };
}

describe('a failing check', () => {
  it('is made once unless asked otherwise', async () => {
    const check = everySecondTime();
    const { header, checks } = await brew(kettle({ now: check }));
    expect(check.made).toHaveLength(1);
    expect(checks[0]).not.toHaveProperty('attempts');
    expect(header.selection).toEqual({ run: [], skip: [], safe: false, strict: false });
  });

  it('is made so many times again, afresh, and stays a failure: a rule that is kept sometimes is broken', async () => {
    const check = everySecondTime();
    const { header, checks, footer } = await brew(kettle({ now: check }), { repeat: 5 });
    expect(check.made).toEqual([false, true, true, true, true, true]);
    expect(checks[0]).toMatchObject({ outcome: 'fail', attempts: { made: 6, failed: 3, passed: 3 } });
    expect(footer).toMatchObject({ verdict: 'nonconformant', exitCode: 1 });
    expect(header.selection.repeat).toBe(5);
  });

  it('is not made again where it judges what the others saw', async () => {
    const check = everySecondTime();
    const { checks } = await brew(kettle({ now: { ...check, final: true } }), { repeat: 5 });
    expect(check.made).toHaveLength(1);
    expect(checks[0]).not.toHaveProperty('attempts');
  });

  it('leaves half of the time of the run to the others', async () => {
    const clock = manualClock();
    let made = 0;
    const cold = {
      async run(): Promise<Verdict> {
        made++;
        await clock.pass(10_000);
        return fail;
      },
    };
    const { checks, footer } = await brew(kettle({ cold, next: { run: async () => pass } }), {
      clock,
      repeat: 1000,
      deadlineMs: 100_000,
      jobs: 1,
    });
    expect(made).toBe(5);
    expect(checks).toMatchObject([{ attempts: { made: 5, failed: 5, passed: 0 } }, { outcome: 'pass' }]);
    expect(footer.reason).toBeUndefined();
  });

  it('is not made again on a driver that died of it', async () => {
    let made = 0;
    const contract = kettle(
      {
        now: {
          async run() {
            made++;
            return fail;
          },
        },
      },
      { alive: async () => false },
    );
    const { checks } = await brew(contract, { repeat: 3 });
    expect(made).toBe(1);
    expect(checks[0]).toMatchObject({ outcome: 'fail' });
    expect(checks[0]?.card?.happened[0]).toContain('the driver died during this check');
    expect(checks[0]).not.toHaveProperty('attempts');
  });
});

describe('what does not fail', () => {
  it.each<[string, Verdict]>([
    ['passes', pass],
    ['could not tell', { outcome: 'error', message: 'who knows' }],
    ['is untested', { outcome: 'untested', reason: 'no water' }],
  ])('is not made again: what %s', async (_, verdict) => {
    let made = 0;
    const run = async (): Promise<Verdict> => {
      made++;
      return verdict;
    };
    const { checks } = await brew(kettle({ now: { run } }), { repeat: 3 });
    expect(made).toBe(1);
    expect(checks[0]).not.toHaveProperty('attempts');
  });
});

describe('checks in a random order', () => {
  const names = Array.from({ length: 20 }, (_, i) => `cup-${i}`);
  const orderOf = async (seed: number, shuffle: boolean) => {
    const made: string[] = [];
    const checks = Object.fromEntries(
      names.map((name) => [
        name,
        {
          async run(): Promise<Verdict> {
            made.push(name);
            return pass;
          },
        },
      ]),
    );
    const run = await brew(kettle(checks), { seed, shuffle, jobs: 1 });
    return { made, told: run.checks.map(({ name }) => name), selection: run.header.selection };
  };

  it('are made in the order that the seed decides, and told in that of the plan', async () => {
    const plain = await orderOf(3, false);
    const one = await orderOf(3, true);
    expect(plain.made).toEqual(names);
    expect(one.made).not.toEqual(names);
    expect(one.made.toSorted()).toEqual(names.toSorted());
    expect(one.told).toEqual(plain.told);
    expect((await orderOf(3, true)).made).toEqual(one.made);
    expect((await orderOf(4, true)).made).not.toEqual(one.made);
    expect([plain.selection.shuffle, one.selection.shuffle]).toEqual([undefined, true]);
  });
});
