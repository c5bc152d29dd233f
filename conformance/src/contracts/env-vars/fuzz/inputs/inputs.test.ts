import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawAt, plain } from '../../../../fuzz/draw.js';
import type { FuzzInput, Phase } from '../../../../fuzz/fuzz-target.js';
import { fields } from '../../../../gen/field-table.js';
import { emptyProfile, type Profile } from '../../../../profile/profile.js';
import { resolveProfile } from '../../../../profile/resolve-profile.js';
import { limitsOf } from '../../facts.js';
import { referenceProfile } from '../../reference-driver/reference-profile.js';
import { encodeRequest } from '../../request.js';
import { boundariesOf } from '../model/boundaries-of.js';
import { knownOf } from '../model/known.js';
import { violationsOf } from '../model/violations.js';
import { boundaries } from './boundaries.js';
import { breakers } from './breakers.js';
import { concurrentArbitrary } from './concurrent.js';
import { examples } from './examples.js';
import { fuzzArbitrary, fuzzFamilies } from './fuzz.js';
import { type CallInput, readInput } from './input.js';
import { type Material, materialOf } from './material.js';
import { statefulArbitrary } from './stateful.js';

const hook = async () => ({ ok: true, output: '' }) as const;
const profile: Profile = {
  ...resolveProfile(referenceProfile as never, {
    folder: '/',
    value: (value) => Buffer.from(value as string),
    providerClass: () => {
      throw new Error('the reference profile has its class inline');
    },
    hook: () => hook,
  }),
  hooks: { rotate: hook, restart: hook, backendDown: hook, backendUp: hook, backendLog: hook },
};
const material = (of: Profile = profile, safe = false): Material =>
  materialOf(knownOf(of), { advertised: true, stage: 'beta', limits: limitsOf(undefined) }, safe);
const all = (): boolean => true;

function drawn(phase: Phase, seed: number, count: number, of = material()): readonly FuzzInput[] {
  if (phase === 'examples') return examples(of).slice(0, count);
  if (phase === 'boundary') return boundaries(of).slice(0, count);
  const arbitrary =
    phase === 'fuzz'
      ? fuzzArbitrary(of, all)
      : phase === 'stateful'
        ? statefulArbitrary(of, all)
        : concurrentArbitrary(of);
  // As a campaign draws them.
  return Array.from({ length: count }, (_, index) => plain(drawAt(arbitrary, seed, phase, index).value_));
}

const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

