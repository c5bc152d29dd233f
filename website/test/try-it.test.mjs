import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { loadData } from '../scripts/data/load.mjs';
import { writeJudgingCode } from '../scripts/judging-code.mjs';
import { whyNotTried } from '../scripts/lib/not-tried.mjs';
import { triedCases } from '../scripts/lib/tried-cases.mjs';
import { judgeTyped } from '../src/components/try-it/judge-typed';
import { statusNames } from '../src/components/try-it/status-names';

const folder = mkdtempSync(join(tmpdir(), 'try-it-'));
afterAll(() => rmSync(folder, { recursive: true }));
const data = await loadData();
const file = join(folder, 'judging.mjs');
await writeJudgingCode(file, data.toolkit);
const code = await import(pathToFileURL(file).href);

const offered = data.requirements.map(({ id }) => ({ id, cases: triedCases(id, data) }));
const triedCase = (id, index = 0) => triedCases(id, data)[index];
const sameOrder = triedCase('ordering/same-order');

/** What the page says of a call that is changed: in words, and by the requirements that it names. */
function said(tried, { request = (one) => one, results = (list) => list, status, stage, typed = {} } = {}) {
  const { findings } = judgeTyped(code, tried, {
    request: JSON.stringify(request(structuredClone(tried.request))),
    status: status ?? tried.answer.code,
    results: JSON.stringify(results(structuredClone(tried.answer.results))),
    stage: stage ?? tried.stage,
    ...typed,
  });
  return {
    broken: findings.flatMap(({ kind, requirement }) => (kind === 'broken' ? [requirement] : [])),
    unclear: findings.flatMap(({ kind, text }) => (kind === 'unclear' ? [text] : [])),
    undecided: findings.flatMap(({ kind, text }) => (kind === 'undecided' ? [text] : [])),
  };
}
const right = { broken: [], unclear: [], undecided: [] };
const breaks = (...broken) => ({ ...right, broken });

describe('what a page offers', () => {
  it('every requirement has a call to edit or says why not', () => {
    for (const { id, cases } of offered)
      if (cases.length === 0) expect(whyNotTried(id), id).toMatch(/^Its? .*\.$/);
    expect(offered.filter(({ cases }) => cases.length > 0).length).toBeGreaterThanOrEqual(37);
    for (const area of ['values', 'batch', 'ordering', 'request', 'optional'])
      for (const { id, cases } of offered) if (id.startsWith(`${area}/`)) expect(cases, id).not.toEqual([]);
  });

  it('nothing is broken before anything is edited', () => {
    const all = offered.flatMap(({ cases }) => cases);
    expect(all.length).toBeGreaterThan(140);
    expect(Object.fromEntries(all.map((tried) => [tried.name, said(tried)]))).toEqual(
      Object.fromEntries(all.map(({ name }) => [name, right])),
    );
  });

  it('a request of a case is that of the driver that the page knows', () => {
    expect(sameOrder.request.provider_class_name).toBe(code.driver.providerClass.name);
    expect(sameOrder.request.class_parameters).toEqual(code.driver.providerClass.parameters);
    expect(sameOrder.request.pod_context).toEqual(code.driver.pod);
  });

  it('every canonical code can be chosen', () => {
    expect([...statusNames].sort()).toEqual(Object.keys(code.statusCode).sort());
  });
});

