import { create, toBinary } from '@bufbuild/protobuf';
import { NodeGetEnvVarsResponseSchema } from '@csi-env/proto';
import { describe, expect, it } from 'vitest';
import { type Answer, statusCode } from '../../../../driver/answer.js';
import { emptyProfile, type Profile } from '../../../../profile/profile.js';
import { limitsOf } from '../../facts.js';
import { type EnvRequest, type EnvResult, encodeRequest, podContext, type Query } from '../../request.js';
import { type Deviation, deviationsOf } from './deviations.js';
import { knownOf } from './known.js';
import { predict } from './predict.js';

const pod = { namespace: 'production', serviceAccount: 'myapp', podName: 'myapp-0', podUID: '1' };
const profile: Profile = {
  ...emptyProfile,
  providerClass: {
    name: 'example',
    parameters: { allowedNamespaces: 'production', allowedFields: 'app/**' },
  },
  pod,
  deniedPods: [
    { ...pod, namespace: 'elsewhere' },
    { ...pod, serviceAccount: 'intruder' },
  ],
  keys: {
    available: [
      { key: 'app/a', parameters: {}, value: Buffer.from('first value'), volatile: false },
      { key: 'app/b', parameters: {}, value: Buffer.from('second value'), volatile: false },
    ],
    missing: [{ key: 'app/none', parameters: {} }],
    denied: [{ key: 'team-b/token', parameters: {} }],
    oversized: [{ key: 'app/huge', parameters: {} }],
    failing: [{ key: 'app/broken', parameters: {} }],
  },
};
const limits = limitsOf(undefined);
const known = knownOf(profile);

const request = (queries: readonly Query[], change: Partial<EnvRequest> = {}): EnvRequest => ({
  className: 'example',
  classParameters: { ...profile.providerClass?.parameters },
  queries,
  podContext: podContext(pod),
  ...change,
});
const named = (...keys: readonly string[]): Query[] => keys.map((key, index) => ({ name: `N${index}`, key }));
const answer = (code: number, more: Partial<Answer> = {}): Answer => ({
  code,
  message: code === 0 ? '' : 'no',
  headers: [],
  trailers: [],
  durationMs: 1,
  ...more,
});
const result = (name: string, value: string, error = ''): EnvResult => ({ name, value, error });

function deviations(
  of: EnvRequest,
  given: Answer,
  results?: readonly EnvResult[],
  stage: 'alpha' | 'beta' = 'alpha',
  total = results?.length ?? 0,
): readonly Deviation[] {
  const moment = { backend: 'up' as const, extraBytes: 0, value: (key: { value?: string }) => key.value };
  const prediction = predict(
    { known, facts: { advertised: true, stage, limits } },
    moment,
    of,
    encodeRequest(of).length,
  );
  return deviationsOf(prediction, { answer: given, results, total, wire: true }, { limits, stage });
}

const blamed = (...args: Parameters<typeof deviations>): readonly string[] =>
  deviations(...args).map(({ requirement }) => requirement);
const { OK, INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED, INTERNAL, UNIMPLEMENTED, RESOURCE_EXHAUSTED } =
  statusCode;
const two = request(named('app/a', 'app/b'));
const right = [result('N0', 'first value'), result('N1', 'second value')];

