import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../errors.js';
import type { FuzzInput } from '../../../fuzz/fuzz-target.js';
import { emptyProfile, type Key, type Profile } from '../../../profile/profile.js';
import type { Mutant } from '../mutants/mutant.js';
import { oddities } from '../mutants/oddities.js';
import { mutants } from '../mutants/registry.js';
import type { Hooks } from '../reference-driver/hooks.js';
import { StatusError, statusCode } from '../reference-driver/status.js';
import { type EnvRequest, encodeRequest } from '../request.js';
import { rawInput } from './inputs/family-raw.js';
import { type Campaign, playAll, withFuzzSession } from './testing/fuzz-driver.js';

const everything = ['examples', 'boundary', 'fuzz', 'stateful', 'concurrent'] as const;
const brief = (campaign: Awaited<ReturnType<typeof playAll>>) =>
  campaign.breaches
    .slice(0, 3)
    .map(({ breach, input }) => ({ ...breach, input: JSON.stringify(input).slice(0, 400) }));

describe('fuzzing a driver that keeps the contract', () => {
  it.each([
    ['grpc-js', 'alpha', 'wire', 101],
    ['grpc-js', 'beta', 'wire', 102],
    ['connect', 'alpha', 'wire', 103],
    ['connect', 'beta', 'grpc-js', 104],
  ] as const)(
    'finds nothing on %s at %s with the client %s',
    async (server, stage, client, seed) => {
      await withFuzzSession({ driver: { server, stage }, client }, async (session) => {
        const played = await playAll(session, {
          phases: everything,
          seed,
          runs: { fuzz: 400, stateful: 8, concurrent: 8 },
        });
        expect(brief(played)).toEqual([]);
        expect(played.inputs).toBeGreaterThan(900);
        const reachable = session.reachable(everything);
        const reached = new Set(played.observations.flatMap((one) => one.reached));
        expect([...reached].filter((id) => !reachable.requirements.includes(id))).toEqual([]);
        const stood = new Set(played.observations.flatMap((one) => one.boundaries));
        expect(reachable.boundaries.filter((id) => !stood.has(id))).toEqual([]);
      });
    },
    900_000,
  );

  it('finds nothing without a profile, and plays what needs none', async () => {
    await withFuzzSession({ profile: emptyProfile }, async (session) => {
      expect(Object.keys(session.without)).toEqual(['stateful', 'concurrent']);
      const played = await playAll(session, { phases: everything, seed: 105, runs: { fuzz: 300 } });
      expect(brief(played)).toEqual([]);
      const reached = new Set(played.observations.flatMap((one) => one.reached));
      expect(reached).toContain('request/env-name');
      expect(reached).toContain('transport/malformed');
      expect(reached).not.toContain('request/legal-served');
      expect(reached).not.toContain('values/exact');
    });
  }, 600_000);

  it('finds nothing in a driver that does not have the capability', async () => {
    await withFuzzSession({ driver: { advertised: false } }, async (session) => {
      const played = await playAll(session, { phases: everything, seed: 106, runs: {} });
      expect(brief(played)).toEqual([]);
      expect(session.without.fuzz).toMatch(/does not list/);
      expect(new Set(played.observations.flatMap((one) => one.reached))).toContain('capability/unadvertised');
    });
  }, 600_000);

  it('finds nothing in one that takes one call at a time', async () => {
    const limits = {
      maxTotalPayloadBytes: 8192,
      maxValueLengthBytes: 2048,
      preferredRpcTimeoutSeconds: 5,
      maxInflightRequests: 1,
    };
    await withFuzzSession({ driver: { limits } }, async (session) => {
      expect(session.atOnce).toBe(1);
      const played = await playAll(session, {
        phases: everything,
        seed: 107,
        runs: { fuzz: 150, stateful: 8, concurrent: 8 },
      });
      expect(brief(played)).toEqual([]);
    });
  }, 900_000);

  it('finds nothing in one whose responses have fields of its own, which leave less room for values', async () => {
    const oddity = oddities.find(({ id }) => id === 'response/unknown-fields');
    if (oddity === undefined) throw new Error('there is no such oddity');
    await withFuzzSession({ mutant: { ...oddity, breaks: [] } }, async (session) => {
      const played = await playAll(session, { phases: ['boundary'], seed: 109, runs: {} });
      expect(brief(played)).toEqual([]);
      expect(played.observations.flatMap((one) => one.reached)).toContain('batch/scales');
    });
  }, 600_000);

  it('makes no malformed traffic and runs no hooks with --safe', async () => {
    await withFuzzSession({ safe: true }, async (session) => {
      const campaign: Campaign = {
        phases: ['examples', 'boundary', 'fuzz', 'stateful'],
        seed: 108,
        runs: { fuzz: 200, stateful: 8 },
      };
      const played = await playAll(session, campaign);
      expect(brief(played)).toEqual([]);
      expect(played.observations.filter(({ inconclusive }) => inconclusive !== undefined)).toEqual([]);
      const reached = new Set(played.observations.flatMap((one) => one.reached));
      for (const id of [
        'transport/malformed',
        'errors/backend/recovers',
        'idempotency/after-restart',
        'concurrency/overload',
        'idempotency/no-side-effects',
      ])
        expect(reached).not.toContain(id);
    });
  }, 600_000);
});