describe('a request that is edited', () => {
  const changed = (change) => ({ request: (one) => ({ ...one, ...change(one) }) });
  const emptyClass = changed(() => ({ provider_class_name: '' }));
  const emptyContext = changed(() => ({ pod_context: {} }));
  const evil = changed(({ pod_context }) => ({ pod_context: { ...pod_context, namespace: 'evil' } }));
  const withKey = (key) => ({
    request: (one) => {
      one.queries[0].key = key;
      return one;
    },
  });
  const value = (text) => ({
    results: (list) => {
      list[0].value = text;
      return list;
    },
  });

  it.each([
    ['an empty class', emptyClass, 'request/required-fields'],
    ['an empty pod_context', emptyContext, 'request/required-fields'],
    ['a namespace that the class does not permit', evil, 'authorization/namespace'],
    ['a denied key', withKey('team-b/alpha'), 'authorization/field'],
    ['a missing key', withKey('app/none'), 'errors/not-found'],
    ['a key for which the backend fails', withKey('app/broken'), 'errors/backend'],
    ['a key whose value is too long', withKey('app/huge'), 'values/size'],
  ])('%s that is answered with OK is broken', (_, change, requirement) => {
    expect(said(sameOrder, change)).toEqual(breaks(requirement));
  });

  it.each([
    ['an empty class', emptyClass, 'INVALID_ARGUMENT'],
    ['an empty pod_context', emptyContext, 'INVALID_ARGUMENT'],
    ['a namespace that the class does not permit', evil, 'PERMISSION_DENIED'],
    ['a denied key', withKey('team-b/alpha'), 'PERMISSION_DENIED'],
    ['a missing key', withKey('app/none'), 'NOT_FOUND'],
    ['a key for which the backend fails', withKey('app/broken'), 'UNAVAILABLE'],
    ['a key whose value is too long', withKey('app/huge'), 'INVALID_ARGUMENT'],
  ])('%s that is refused as it has to be is right', (_, change, status) => {
    expect(said(sameOrder, { ...change, status })).toEqual(right);
  });

  it.each([
    [
      'a further key of the pod_context',
      'request/extra-context',
      ({ pod_context }) => ({ pod_context: { ...pod_context, more: 'x' } }),
    ],
    ['a version', 'identity/version-free', () => ({ version: '99' })],
    [
      'names that several queries have',
      'ordering/duplicate-names',
      ({ queries }) => ({ queries: queries.map((query) => ({ ...query, name: 'SAME' })) }),
    ],
  ])('%s for which the call is refused breaks the rule that permits it', (_, requirement, change) => {
    for (const tried of [sameOrder, triedCase('request/legal-served')])
      if (requirement !== 'ordering/duplicate-names' || tried.request.queries.length > 1)
        expect(said(tried, { ...changed(change), status: 'INVALID_ARGUMENT' }).broken).toEqual([requirement]);
  });

  it.each(['request/extra-context', 'identity/version-free'])(
    'the call of %s that is edited and refused breaks it still',
    (id) => {
      const more = changed(({ pod_context }) => ({ pod_context: { ...pod_context, podName: 'other-0' } }));
      expect(said(triedCase(id), { ...more, status: 'INVALID_ARGUMENT' }).broken).toEqual([id]);
    },
  );

  it('a refusal of a version that has nothing to do with it breaks its own rule', () => {
    const missing = changed(({ queries }) => ({
      version: '99',
      queries: [{ ...queries[0], key: 'app/none' }],
    }));
    expect(said(sameOrder, { ...missing, status: 'INTERNAL' }).broken).toEqual(['errors/not-found']);
  });

  it('an error that holds a value breaks privacy/errors, in any encoding', () => {
    const { value: secret } = code.driver.keys.available.find(({ key }) => key === 'app/db/url');
    const optional = changed(({ queries }) => ({
      queries: queries.map((query, i) => (i === 0 ? { ...query, key: 'app/none', optional: true } : query)),
    }));
    const answered = (error) =>
      said(sameOrder, {
        ...optional,
        stage: 'beta',
        results: (list) => list.map((one, i) => (i === 0 ? { ...one, value: '', error } : one)),
      });
    expect(answered('there is no such key: app/none')).toEqual(right);
    for (const error of [
      `cannot, next is ${secret}`,
      Buffer.from(secret).toString('base64'),
      Buffer.from(secret).toString('hex'),
      `first part ${secret.slice(0, 12)}`,
    ])
      expect(answered(error), error).toEqual(breaks('privacy/errors'));
  });

  it('a query that is renamed on both sides is right', () => {
    const rename = (list) => list.map((one, i) => (i === 0 ? { ...one, name: 'RENAMED' } : one));
    const both = { ...changed(({ queries }) => ({ queries: rename(queries) })), results: rename };
    expect(said(sameOrder, both)).toEqual(right);
    expect(said(sameOrder, { ...both, results: (list) => list })).toEqual(breaks('ordering/name-echo'));
  });

  it('lists that are reversed on both sides are right', () => {
    const reversed = (list) => list.toReversed();
    const both = { ...changed(({ queries }) => ({ queries: reversed(queries) })), results: reversed };
    expect(said(sameOrder, both)).toEqual(right);
    expect(said(sameOrder, { ...both, results: (list) => list })).toEqual(breaks('ordering/same-order'));
  });

  it('a name that becomes legal has to be served', () => {
    const tried = triedCase('request/env-name');
    const legal = changed(({ queries }) => ({ queries: queries.map((one) => ({ ...one, name: 'LEGAL' })) }));
    expect(said(tried, legal)).toEqual(breaks('request/legal-served'));
    const results = (list) => list.map((one) => ({ ...one, name: 'LEGAL' }));
    expect(said(tried, { ...legal, results, status: 'OK' })).toEqual(right);
  });

  it('a request that becomes small enough has to be served', () => {
    const tried = triedCase('request/payload-size');
    const fewer = changed(({ queries }) => ({ queries: queries.slice(0, 2) }));
    expect(said(tried, fewer)).toEqual(breaks('batch/scales'));
    expect(said(tried, { status: 'OK' })).toEqual(breaks('request/payload-size'));
  });

  it('the case judges as long as only the way in which its request is written differs', () => {
    const tried = triedCase('errors/permission-denied');
    const typed = {
      request: JSON.stringify(Object.fromEntries(Object.entries(tried.request).reverse()), null, 7),
    };
    expect(said(tried, { typed, status: 'OK' }).broken).toContain('errors/permission-denied');
    expect(said(tried, { typed })).toEqual(right);
  });

  it('a case of one stage does not judge the other', () => {
    const tried = triedCase('optional/missing');
    expect(said(tried, { stage: 'alpha' }).broken).not.toContain('optional/missing');
    expect(said(tried, { stage: 'alpha', status: 'NOT_FOUND' })).toEqual(right);
    expect(said(tried, { status: 'NOT_FOUND' }).broken).toContain('optional/missing');
  });

  it('what has to be refused is not called right with another status that the model leaves open', () => {
    const open = (status) => ({
      ...right,
      undecided: [`whether ${status} may come in place of PERMISSION_DENIED is not known`],
    });
    const tooLong = changed(({ queries: [first, second] }) => ({
      queries: [
        { ...first, key: 'team-b/alpha' },
        { ...second, key: 'app/huge' },
      ],
    }));
    expect(said(sameOrder, { ...evil, status: 'NOT_FOUND' })).toEqual(open('NOT_FOUND'));
    expect(said(sameOrder, { ...tooLong, status: 'INVALID_ARGUMENT' })).toEqual(open('INVALID_ARGUMENT'));
    expect(said(sameOrder, { ...tooLong, status: 'PERMISSION_DENIED' })).toEqual(right);
  });

  it.each([
    ['another class', changed(() => ({ provider_class_name: 'other' })), /another class/],
    ['other parameters', changed(() => ({ class_parameters: {} })), /other class_parameters/],
    [
      'another pod',
      changed(({ pod_context }) => ({ pod_context: { ...pod_context, podName: 'x' } })),
      /another pod/,
    ],
    [
      'a key that is not listed',
      { ...withKey('app/unlisted'), ...value('value of app/unlisted') },
      /query 1/,
    ],
  ])('%s is not called right, since nobody knows', (_, change, text) => {
    expect(said(sameOrder, change)).toEqual({ ...right, undecided: [expect.stringMatching(text)] });
  });
});

