import { describe, expect, it } from 'vitest';
import { statusCode } from '../../../../driver/answer.js';
import { emptyProfile, type Profile } from '../../../../profile/profile.js';
import { limitsOf } from '../../facts.js';
import { type EnvRequest, encodeRequest, podContext, type Query } from '../../request.js';
import { knownOf } from './known.js';
import type { BackendState } from './outcomes.js';
import { type Prediction, predict } from './predict.js';

const {
  OK,
  INVALID_ARGUMENT,
  NOT_FOUND,
  PERMISSION_DENIED,
  INTERNAL,
  UNAVAILABLE,
  RESOURCE_EXHAUSTED,
  OUT_OF_RANGE,
} = statusCode;
const value = (text: string): Uint8Array => Buffer.from(text);
const pod = {
  namespace: 'production',
  serviceAccount: 'myapp',
  podName: 'myapp-0',
  podUID: '1',
  nodeName: 'node-1',
};
const profile: Profile = {
  ...emptyProfile,
  providerClass: {
    name: 'example',
    parameters: { allowedNamespaces: 'production, staging', allowedFields: 'app/**' },
  },
  pod,
  pods: [{ ...pod, namespace: 'staging', podName: 'myapp-1' }],
  deniedPods: [
    { ...pod, namespace: 'elsewhere' },
    { ...pod, serviceAccount: 'intruder' },
  ],
  keys: {
    available: [
      { key: 'app/a', parameters: {}, value: value('first value'), volatile: false },
      { key: 'app/b', parameters: {}, volatile: false },
      { key: 'app/clock', parameters: {}, volatile: true },
      { key: 'app/config', parameters: { field: 'user' }, value: value('somebody'), volatile: false },
      { key: 'app/large', parameters: {}, value: value('x'.repeat(16_000)), volatile: false },
    ],
    missing: [{ key: 'app/none', parameters: {} }],
    denied: [{ key: 'team-b/token', parameters: {}, exists: true }],
    oversized: [{ key: 'app/huge', parameters: {} }],
    failing: [{ key: 'app/broken', parameters: {} }],
  },
};
const open: Profile = { ...profile, providerClass: { name: 'example', parameters: {} } };

const query = (key: string, more: Partial<Query> = {}): Query => ({
  name: `N_${key.replace(/\W/g, '_')}`.slice(0, 60),
  key,
  ...more,
});
const request = (keys: readonly (string | Query)[], change: Partial<EnvRequest> = {}): EnvRequest => ({
  className: 'example',
  classParameters: { ...profile.providerClass?.parameters },
  queries: keys.map((key) => (typeof key === 'string' ? query(key) : key)),
  podContext: podContext(pod),
  ...change,
});

interface Setting {
  readonly profile?: Profile;
  readonly stage?: 'alpha' | 'beta';
  readonly backend?: BackendState;
  readonly advertised?: boolean;
  readonly extraBytes?: number;
}

function predicted(of: EnvRequest, setting: Setting = {}): Prediction {
  const { stage = 'alpha', backend = 'up', advertised = true, extraBytes = 0 } = setting;
  const known = knownOf(setting.profile ?? profile);
  const moment = {
    backend,
    extraBytes,
    value: (key: { value?: string; volatile: boolean }) => (key.volatile ? undefined : key.value),
  };
  return predict(
    { known, facts: { advertised, stage, limits: limitsOf(undefined) } },
    moment,
    of,
    encodeRequest(of).length,
  );
}

/** The allowed codes among all there are. */
function allowed(of: EnvRequest, setting?: Setting): readonly number[] {
  const prediction = predicted(of, setting);
  return Object.values(statusCode).filter((code) => prediction.allows(code));
}

const sorted = (...codes: number[]): number[] => codes.sort((a, b) => a - b);
const optional = { optional: true };

