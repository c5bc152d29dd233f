import { expect, it } from 'vitest';
import type { Answer } from '../../driver/answer.js';
import { probeMs } from './probe-ms.js';

/** What Probe takes on a driver that a clock of its own lets run so long, and then stop so long, over and over. */
async function cheapest(runMs: number, stopMs: number): Promise<number> {
  let now = 0;
  const invoke = async (): Promise<Answer> => {
    const started = now;
    const within = now % (runMs + stopMs);
    now += within < runMs ? 1 : runMs + stopMs - within + 1;
    return { code: 0, message: '', headers: [], trailers: [], durationMs: now - started };
  };
  return probeMs(invoke, async (ms) => {
    now += ms;
  });
}

it('the cheapest call of a driver with the machine to itself is quick', async () => {
  expect(await cheapest(1000, 0)).toBe(1);
});

it('the cheapest call of a driver with a tenth of a processor is as slow as its stops', async () => {
  expect(await cheapest(10, 90)).toBeGreaterThan(25);
});

it('a stop now and then makes no call slow', async () => {
  expect(await cheapest(500, 200)).toBe(1);
});
