import { describe, expect, it } from 'vitest';
import type { Tools } from '../tools.js';
import { affordable, once } from './once.js';

/** Tools of a driver whose plain call takes so long. */
function toolsAt(durationMs: number): Tools {
  const base = Promise.resolve({ ok: true, answer: { durationMs } });
  return { shared: { memo: new Map([['base/1', base]]) } } as unknown as Tools;
}

describe('what a driver of this speed can be asked', () => {
  const list = Array.from({ length: 9 }, (_, index) => index);

  it('is everything for a quick driver, and evenly spread for a slow one', async () => {
    expect(await affordable(toolsAt(1), list)).toEqual(list);
    expect(await affordable(toolsAt(400), list)).toEqual([0, 2, 4, 6, 8]);
  });

  it('is never less than asked for, and the first of the list where that is one', async () => {
    expect(await affordable(toolsAt(5000), list)).toHaveLength(4);
    expect(await affordable(toolsAt(5000), list, 1)).toEqual([0]);
    expect(await affordable(toolsAt(5000), [7], 1)).toEqual([7]);
  });
});

describe('what is made once a run', () => {
  const fresh = (memo = new Map(), probed: object = { code: 0, message: new Uint8Array() }) =>
    ({
      shared: { memo },
      lateness: { seen: false },
      invoke: async () => probed,
    }) as unknown as Tools & { lateness: { seen: boolean } };
  const late = { answer: { failure: 'deadline' } };

  it('is shared, and says to each check that no answer came in time', async () => {
    const memo = new Map();
    const [first, second] = [fresh(memo), fresh(memo)];
    let made = 0;
    const make = async () => {
      made++;
      first.lateness.seen = true;
      return late;
    };
    expect(await once(first, 'x', make)).toBe(late);
    expect(await once(second, 'x', make)).toBe(late);
    expect(made).toBe(2);
    expect(second.lateness.seen).toBe(true);
  });

  it.each([
    ['no answer came in time', late],
    ['the driver is UNAVAILABLE', { answer: { code: 14 } }],
    ['the driver says DEADLINE_EXCEEDED', { answer: { code: 4 } }],
  ])(
    'is asked for once more where %s, for all checks that wait for it and those that follow',
    async (_, weak) => {
      const memo = new Map();
      const answer = { answer: {} };
      let made = 0;
      const make = async () => (made++ === 0 ? weak : answer);
      const waiting = [once(fresh(memo), 'x', make), once(fresh(memo), 'x', make)];
      expect(await Promise.all(waiting)).toEqual([answer, answer]);
      const next = fresh(memo);
      expect(await once(next, 'x', make)).toBe(answer);
      expect(next.lateness.seen).toBe(true);
      expect(made).toBe(2);
    },
  );

  it('is not asked for again where the driver does not answer a Probe either', async () => {
    const memo = new Map();
    const dead = fresh(memo, { failure: 'deadline' });
    let made = 0;
    const make = async () => (made++ === 0 ? late : { answer: {} });
    expect(await Promise.all([once(dead, 'x', make), once(dead, 'x', make)])).toEqual([late, late]);
    expect(made).toBe(1);
    expect(dead.lateness.seen).toBe(true);
  });

  it('is made again where the first check was ended', async () => {
    const memo = new Map();
    let made = 0;
    const make = async () => ({ answer: { failure: made++ === 0 ? 'cancelled' : undefined } });
    await once(fresh(memo), 'x', make);
    expect(await once(fresh(memo), 'x', make)).toEqual({ answer: { failure: undefined } });
    expect(made).toBe(2);
  });
});