describe('a deviation', () => {
  it('is not there where the answer is right', () => {
    expect(blamed(two, answer(OK), right)).toEqual([]);
    expect(blamed(request(named('app/none')), answer(NOT_FOUND))).toEqual([]);
  });

  it('tells how many results came where not all were read', () => {
    const [more] = deviations(two, answer(OK), [...right, result('', '')], 'alpha', 1_000_000);
    expect(more).toMatchObject({
      requirement: 'ordering/one-per-query',
      text: '2 queries got 1000000 results',
    });
  });

  it.each<[string, EnvRequest, number, string]>([
    ['a malformed name that is served', request([{ name: 'A=B', key: 'app/a' }]), OK, 'request/env-name'],
    [
      'a class over its limit that is looked up',
      request(named('app/a'), { className: 'a'.repeat(254) }),
      NOT_FOUND,
      'request/field-size',
    ],
    [
      'a malformed name behind a missing key',
      request([...named('app/none'), { name: '', key: 'app/a' }]),
      NOT_FOUND,
      'errors/precedence',
    ],
    [
      'a malformed request of a denied pod',
      request([], { podContext: podContext({ ...pod, namespace: 'elsewhere' }) }),
      PERMISSION_DENIED,
      'errors/precedence',
    ],
    ['an available key that is not served', request(named('app/a')), INTERNAL, 'request/legal-served'],
    ['a batch that is not served', two, INVALID_ARGUMENT, 'batch/scales'],
    ['a well-formed call that is not implemented', two, UNIMPLEMENTED, 'capability/implemented'],
    ['a call for which there is no slot', two, RESOURCE_EXHAUSTED, 'concurrency/in-flight'],
    ['a missing key that is served', request(named('app/none')), OK, 'errors/not-found'],
    ['a missing key with another status', request(named('app/a', 'app/none')), INTERNAL, 'errors/not-found'],
    ['a denied key that is served', request(named('team-b/token')), OK, 'authorization/field'],
    ['a denied key that is looked up', request(named('team-b/token')), NOT_FOUND, 'errors/permission-denied'],
    [
      'a pod of a denied namespace that is served',
      request(named('app/a'), { podContext: podContext({ ...pod, namespace: 'elsewhere' }) }),
      OK,
      'authorization/namespace',
    ],
    [
      'a pod of a denied identity that is served',
      request(named('app/a'), { podContext: podContext({ ...pod, serviceAccount: 'intruder' }) }),
      OK,
      'authorization/identity',
    ],
    [
      'a denied key behind a missing one',
      request(named('app/none', 'team-b/token')),
      NOT_FOUND,
      'errors/precedence',
    ],
    [
      'a missing key behind one that fails',
      request(named('app/broken', 'app/none')),
      INTERNAL,
      'errors/precedence',
    ],
    ['a failing key that does not exist', request(named('app/broken')), NOT_FOUND, 'errors/backend'],
    ['a code outside of the canon', two, 42, 'errors/canonical'],
  ])('of %s is blamed on the rule that it breaks', (_, of, code, requirement) => {
    const results = code === OK ? of.queries.map(({ name }) => result(name, 'x')) : undefined;
    expect(blamed(of, answer(code), results)).toEqual([requirement]);
  });

  it.each<[string, readonly EnvResult[], string]>([
    ['results in another order', [...right].reverse(), 'ordering/same-order'],
    ['a result less', right.slice(0, 1), 'ordering/one-per-query'],
    ['another value', [result('N0', 'wrong value'), right[1] as EnvResult], 'values/exact'],
    ['a value with U+0000', [result('N0', 'first\0value'), right[1] as EnvResult], 'values/no-nul'],
    [
      'an error beside a value',
      [result('N0', 'first value', 'oops'), right[1] as EnvResult],
      'values/value-xor-error',
    ],
    ['an error in an OK response', [result('N0', '', 'oops'), right[1] as EnvResult], 'batch/no-error-in-ok'],
  ])('of an OK answer with %s is blamed on the rule that it breaks', (_, results, requirement) => {
    expect(blamed(two, answer(OK), results)).toEqual([requirement]);
  });

  it.each<[string, readonly EnvResult[], readonly string[]]>([
    ['an error', [right[0] as EnvResult, result('N1', '', 'no such key')], []],
    ['a value', [right[0] as EnvResult, result('N1', 'something')], ['optional/missing']],
    ['neither', [right[0] as EnvResult, result('N1', '')], ['optional/missing']],
    [
      'an error that is too long',
      [right[0] as EnvResult, result('N1', '', 'e'.repeat(1025))],
      ['optional/error-size'],
    ],
    [
      'an error, and one for what is served',
      [result('N0', '', 'no'), result('N1', '', 'no')],
      ['optional/required-fails'],
    ],
  ])('of a missing optional query under beta with %s is told', (_, results, requirements) => {
    const of = request([
      { name: 'N0', key: 'app/a' },
      { name: 'N1', key: 'app/none', optional: true },
    ]);
    expect(blamed(of, answer(OK), results, 'beta')).toEqual(requirements);
  });

  it('of a status without a message or with details is one of its form', () => {
    const of = request(named('app/none'));
    expect(blamed(of, answer(NOT_FOUND, { message: '' }))).toEqual(['errors/message']);
    const details = Buffer.from([0x08, 5, 0x1a, 2, 0x0a, 0]).toString('base64');
    expect(blamed(of, answer(NOT_FOUND, { trailers: [['grpc-status-details-bin', details]] }))).toEqual([
      'errors/details',
    ]);
  });

  it.each<[string, EnvRequest, number, readonly string[]]>([
    ['a batch with a missing key', request(named('app/a', 'app/none')), NOT_FOUND, ['batch/all-or-nothing']],
    ['a denied key', request(named('team-b/token')), PERMISSION_DENIED, ['batch/all-or-nothing']],
    ['a malformed request', request([]), INVALID_ARGUMENT, ['batch/all-or-nothing']],
    ['a key of which nothing is known', request(named('app/unlisted')), NOT_FOUND, ['batch/all-or-nothing']],
    [
      'a pod of which nothing is known',
      request(named('app/a'), { podContext: podContext({ ...pod, podName: 'another' }) }),
      PERMISSION_DENIED,
      [],
    ],
  ])('of a status for %s with results beside it is told where the request is why', (_, of, code, rules) => {
    const beside = toBinary(
      NodeGetEnvVarsResponseSchema,
      create(NodeGetEnvVarsResponseSchema, { results: [result('N0', 'first value')] }),
    );
    expect(blamed(of, answer(code, { body: beside }))).toEqual(rules);
    expect(blamed(of, answer(code, { body: new Uint8Array() }))).toEqual([]);
    expect(blamed(of, answer(code, { body: Buffer.from('no response') }))).toEqual([]);
  });

  it('of a call without a status is blamed by what was asked for, and a cancelled call has none', () => {
    const lost = answer(statusCode.UNAVAILABLE, { failure: 'closed' });
    expect(blamed(request([]), lost)).toEqual(['request/required-fields']);
    expect(blamed(request(named('app/broken')), answer(4, { failure: 'deadline' }))).toEqual([
      'errors/backend',
    ]);
    expect(blamed(request(named('app/a')), lost)).toEqual(['request/legal-served']);
    expect(blamed(request(named('app/a')), answer(1, { failure: 'cancelled' }))).toEqual([]);
  });

  it('of a request that a stack may cut off is none', () => {
    const large = request(named('app/a'), { version: 'v'.repeat(4 * 1024 * 1024) });
    expect(blamed(large, answer(statusCode.INTERNAL, { failure: 'reset' }))).toEqual([]);
    expect(blamed(large, answer(RESOURCE_EXHAUSTED))).toEqual([]);
    expect(blamed(large, answer(NOT_FOUND))).toEqual(['request/payload-size']);
  });

  it.each([
    ['too long', 'x'.repeat(16_385), ['values/size']],
    ['cut to the limit', 'x'.repeat(16_384), ['values/size']],
    ['empty', '', ['values/size']],
    ['short, which contradicts the profile and breaks no rule', 'x'.repeat(100), []],
  ])('of an oversized value that comes back is told where it is %s', (_, value, requirements) => {
    expect(blamed(request(named('app/huge')), answer(OK), [result('N0', value)])).toEqual(requirements);
  });

  it('has a cause without the particulars of the request', () => {
    const [first] = deviations(two, answer(OK), [...right].reverse());
    const six = request(named('app/a', 'app/b', 'app/a', 'app/b', 'app/a', 'app/b'));
    const results = six.queries
      .map(({ name, key }) => result(name, key === 'app/a' ? 'first value' : 'second value'))
      .reverse();
    const [second] = deviations(six, answer(OK), results);
    expect(first?.cause).toBe(second?.cause);
    expect(first?.text).not.toBe(second?.text);
  });
});
