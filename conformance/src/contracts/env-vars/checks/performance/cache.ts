import { type Need, pass, type Verdict } from '../../../../contract.js';
import type { Key, Profile } from '../../../../profile/profile.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { queriesFor } from '../../request.js';
import { type EnvCheck, failed, type Tools } from '../../tools.js';
import { singleMs } from '../concurrency/burst.js';
import { needServed } from '../idempotency/same-results.js';

const requirement = 'performance/cache';
const wanted = 0.8;

/** A page that documents a cache may as well say that there is none; a lifetime says that there is one. */
const needTtl: Need<Profile> = {
  member: 'documents.cacheTtl',
  say: 'say how long the driver keeps a value, if it has a cache',
  met: (profile) => (profile.documents.cacheTtlMs ?? 0) > 0,
};

const needMetrics: Need<Profile> = {
  member: 'watch.metrics',
  say: 'name a metrics page that has csi_driver_env_cache_hit_ratio',
  met: (profile) => profile.watch.metrics !== undefined,
};

/** Repeats a call quickly; stops as blocked when one is not served. */
async function repeat(tools: Tools, key: Key, count: number): Promise<void> {
  for (let i = 0; i < count; i++)
    needServed(tools, await tools.call(tools.request(queriesFor([key], `CACHED_${i % 4}_`))));
}

function readsOf(log: string, key: string): number {
  return log
    .split(/\r?\n/)
    .filter((line) => /^read\s/i.test(line.trim()) && line.trim().slice(4).trim() === key).length;
}

/** Value of the gauge on a metrics page, if it is there; several label sets count as one that knows the most. */
export function hitRatio(page: string): number | undefined {
  const values = page
    .split('\n')
    .map((line) => /^csi_driver_env_cache_hit_ratio(?:\{[^}]*\})?\s+([0-9.eE+-]+)/.exec(line)?.[1])
    .filter((text) => text !== undefined)
    .map(Number)
    .filter((value) => Number.isFinite(value));
  return values.length === 0 ? undefined : Math.max(...values);
}

async function readRatio(tools: Tools): Promise<number | undefined> {
  try {
    const response = await fetch(tools.profile.watch.metrics as string, {
      signal: AbortSignal.any([tools.signal, AbortSignal.timeout(5000)]),
    });
    return response.ok ? hitRatio(await response.text()) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The share of hits among calls between three readings of a ratio that counts from the start of the driver, all three
 * readings so many calls apart: solves r = (hits + share * calls) / (all + calls) for the share.
 */
export function shareBetween(r0: number, r1: number, r2: number): number | undefined {
  const a = r1 - r0;
  const b = r2 - r0;
  if (Math.abs(b) < 1e-6) return r2;
  const divisor = 2 * a - b;
  return Math.abs(divisor) < 1e-9 ? undefined : (2 * a * r2 - b * r1) / divisor;
}

async function judgeLog(tools: Tools): Promise<Verdict> {
  const keys = await tools.served();
  const key = keys.find((candidate) => Object.keys(candidate.parameters).length === 0) ?? (keys[0] as Key);
  const calls = (await singleMs(tools)) > 100 ? 5 : 60;
  let best = 0;
  for (let round = 0; round < (calls > 5 ? 2 : 1); round++) {
    await repeat(tools, key, 2);
    const before = await tools.hook('backendLog');
    const started = performance.now();
    await repeat(tools, key, calls);
    // A value whose lifetime ends has to be read again.
    const expired = 1 + Math.floor((performance.now() - started) / (tools.profile.documents.cacheTtlMs ?? 1));
    const after = await tools.hook('backendLog');
    const own = readsOf(after, key.key) - readsOf(before, key.key);
    // A backend may name what it read otherwise than the query does.
    const all = after.split('\n').length - before.split('\n').length;
    const reads = readsOf(after, key.key) > 0 ? own : all;
    if (expired > 1 && reads <= expired) return pass(`${reads} reads in ${expired} lifetimes of a value`);
    best = Math.max(best, 1 - reads / calls);
    if (best >= wanted) return pass(`${Math.round(best * 100)} % of ${calls} calls without the backend`);
  }
  return failed(
    `${Math.round(Math.max(0, best) * 100)} % of ${calls} calls for the same key got by without the backend, ${wanted * 100} % are wanted`,
  );
}

async function judgeMetrics(tools: Tools): Promise<Verdict> {
  const [key] = await tools.served();
  const calls = (await singleMs(tools)) > 100 ? 5 : 60;
  const readings: number[] = [];
  for (let round = 0; round < 3; round++) {
    if (round > 0) await repeat(tools, key as Key, calls);
    else await repeat(tools, key as Key, 2);
    const reading = await readRatio(tools);
    if (reading === undefined)
      return { outcome: 'untested', reason: 'the metrics page does not have csi_driver_env_cache_hit_ratio' };
    readings.push(reading);
  }
  if (3 * calls * (await singleMs(tools)) > (tools.profile.documents.cacheTtlMs ?? 0)) {
    return {
      outcome: 'untested',
      reason: 'values are not kept for as long as it takes to ask again and again',
    };
  }
  const [r0, r1, r2] = readings as [number, number, number];
  if (r2 >= wanted) return pass(`ratio ${r2.toFixed(2)}`);
  // A ratio that counts from the start moves towards the share of the newest calls.
  const share = shareBetween(r0, r1, r2);
  if (r2 > r1 && r1 > r0 && (share === undefined || share >= wanted - 0.05))
    return pass(`ratio ${r2.toFixed(2)}, rising`);
  if (r2 <= r0)
    return failed(
      `the hit ratio went from ${r0.toFixed(2)} to ${r2.toFixed(2)} while the same key was asked for ${2 * calls} times`,
    );
  return { outcome: 'untested', reason: 'the hit ratio on the metrics page is too coarse to tell' };
}

const base = {
  requirement,
  expects: `at least ${wanted * 100} % of the repetitions are answered from the cache`,
  when: [conditions.advertised],
  alone: 30,
} as const;

/** Checks that a documented cache is hit (SHOULD). */
export const cacheChecks: readonly EnvCheck[] = [
  {
    ...base,
    name: `${requirement}/backend-log`,
    stimulus: 'the same key again and again; the log of the backend before and after',
    needs: [...wellFormed, needTtl, needs.backendLog],
    disturbs: true,
    run: judgeLog,
  },
  {
    ...base,
    name: `${requirement}/metrics`,
    stimulus: 'the same key again and again; csi_driver_env_cache_hit_ratio on the metrics page',
    needs: [...wellFormed, needTtl, needMetrics],
    run: judgeMetrics,
  },
];
