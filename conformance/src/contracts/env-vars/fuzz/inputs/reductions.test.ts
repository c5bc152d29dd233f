import { describe, expect, it } from 'vitest';
import { examine, examineLimits } from '../../../../fuzz/examine.js';
import type { FuzzInput } from '../../../../fuzz/fuzz-target.js';
import { emptyProfile } from '../../../../profile/profile.js';
import type { Hooks } from '../../reference-driver/hooks.js';
import type { EnvRequest } from '../../request.js';
import { withFuzzSession } from '../testing/fuzz-driver.js';
import { readInput } from './input.js';
import { callInput } from './material.js';
import { reductionsOf } from './reductions.js';

const request: EnvRequest = {
  className: `${'long.'.repeat(20)}class`,
  classParameters: { allowedFields: 'app/**', region: 'eu', tier: 'x'.repeat(40) },
  queries: [
    { name: 'A', key: 'a', optional: true },
    { name: 'B', key: '界'.repeat(40), parameters: { field: 'user' } },
    { name: 'C', key: '🎈'.repeat(40) },
  ],
  podContext: { namespace: 'production', podName: 'myapp-0', zone: 'a', rack: 'b' },
  version: 'v1',
};

const providerClass = { name: 'example', parameters: { allowedFields: 'app/**' } };
const reductions = reductionsOf({ profile: { ...emptyProfile, providerClass } });

/** The smaller requests that each reduction gives. */
const smaller = (of: FuzzInput): readonly (readonly EnvRequest[])[] =>
  reductions.map((reduction) =>
    [...reduction(of)].map((input) => {
      const known = readInput(input);
      if (known.kind !== 'call') throw new Error('it is no call');
      return known.request;
    }),
  );

describe('the reductions of a call', () => {
  const input = callInput('boundary', 'a batch', request);
  const [queries = [], entries = [], extras = [], texts = []] = smaller(input);

  it('take away queries by halves, and then one by one, but not all', () => {
    expect(queries.map((one) => one.queries.map(({ name }) => name).join(''))).toEqual([
      'C',
      'AB',
      'BC',
      'AC',
      'AB',
    ]);
  });

  it('take away entries of maps, the version and the flags', () => {
    const own = JSON.stringify(request).length;
    for (const one of [...entries, ...extras]) expect(JSON.stringify(one).length).toBeLessThan(own);
    const names = (map: Readonly<Record<string, string>>): string => Object.keys(map).join();
    expect(new Set(entries.map(({ podContext }) => names(podContext)))).toEqual(
      new Set([
        'namespace,podName',
        'namespace,podName,rack',
        'namespace,podName,zone',
        'namespace,podName,zone,rack',
      ]),
    );
    expect(extras[0]).not.toHaveProperty('version');
    expect(extras[1]?.queries[0]).not.toHaveProperty('optional');
  });

  it('leave the parameters of the class as they are that the profile has, by which it calls pods and keys denied', () => {
    const all = [...entries, ...texts].map(({ classParameters }) => classParameters);
    expect(all.every(({ allowedFields }) => allowedFields === 'app/**')).toBe(true);
    expect(all).toContainEqual({ allowedFields: 'app/**' });
    expect(all).toContainEqual({ ...request.classParameters, tier: 'x'.repeat(32) });
  });

  it('shorten long texts, and cut no character in two', () => {
    const classes = new Set(texts.map(({ className }) => className.length));
    expect([...classes].sort((a, b) => a - b)).toEqual([32, 53, 91, 104, 105]);
    const keys = texts.map((one) => one.queries[2]?.key ?? '');
    expect(keys).toContain('🎈'.repeat(32));
    for (const key of keys) expect(Buffer.from(key).toString()).toBe(key);
  });

  it('tell by the title, once, that it is no longer what the list has', () => {
    const [first] = [...(reductions[0]?.(input) ?? [])] as [FuzzInput];
    expect(first.title).toBe('a batch, made smaller');
    expect([...(reductions[0]?.(first) ?? [])].map(({ title }) => title)).toEqual([]);
    const [again] = [...(reductions[1]?.(first) ?? [])] as [FuzzInput];
    expect(again.title).toBe('a batch, made smaller');
  });

  it('leave other inputs as they are', () => {
    const raw: FuzzInput = {
      phase: 'boundary',
      title: 'bytes',
      kind: 'raw',
      meaning: 'unclear',
      message: '',
    };
    expect(smaller(raw)).toEqual([[], [], [], []]);
  });
});

it('a listed input that fails is made as small as shows the fault', async () => {
  // Exchanges the values of the last two of seven results or more.
  const hooks: Partial<Hooks> = {
    results: (results) => {
      const [a, b] = results.slice(-2);
      if (results.length > 6 && a !== undefined && b !== undefined) [a.value, b.value] = [b.value, a.value];
      return results;
    },
  };
  await withFuzzSession({ driver: { hooks } }, async (session) => {
    const { signal } = new AbortController();
    for (const input of session.listed('boundary', (id) => id.startsWith('values/'))) {
      const { breaches } = await session.play(input, { fresh: false, signal });
      const breach = breaches.find(({ requirement }) => requirement === 'values/exact');
      if (breach === undefined) continue;
      const found = await examine(
        { input, breach },
        {
          reductions: session.reductions,
          playFresh: (one) => session.play(one, { fresh: true, signal }),
          now: () => 0,
          spentMs: 0,
          signal,
        },
      );
      expect(found).toMatchObject({ shrunk: true, flaky: false, confirmed: { failed: 2, plays: 2 } });
      expect(found.breach.cause).toBe(breach.cause);
      expect(found.shrinkPlays).toBeLessThanOrEqual(examineLimits.shrinkPlays);
      const known = readInput(found.input);
      expect(known.kind === 'call' && known.request.queries.length).toBe(7);
      return;
    }
    throw new Error('no listed input failed');
  });
}, 60_000);

it('what is made smaller breaks nothing on a driver that keeps the rules', async () => {
  await withFuzzSession({}, async (session) => {
    const { signal } = new AbortController();
    const all = (['examples', 'boundary'] as const).flatMap((phase) => session.listed(phase, () => true));
    const wrong: unknown[] = [];
    let plays = 0;
    for (const input of all.filter((_, at) => at % 5 === 0)) {
      for (const reduction of session.reductions) {
        const candidates = [...reduction(input)].slice(0, 60);
        const chosen = candidates.filter((_, at) => at % Math.ceil(candidates.length / 2) === 0);
        for (const one of chosen) {
          plays++;
          const { breaches } = await session.play(one, { fresh: true, signal });
          if (breaches.length > 0) wrong.push({ breaches, one: JSON.stringify(one).slice(0, 600) });
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(plays).toBeGreaterThan(100);
  });
}, 120_000);
