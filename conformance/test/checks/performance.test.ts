import { describe, expect, it } from 'vitest';
import { hitRatio, shareBetween } from '../../src/contracts/env-vars/checks/performance/cache.js';
import {
  likelihoodOfChance,
  percentile,
  unexplained,
} from '../../src/contracts/env-vars/checks/performance/measure.js';
import { residentMb } from '../../src/contracts/env-vars/checks/performance/memory.js';
import { hooksOf } from './hooks-of.js';
import { runReference } from './run-reference.js';

describe('the checks of performance', { timeout: 120_000 }, () => {
  it('never warn of the reference driver', async () => {
    const outcome = await runReference({
      only: ['performance/**', 'documentation/**'],
      driver: () => ({ metricsPort: 0 }),
      profile: (folder, driver) => ({
        ...hooksOf(driver),
        watch: { directories: [folder], ignore: [], metrics: driver.metricsUrl as string },
      }),
    });
    expect(outcome.failedShoulds).toEqual([]);
    expect(outcome.check('performance/churn/thousand-callers').outcome).toBe('pass');
    expect(outcome.check('performance/cache/backend-log').outcome).toBe('pass');
    expect(outcome.check('performance/cache/metrics').outcome).toBe('pass');
    expect(outcome.check('documentation/cache/declared').outcome).toBe('pass');
    expect(outcome.check('performance/memory/idle')).toMatchObject({ outcome: 'untested' });
  });

  it('measure the process that the profile names', async () => {
    const outcome = await runReference({
      only: ['performance/memory/**'],
      profile: () => ({ watch: { directories: [], ignore: [], pid: process.ppid } }),
    });
    const idle = outcome.check('performance/memory/idle');
    if (process.platform === 'linux') expect(idle.message).toMatch(/MB/);
  });

  it('leave a cache undocumented where the profile names no page', async () => {
    const outcome = await runReference({ only: ['documentation/**'], profile: () => ({ documents: {} }) });
    expect(outcome.check('documentation/cache/declared')).toMatchObject({
      outcome: 'untested',
      message: expect.stringContaining('documents.cache'),
    });
  });
});

describe('measurements', () => {
  it('take percentiles of what was measured', () => {
    expect(percentile([4, 1, 3, 2], 0.5)).toBe(2);
    expect(percentile([4, 1, 3, 2], 0.99)).toBe(4);
    expect(percentile([], 0.5)).toBe(0);
  });

  it('explain slow calls by slow Probes', () => {
    const quick = Array.from({ length: 95 }, () => 1);
    const slow = Array.from({ length: 5 }, () => 30);
    expect(unexplained([{ calls: [...quick, ...slow], probes: quick }], 10)).toBeCloseTo(0.05);
    expect(unexplained([{ calls: [...quick, ...slow], probes: [...quick, ...slow] }], 10)).toBeLessThan(0);
  });

  it('know how likely it is that the machine alone made calls slow', () => {
    const of = (quick: number, slow: number): number[] => [
      ...Array.from({ length: quick }, () => 1),
      ...Array.from({ length: slow }, () => 30),
    ];
    const likelihood = (slowCalls: number, slowProbes: number, longer = 1): number =>
      likelihoodOfChance(
        [
          {
            calls: of(500 - slowCalls, slowCalls).map((time) => time * longer),
            probes: of(250 - slowProbes, slowProbes),
          },
        ],
        25,
      );
    expect(likelihood(0, 0)).toBe(1);
    // Two of three were calls: two thirds of what is slow are expected to be, and these are eight of eight.
    expect(likelihood(8, 0)).toBeCloseTo((2 / 3) ** 8);
    expect(likelihood(1, 1)).toBeCloseTo(1 - (1 / 3) ** 2);
    expect(likelihood(25, 0)).toBeLessThan(0.001);
    expect(likelihood(25, 13)).toBeGreaterThan(0.5);
    // A call that takes longer is interrupted oftener, but not without bound.
    expect(likelihood(8, 0, 2)).toBeCloseTo(0.8 ** 8);
    expect(likelihood(8, 0, 20)).toBeCloseTo((8 / 9) ** 8);
  });

  it('read the hit ratio of a metrics page and what it was lately', () => {
    expect(hitRatio('# TYPE x gauge\ncsi_driver_env_cache_hit_ratio 0.5\n')).toBe(0.5);
    expect(hitRatio('csi_driver_env_cache_hit_ratio{backend="x"} 0.75')).toBe(0.75);
    expect(hitRatio('nothing 1')).toBeUndefined();
    // 100 calls without a hit, then 100 and 100 more with hits alone.
    expect(shareBetween(0, 100 / 200, 200 / 300)).toBeCloseTo(1);
    expect(shareBetween(0.5, 50 / 200, 50 / 300)).toBeCloseTo(0);
  });

  it.runIf(process.platform === 'linux')('see the memory of a process', () => {
    expect(residentMb(process.pid)).toBeGreaterThan(10);
    expect(residentMb(2 ** 30)).toBe(0);
  });
});