describe('the model', () => {
  it.each<[string, EnvRequest, number[], Setting?]>([
    // request/legal-served
    ['an available key', request(['app/a']), [OK]],
    ['available keys of every kind', request(['app/a', 'app/b', 'app/clock']), [OK]],
    ['a key with its parameters', request([query('app/config', { parameters: { field: 'user' } })]), [OK]],
    ['a version that nobody knows', request(['app/a'], { version: 'v99' }), [OK]],
    [
      'a further key of pod_context',
      request(['app/a'], { podContext: { ...podContext(pod), more: 'x' } }),
      [OK],
    ],
    [
      'a pod without its node',
      request(['app/a'], { podContext: podContext({ ...pod, nodeName: undefined } as never) }),
      [OK],
    ],
    // request
    ['no class', request(['app/a'], { className: '' }), [INVALID_ARGUMENT]],
    ['no queries', request([]), [INVALID_ARGUMENT]],
    ['no pod_context', request(['app/a'], { podContext: {} }), [INVALID_ARGUMENT]],
    [
      'an empty podUID',
      request(['app/a'], { podContext: { ...podContext(pod), podUID: '' } }),
      [INVALID_ARGUMENT],
    ],
    ['a name with =', request([query('app/a', { name: 'A=B' })]), [INVALID_ARGUMENT]],
    ['a name of one byte too many', request([query('app/a', { name: 'N'.repeat(129) })]), [INVALID_ARGUMENT]],
    ['a name at its limit', request([query('app/a', { name: 'N'.repeat(128) })]), [OK]],
    ['a key over its limit in bytes alone', request([`app/none${'\u79d8'.repeat(340)}`]), [INVALID_ARGUMENT]],
    [
      'an empty request',
      { className: '', classParameters: {}, queries: [], podContext: {} },
      [INVALID_ARGUMENT],
    ],
    [
      'a malformed name beside every other failure',
      request([query('app/a', { name: '' }), 'app/none', 'team-b/token', 'app/broken']),
      [INVALID_ARGUMENT],
    ],
    [
      'a malformed request of a denied pod',
      request([], { podContext: podContext({ ...pod, namespace: 'elsewhere' }) }),
      [INVALID_ARGUMENT],
    ],
    [
      'a request of more than 4 MiB',
      request(['app/a'], { version: 'v'.repeat(4 * 1024 * 1024) }),
      sorted(INVALID_ARGUMENT, RESOURCE_EXHAUSTED, OUT_OF_RANGE),
    ],
    // errors
    ['a missing key', request(['app/none']), [NOT_FOUND]],
    ['a denied key', request(['team-b/token']), [PERMISSION_DENIED]],
    ['a missing key beside a denied one', request(['app/none', 'team-b/token']), [PERMISSION_DENIED]],
    ['a missing key beside one that fails', request(['app/broken', 'app/none']), [NOT_FOUND]],
    [
      'a value that is too long beside a missing key',
      request(['app/huge', 'app/none']),
      sorted(INVALID_ARGUMENT, NOT_FOUND),
    ],
    [
      'a value that is too long beside a denied key',
      request(['app/huge', 'team-b/token']),
      sorted(INVALID_ARGUMENT, PERMISSION_DENIED),
    ],
    ['a failing key, which a cache may know', request(['app/broken']), sorted(OK, INTERNAL, UNAVAILABLE)],
    [
      'a known key with other parameters',
      request([query('app/a', { parameters: { x: 'y' } })]),
      sorted(OK, INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED, INTERNAL, UNAVAILABLE),
    ],
    [
      'a known key without its parameters',
      request(['app/config']),
      sorted(OK, INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED, INTERNAL, UNAVAILABLE),
    ],
    [
      'a class parameter that nobody knows',
      request(['app/a'], { classParameters: { ...profile.providerClass?.parameters, x: 'y' } }),
      Object.values(statusCode).filter((code) => code !== 12),
    ],
    [
      'an invented class',
      request(['app/a'], { className: 'invented' }),
      sorted(OK, NOT_FOUND, PERMISSION_DENIED),
    ],
    [
      'a class that is no subdomain',
      request(['app/a'], { className: '../a' }),
      sorted(OK, NOT_FOUND, PERMISSION_DENIED, INVALID_ARGUMENT),
    ],
    ['a longer missing key', request(['app/noneaaaa']), sorted(OK, NOT_FOUND, PERMISSION_DENIED)],
    // authorization
    [
      'a pod of a denied namespace',
      request(['app/a'], { podContext: podContext({ ...pod, namespace: 'elsewhere' }) }),
      [PERMISSION_DENIED],
    ],
    [
      'a pod of a denied identity',
      request(['app/none'], { podContext: podContext({ ...pod, serviceAccount: 'intruder' }) }),
      [PERMISSION_DENIED],
    ],
    [
      'a denied pod and a value that is too long',
      request(['app/huge'], { podContext: podContext({ ...pod, namespace: 'elsewhere' }) }),
      sorted(INVALID_ARGUMENT, PERMISSION_DENIED),
    ],
    [
      'a further pod, of which the profile may be wrong',
      request(['app/a'], { podContext: podContext({ ...pod, namespace: 'staging', podName: 'myapp-1' }) }),
      sorted(OK, NOT_FOUND, PERMISSION_DENIED),
    ],
    [
      'a pod with another UID',
      request(['app/a'], { podContext: podContext({ ...pod, podUID: '2' }) }),
      sorted(OK, NOT_FOUND, PERMISSION_DENIED),
    ],
    [
      'a pod with the service account of a denied one',
      request(['app/a'], {
        podContext: podContext({ ...pod, serviceAccount: 'intruder', podName: 'other' }),
      }),
      sorted(OK, NOT_FOUND, PERMISSION_DENIED),
    ],
    [
      'a namespace outside of the list',
      request(['app/a'], { podContext: podContext({ ...pod, namespace: 'production-2' }) }),
      sorted(NOT_FOUND, PERMISSION_DENIED),
    ],
    [
      'an odd spelling under a list',
      request(['app/../app/a']),
      sorted(NOT_FOUND, PERMISSION_DENIED, INVALID_ARGUMENT),
    ],
    [
      'an odd spelling outside of the list',
      request(['/team-b/token']),
      sorted(PERMISSION_DENIED, INVALID_ARGUMENT),
    ],
    [
      'another list that does not cover the key',
      request(['app/a'], {
        classParameters: { ...profile.providerClass?.parameters, allowedFields: 'app/b' },
      }),
      [PERMISSION_DENIED],
    ],
    [
      'another list that covers the key',
      request(['app/a'], {
        classParameters: { ...profile.providerClass?.parameters, allowedFields: 'x, app/a' },
      }),
      sorted(OK, PERMISSION_DENIED),
    ],
    [
      'an empty list',
      request(['app/a'], { classParameters: { ...profile.providerClass?.parameters, allowedFields: '' } }),
      [PERMISSION_DENIED],
    ],
    // optional, alpha
    ['alpha: an optional missing key is a required one', request([query('app/none', optional)]), [NOT_FOUND]],
    // optional, beta
    [
      'beta: an optional missing key',
      request(['app/a', query('app/none', optional)]),
      [OK],
      { stage: 'beta' },
    ],
    [
      'beta: nothing but optional missing keys',
      request([query('app/none', optional)]),
      [OK],
      { stage: 'beta' },
    ],
    ['beta: an optional key that fails', request([query('app/broken', optional)]), [OK], { stage: 'beta' }],
    [
      'beta: a required missing key beside an optional one',
      request(['app/none', query('app/none', { ...optional, name: 'B' })]),
      [NOT_FOUND],
      { stage: 'beta' },
    ],
    [
      'beta: an optional denied key',
      request([query('team-b/token', optional)]),
      [PERMISSION_DENIED],
      { stage: 'beta' },
    ],
    [
      'beta: an optional value that is too long',
      request([query('app/huge', optional)]),
      sorted(OK, INVALID_ARGUMENT),
      { stage: 'beta' },
    ],
    [
      'beta: an optional malformed query',
      request([query('app/a', { ...optional, name: '' })]),
      [INVALID_ARGUMENT],
      { stage: 'beta' },
    ],
    [
      'beta: optional queries of a denied pod',
      request([query('app/none', optional)], { podContext: podContext({ ...pod, namespace: 'elsewhere' }) }),
      [PERMISSION_DENIED],
      { stage: 'beta' },
    ],
    // an outage
    [
      'an outage: an available key, which may be cached',
      request(['app/a']),
      sorted(OK, INTERNAL, UNAVAILABLE),
      { backend: 'unsure' },
    ],
    [
      'an outage: a missing key',
      request(['app/none']),
      sorted(NOT_FOUND, INTERNAL, UNAVAILABLE),
      { backend: 'unsure' },
    ],
    ['an outage: a denied key', request(['team-b/token']), [PERMISSION_DENIED], { backend: 'unsure' }],
    ['an outage: a malformed request', request([]), [INVALID_ARGUMENT], { backend: 'unsure' }],
    // capability/unadvertised
    [
      'a driver without the capability',
      request(['app/a']),
      [statusCode.UNIMPLEMENTED],
      { advertised: false },
    ],
    [
      'a driver without the capability and a malformed request',
      request([]),
      [statusCode.UNIMPLEMENTED],
      { advertised: false },
    ],
  ])('allows for %s no more and no less than the contract', (_, of, codes, setting) => {
    expect(allowed(of, setting)).toEqual(codes);
  });

  it.each<[string, EnvRequest]>([
    ['an odd spelling', request(['app/../app/a'], { classParameters: {} })],
    ['a denied key in capitals', request(['TEAM-B/token'], { classParameters: {} })],
  ])('judges %s by nothing but the canon where the class has no allowedFields', (_, of) => {
    expect(allowed(of, { profile: open })).toEqual(
      sorted(OK, INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED, INTERNAL, UNAVAILABLE),
    );
  });

  it('does not rely on a list that does not cover what is available', () => {
    const odd: Profile = {
      ...profile,
      providerClass: { name: 'example', parameters: { allowedFields: 'other/**' } },
    };
    const of = request(['app/a'], { classParameters: { allowedFields: 'other/**' } });
    expect(allowed(of, { profile: odd })).toEqual([OK]);
    expect(allowed({ ...of, queries: [query('team-b/other')] }, { profile: odd })).toContain(OK);
  });

  it('allows any status but UNIMPLEMENTED where the values cannot fit the response', () => {
    const of = request(Array.from({ length: 5 }, (_, index) => query('app/large', { name: `N${index}` })));
    const { fits } = predicted(of);
    expect(fits).toBe('no');
    expect(allowed(of)).toEqual(
      Object.values(statusCode).filter((code) => code !== OK && code !== statusCode.UNIMPLEMENTED),
    );
  });

  it('does not know whether values fit of which it does not know the length', () => {
    const of = request(Array.from({ length: 5 }, (_, index) => query('app/b', { name: `N${index}` })));
    expect(predicted(of).fits).toBe('unsure');
    expect(allowed(of)).toContain(OK);
    expect(allowed(of)).toContain(INVALID_ARGUMENT);
  });

  it('does not know whether values fit beside fields that the driver adds', () => {
    const of = request(Array.from({ length: 4 }, (_, index) => query('app/large', { name: `N${index}` })));
    const { fits, responseBytes = 0 } = predicted(of);
    expect(fits).toBe('yes');
    const room = Math.floor((limitsOf(undefined).payloadBytes - responseBytes) / 4);
    expect(allowed(of, { extraBytes: room })).toEqual([OK]);
    expect(predicted(of, { extraBytes: room + 1 }).fits).toBe('unsure');
    expect(allowed(of, { extraBytes: room + 1 })).toContain(INVALID_ARGUMENT);
  });

  it('knows nothing without a profile but what makes a request malformed', () => {
    const of: EnvRequest = { ...request(['x']), className: 'x', classParameters: {} };
    expect(allowed(of, { profile: emptyProfile })).toEqual(
      Object.values(statusCode).filter((code) => code !== statusCode.UNIMPLEMENTED),
    );
    expect(allowed({ ...of, className: '' }, { profile: emptyProfile })).toEqual([INVALID_ARGUMENT]);
  });
});