describe('fuzzing a driver with one broken rule', () => {
  it.each([
    'capability/implemented/missing-key',
    'capability/tolerates-unknown/query',
    'request/env-name/last',
    'request/field-size/key-characters',
    'request/field-size/pod-context-off-by-one',
    'request/payload-size/at-limit',
    'request/legal-served/version-at-limit',
    'request/legal-served/context-at-limit',
    'request/legal-served/parameters-at-limit',
    'ordering/same-order/by-name',
    'ordering/duplicate-names/last-wins',
    'values/exact/trimmed',
    'batch/all-or-nothing/missing-last',
    'batch/all-or-nothing/oversized',
    'batch/all-or-nothing/beside-status',
    'authorization/field/last',
    'values/size/wrong-code',
    'batch/scales/above-49',
    'batch/scales/above-50',
    'batch/no-error-in-ok/missing',
    'privacy/errors/plain',
    'optional/missing/next-blank',
    'errors/precedence/last',
    'errors/no-existence-oracle/code',
    'authorization/field/percent-later',
    'authorization/no-cached-bypass/namespace',
    'idempotency/repeat/already-exists',
    'idempotency/no-side-effects/write',
  ])(
    'finds %s and blames it on its rule',
    async (id) => {
      const mutant = mutants.find((one) => one.id === id);
      if (mutant === undefined) throw new Error(`no mutant is named ${id}`);
      const right = mutant.breaks;
      await withFuzzSession({ mutant }, async (session) => {
        const played = await playAll(session, {
          phases: everything,
          seed: 1,
          runs: { fuzz: 600, stateful: 60, concurrent: 40 },
          steer: (requirement) => right.includes(requirement),
          until: ({ requirement }) => right.includes(requirement),
        });
        expect(played.breaches.map(({ breach }) => breach.requirement)).toEqual(
          expect.arrayContaining([expect.toBeOneOf([...right])]),
        );
        const allowed = [...right, ...(mutant.also ?? []).map((one) => one.id)];
        expect(
          played.breaches
            .filter(({ breach }) => !allowed.includes(breach.requirement))
            .map(({ breach }) => breach),
        ).toEqual([]);
      });
    },
    900_000,
  );
});