describe('inputs', () => {
  /** A change of the generators, of the cases or of the proto's limits changes these: take the new ones then. */
  it.each<[Phase, string]>([
    ['examples', '8f43f8ebc6f41611'],
    ['boundary', '92e6578b4469e3e3'],
    ['fuzz', '479da4b951f26a88'],
    ['stateful', '1cab16588131a891'],
    ['concurrent', '47e763b1d13bb560'],
  ])('of the phase %s are the same for equal seeds on every machine and Node version', (phase, expected) => {
    expect(digest(drawn(phase, 42, 200))).toBe(expected);
  });

  it.each<Phase>(['fuzz', 'stateful', 'concurrent'])(
    'of the phase %s are others for another seed',
    (phase) => {
      expect(digest(drawn(phase, 1, 20))).not.toBe(digest(drawn(phase, 2, 20)));
    },
  );

  it.each<Phase>(['examples', 'boundary', 'fuzz', 'stateful', 'concurrent'])(
    'of the phase %s are plain data of this contract, and hold no value',
    (phase) => {
      const values = profile.keys.available
        .map(({ key, value }) => [key, Buffer.from(value ?? '').toString()] as const)
        .filter(([key, value]) => value.length >= 12 && value !== key);
      for (const input of drawn(phase, 7, 60)) {
        const text = JSON.stringify(input);
        expect(JSON.parse(text)).toEqual(input);
        expect(() => readInput(input)).not.toThrow();
        expect(values.filter(([, value]) => text.includes(JSON.stringify(value).slice(1, -1)))).toEqual([]);
      }
    },
  );

  it('stand at every limit of the field table, one below and one above, in every unit that can be told apart', () => {
    const stood = new Set(
      boundaries(material()).flatMap((input) => {
        const { request } = input as CallInput;
        return boundariesOf(request, encodeRequest(request).length, limitsOf(undefined));
      }),
    );
    // A field that the proto gains is asked for here.
    const named: Readonly<Record<string, string>> = {
      provider_class_name: 'class',
      version: 'version',
      class_parameters: 'class-parameters',
      pod_context: 'pod-context',
      name: 'name',
      key: 'key',
      query_parameters: 'query-parameters',
    };
    const limited = fields.filter(
      ({ sizeLimit, rpcs, direction }) =>
        sizeLimit !== null && direction === 'request' && rpcs.some((rpc) => rpc.endsWith('/NodeGetEnvVars')),
    );
    expect(
      limited.map(({ field }) => named[field] ?? `${field}, which no boundary stands for`).sort(),
    ).toEqual(Object.values(named).sort());
    // The name of a variable is printable ASCII, where every unit is the same.
    const wanted = [
      ...Object.values(named).flatMap((field) =>
        (field === 'name' ? ['bytes'] : ['bytes', 'code-points', 'characters']).flatMap((unit) =>
          ['-1', '', '+1'].map((at) => `${field}/${unit}/limit${at}`),
        ),
      ),
      ...['-1', '', '+1'].map((at) => `request/bytes/limit${at}`),
      ...['-1', '', '+1'].map((at) => `message/bytes/limit${at}`),
    ];
    expect(wanted.filter((id) => !stood.has(id))).toEqual([]);
  });

  it('of each breaker break the rule that it says, whatever the variant', () => {
    const of = material();
    const request = of.request([
      { name: 'A', key: 'app/db/password' },
      { name: 'B', key: 'app/config', parameters: { field: 'user' } },
    ]);
    for (const breaker of breakers) {
      for (let n = 0; n < 60; n++) {
        const broken = breaker.break(request, n * 7, n);
        const found = violationsOf(broken, encodeRequest(broken).length, 65_536).map(
          ({ requirement }) => requirement,
        );
        expect(found, `${breaker.say}, variant ${n * 7}`).toContain(breaker.requirement);
      }
    }
  });

  it('are steered to the families that reach what a campaign is after', () => {
    const titles = (area: string) =>
      new Set(
        fc
          .sample(
            fuzzArbitrary(material(), (id) => id.startsWith(area)),
            { numRuns: 80, seed: 3 },
          )
          .map(({ title }) => title),
      );
    expect(titles('batch/all-or-nothing')).not.toContain('no class');
    expect(
      [...titles('request/required-fields')].every((title) => /^no |without|broken|beside/.test(title)),
    ).toBe(true);
    expect(titles('capability/tolerates-unknown')).toEqual(new Set(['unknown fields']));
  });

  it('need no profile, and are not malformed traffic with --safe', () => {
    const bare = material(emptyProfile);
    expect(fuzzFamilies(bare).length).toBeGreaterThan(10);
    for (const input of drawn('fuzz', 5, 100, bare)) expect(() => readInput(input)).not.toThrow();
    const kinds = new Set(
      [...drawn('fuzz', 5, 300, material(profile, true)), ...examples(material(profile, true))].map(
        ({ kind }) => kind,
      ),
    );
    expect(kinds).toEqual(new Set(['call']));
  });

  it('shrink to something small', () => {
    const failing = fc.check(
      fc.property(
        statefulArbitrary(material(), all),
        (input) => JSON.stringify(input).split('"repeat"').length < 2,
      ),
      { seed: 5, numRuns: 500 },
    );
    const [smallest] = failing.counterexample ?? [];
    expect((smallest as unknown as { steps: unknown[] }).steps.length).toBeLessThanOrEqual(3);
  });
});