describe('an answer that is edited', () => {
  it.each([
    ['ordering/same-order', (list) => list.toReversed()],
    ['ordering/one-per-query', (list) => list.slice(1)],
    ['ordering/name-echo', ([first, ...rest]) => [{ ...first, name: 'OTHER' }, ...rest]],
    ['values/exact', ([first, ...rest]) => [{ ...first, value: `${first.value}\n` }, ...rest]],
    ['values/no-nul', ([first, ...rest]) => [{ ...first, value: 'a\0b' }, ...rest]],
    ['values/value-xor-error', ([first, ...rest]) => [{ ...first, error: 'no' }, ...rest]],
    ['values/size', ([first, ...rest]) => [{ ...first, value: 'x'.repeat(16_385) }, ...rest]],
    ['batch/no-error-in-ok', ([first, ...rest]) => [{ ...first, value: '', error: 'no' }, ...rest]],
  ])('breaks %s', (id, results) => {
    expect(said(triedCase(id), { status: 'OK', results }).broken).toContain(id);
  });

  it('is held against the limits that the driver advertises', () => {
    const longer = (list) => list.map((one) => ({ ...one, value: 'x'.repeat(300) }));
    expect(said(triedCase('values/response-size'), { results: longer }).broken).toContain(
      'values/response-size',
    );
    expect(said(triedCase('values/size', 1), { results: longer })).toEqual(breaks('values/size'));
  });

  it.each([
    ['authorization/namespace', 'OK', 'authorization/namespace'],
    ['authorization/identity', 'OK', 'authorization/identity'],
    ['errors/backend', 'NOT_FOUND', 'errors/backend'],
    ['batch/scales', 'RESOURCE_EXHAUSTED', 'concurrency/in-flight'],
    ['batch/scales', 'INVALID_ARGUMENT', 'batch/scales'],
    ['capability/unadvertised', 'OK', 'capability/unadvertised'],
    ['capability/implemented', 'UNIMPLEMENTED', 'capability/implemented'],
  ])('on the page of %s, %s breaks %s', (id, status, requirement) => {
    expect(said(triedCase(id), { status }).broken).toContain(requirement);
  });
});