describe('a driver that looks at no service accounts', () => {
  const mutant = mutants.find(({ id }) => id === 'authorization/identity/ignored') as Mutant;
  /** Not even of its own pod does it say what there is not. */
  const saysNothing: Partial<Hooks> = {
    failures: (failures) =>
      failures.map((failure) =>
        failure.code === statusCode.NOT_FOUND
          ? { ...failure, code: statusCode.PERMISSION_DENIED, message: 'not permitted' }
          : failure,
      ),
  };

  it.each([
    ['at alpha', 'alpha', {}, false],
    ['at beta', 'beta', {}, false],
    ['and refuses what it does not know', 'alpha', saysNothing, true],
  ] as const)(
    'breaks a SHOULD and no more, %s',
    async (_, stage, hooks, isSilent) => {
      const ignoring: Mutant = {
        ...mutant,
        stage,
        apply: () => ({ ...mutant.apply(), hooks: { ...mutant.apply().hooks, ...hooks } }),
      };
      const change = (own: Profile): Profile =>
        isSilent ? { ...own, keys: { ...own.keys, missing: [] } } : own;
      await withFuzzSession({ mutant: ignoring, change }, async (session, profile) => {
        const pods = profile.deniedPods.filter(({ namespace }) => namespace === profile.pod?.namespace);
        expect(pods.length).toBeGreaterThan(0);
        const { available, missing, failing, denied } = profile.keys;
        const [good, gone, down, shut] = [available, missing, failing, denied].map(([key]) => key);
        const lists = [[good], [gone], [down], [shut], [good, gone], [gone, down], [shut, gone]];
        const found = new Set<string>();
        for (const keys of lists)
          for (const optional of [false, true])
            for (const pod of pods) {
              const queries = keys.flatMap((key, index) =>
                key === undefined
                  ? []
                  : [{ name: `N${index}`, key: key.key, parameters: key.parameters, optional }],
              );
              if (queries.length < keys.length) continue;
              const request: EnvRequest = {
                className: profile.providerClass?.name ?? '',
                classParameters: profile.providerClass?.parameters ?? {},
                podContext: { ...pod },
                queries,
              };
              const input = { phase: 'fuzz', title: 'a denied pod', kind: 'call', request } as FuzzInput;
              const { breaches } = await session.play(input, {
                fresh: true,
                signal: new AbortController().signal,
              });
              for (const { requirement, cause } of breaches) found.add(`${requirement}: ${cause}`);
            }
        expect([...found].filter((text) => !text.startsWith('authorization/identity: '))).toEqual([]);
        expect(found.size).toBeGreaterThan(0);
      });
    },
    60_000,
  );
});

describe('a value that only malformed traffic brought to light', () => {
  it('is looked for in what the driver says later', async () => {
    const hidden = 'tZ7-nobody-was-told-of-this-41';
    const hooks: Partial<Hooks> = {
      oneResult: (result) => (result.name === 'MALFORMED' ? { ...result, value: hidden } : result),
      status: (error) => new StatusError(error.code, `${error.message} (last: ${hidden})`),
    };
    await withFuzzSession({ driver: { hooks } }, async (session, profile) => {
      const [available, missing] = [profile.keys.available[0], profile.keys.missing[0]] as [Key, Key];
      const request = (name: string, { key, parameters }: Key): EnvRequest => ({
        className: profile.providerClass?.name ?? '',
        classParameters: profile.providerClass?.parameters ?? {},
        podContext: { ...profile.pod },
        queries: [{ name, key, parameters }],
      });
      const leaksOf = async (input: FuzzInput): Promise<string[]> => {
        const { breaches } = await session.play(input, { fresh: true, signal: new AbortController().signal });
        return breaches.map(({ requirement }) => requirement);
      };
      const later = { phase: 'fuzz', title: 'later', kind: 'call', request: request('LATER', missing) };
      expect(await leaksOf(later as FuzzInput)).toEqual([]);
      const message = Buffer.from(encodeRequest(request('MALFORMED', available)));
      await leaksOf(rawInput('fuzz', 'what nobody can judge', 'unclear', { message }));
      expect(await leaksOf(later as FuzzInput)).toEqual(['privacy/errors']);
    });
  }, 60_000);
});

describe('an input', () => {
  it.each([
    ['phase is none of', { phase: 'nothing' }],
    ['kind is not call or raw', { phase: 'fuzz', kind: 'race' }],
    ['request is no request', { phase: 'fuzz', kind: 'call' }],
    [
      'request.queries[0].key is no text',
      {
        phase: 'fuzz',
        kind: 'call',
        request: { className: '', classParameters: {}, podContext: {}, queries: [{ name: 'A' }] },
      },
    ],
    ['message is no base64', { phase: 'fuzz', kind: 'raw', meaning: 'unclear', message: '*' }],
    ['either a message or a payload', { phase: 'fuzz', kind: 'raw', meaning: 'unclear' }],
    ['steps[0].do is nothing', { phase: 'stateful', kind: 'sequence', steps: [{ do: 'explode' }] }],
    [
      'moves[0].call is no index',
      { phase: 'concurrent', kind: 'race', calls: [], moves: [{ move: 'start', call: 0 }] },
    ],
  ])('that is not of the contract is refused: %s', async (message, input) => {
    await withFuzzSession({}, async (session) => {
      const play = session.play({ title: 'x', ...input } as never, {
        fresh: false,
        signal: new AbortController().signal,
      });
      const reason = await play.catch((caught: unknown) => caught);
      expect(reason).toBeInstanceOf(UsageError);
      expect((reason as Error).message).toContain(message);
    });
  });
});
