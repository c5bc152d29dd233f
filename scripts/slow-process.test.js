import { describe, expect, it } from 'vitest';
import { slowDown, slownesses } from './slow-process.js';

/** The first so many steps of a slowness. */
function steps(pattern, count) {
  return Array.from({ length: count }, () => pattern.next().value);
}

describe('a slowness', () => {
  it('of a share lets a process run a tenth of the time', () => {
    expect(steps(slownesses.share(), 3)).toEqual(Array(3).fill({ runMs: 10, stopMs: 90 }));
  });

  it('of stalls stops for 200 ms at times that the seed decides', () => {
    const one = steps(slownesses.stalls(5), 50);
    expect(steps(slownesses.stalls(5), 50)).toEqual(one);
    expect(steps(slownesses.stalls(6), 50)).not.toEqual(one);
    expect(one.every(({ runMs, stopMs }) => stopMs === 200 && runMs >= 20 && runMs < 980)).toBe(true);
    expect(new Set(one.map(({ runMs }) => runMs)).size).toBeGreaterThan(30);
  });
});

describe('a process that is slowed down', () => {
  /** What was sent and waited for, until the wait that ends it. */
  async function slowed(waits, send = () => {}) {
    const seen = [];
    let stop;
    const wait = async (ms) => {
      seen.push(ms);
      if (seen.filter((one) => typeof one === 'number').length === waits) end();
    };
    let ended;
    const done = new Promise((resolve) => {
      ended = resolve;
    });
    const end = () => ended(stop());
    stop = slowDown(
      (signal) => {
        seen.push(signal);
        send();
      },
      slownesses.share(),
      wait,
    );
    return { seen, end: await done };
  }

  it('is stopped and let go on in turn', async () => {
    expect((await slowed(5)).seen).toEqual([10, 'SIGSTOP', 90, 'SIGCONT', 10, 'SIGSTOP', 90, 'SIGCONT', 10]);
  });

  it('runs freely in the end, also when it is told to while the process stands', async () => {
    const { seen, end } = await slowed(4);
    expect(seen.at(-1)).toBe('SIGCONT');
    expect(end).toEqual({ stops: 2 });
  });

  it('is left alone once it is gone', async () => {
    const signals = [];
    const stop = slowDown(
      (signal) => {
        signals.push(signal);
        throw new Error('gone');
      },
      slownesses.share(),
      async () => {},
    );
    await new Promise((resolve) => setImmediate(resolve));
    await stop();
    expect(signals).toEqual(['SIGSTOP', 'SIGCONT']);
  });
});