describe('what cannot be read', () => {
  const typed = (of) => said(sameOrder, { typed: of });
  const { request } = sameOrder;
  const line = (of) => {
    const { broken, unclear, undecided } = typed(of);
    expect([...broken, ...undecided]).toEqual([]);
    expect(unclear).toHaveLength(1);
    return unclear[0];
  };
  const results = (one) => line({ results: JSON.stringify(one) });
  const asked = (change) => line({ request: JSON.stringify({ ...request, ...change }) });

  it('has a line that says what is wrong, where, and what to do', () => {
    expect(line({ results: '[' })).toMatch(
      /^results is not JSON: .*; check its quotes, commas and brackets$/,
    );
    expect(line({ request: '' })).toMatch(/^request is not JSON/);
    expect(line({ request: 'null' })).toMatch(/^request is null: write an object with provider_class_name, /);
    expect(results({})).toBe('results is an object: write a list of results in [ ]');
    expect(results([null])).toBe('results[0] is null: write an object with name, value and error');
    expect(results([{ value: 5 }])).toBe('results[0].value is the number 5: write a text in double quotes');
    expect(results([{ value: null }])).toBe('results[0].value is null: write a text in double quotes');
    expect(results([{ valeu: '' }])).toBe(
      'results[0].valeu is no field of the message: remove it, or use one of name, value and error',
    );
    expect(results([{ value: '\ud800' }])).toBe(
      'results[0].value has half of a surrogate pair: write the whole character',
    );
    expect(asked({ queries: null })).toBe('request.queries is null: write a list of queries in [ ]');
    expect(asked({ queries: [null] })).toMatch(
      /^request\.queries\[0\] is null: write an object with name, key/,
    );
    expect(asked({ queries: [{ optional: 'yes' }] })).toBe(
      'request.queries[0].optional is a text: write true or false',
    );
    expect(asked({ pod_context: [] })).toBe('request.pod_context is a list: write an object of texts');
    expect(asked({ class_parameters: { a: true } })).toBe(
      'request.class_parameters.a is the boolean true: write a text in double quotes',
    );
  });

  it('never throws, whatever stands in the place of a part', () => {
    const odd = [
      'null',
      '5',
      '"x"',
      '[]',
      '{}',
      '[null]',
      '[[]]',
      '{"__proto__":1}',
      '{"__proto__":"x"}',
      'true',
      '-',
      '"\\ud800"',
    ];
    const paths = JSON.stringify(request).matchAll(/"[^"]*"|\[|\{/g);
    for (const { index, 0: part } of paths)
      for (const other of odd) {
        const text = JSON.stringify(request);
        typed({ request: text.slice(0, index) + other + text.slice(index + part.length) });
      }
    for (const other of odd)
      for (const of of [{ request: other }, { results: other }, { results: `[${other}]` }]) typed(of);
    for (const name of ['class_parameters', 'pod_context', 'queries', 'version', 'provider_class_name'])
      for (const other of odd.slice(0, 10))
        typed({ request: JSON.stringify({ ...request, [name]: JSON.parse(other === '-' ? '0' : other) }) });
  });
});
