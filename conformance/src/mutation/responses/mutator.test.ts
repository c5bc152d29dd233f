import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  type GetPluginCapabilitiesResponse,
  GetPluginCapabilitiesResponseSchema,
  GetPluginInfoResponseSchema,
  Identity,
  Node,
  NodeGetEnvVarsRequestSchema,
  type NodeGetEnvVarsResponse,
  NodeGetEnvVarsResponseSchema,
  ProbeResponseSchema,
} from '@csi-env/proto';
import { describe, expect, it } from 'vitest';
import { movesOf } from './moves.js';
import { responseMutator } from './mutator.js';
import type { Outcome } from './outcome.js';
import type { Variant } from './variant.js';

const moves = movesOf([...Identity.methods, ...Node.methods]);
const { nodeGetEnvVars } = Node.method;

/** A variant that is not drawn from a seed. */
function variant(operator: string, field: string, when = 'always'): Variant {
  const move = moves.find((one) => one.operator === operator && one.field === field);
  const circumstance = move?.circumstances.find(({ name }) => name === when);
  if (move === undefined || circumstance === undefined)
    throw new Error(`there is no ${operator} of ${field} ${when}`);
  return { id: `response/${operator}/${field}/${when}#0`, seed: 0, move, circumstance, description: '' };
}

const metadata = { headers: new Map<string, string>(), trailers: new Map<string, string>() };
const ok = (...values: readonly string[]): Outcome => ({
  code: 0,
  message: '',
  body: toBinary(
    NodeGetEnvVarsResponseSchema,
    create(NodeGetEnvVarsResponseSchema, {
      results: values.map((value, index) => ({ name: `N${index}`, value })),
    }),
  ),
  ...metadata,
});
const failure = (code: number, message: string): Outcome => ({ code, message, ...metadata });
const asking = (text: string): Uint8Array =>
  toBinary(NodeGetEnvVarsRequestSchema, create(NodeGetEnvVarsRequestSchema, { version: text }));
const read = ({ body }: Outcome): NodeGetEnvVarsResponse =>
  fromBinary(NodeGetEnvVarsResponseSchema, body as Uint8Array);
const pairs = (outcome: Outcome): string[] =>
  read(outcome).results.map(({ name, value }) => `${name}=${value}`);

/** Answers of a changed driver to one request after the other. */
async function answers(
  what: Variant,
  given: readonly (readonly [string, Outcome])[],
): Promise<{ readonly changed: number; readonly outcomes: readonly Outcome[] }> {
  const mutator = responseMutator(what);
  const outcomes: Outcome[] = [];
  for (const [request, outcome] of given)
    outcomes.push(await mutator.begin(nodeGetEnvVars, asking(request))(outcome));
  return { changed: mutator.changed, outcomes };
}

const one = async (what: Variant, outcome: Outcome): Promise<Outcome> =>
  (await answers(what, [['a', outcome]])).outcomes[0] as Outcome;

describe('a change of a list', () => {
  it.each([
    ['drop', 'always', ['N0=a', 'N1=b']],
    ['drop', 'first', ['N1=b', 'N2=c']],
    ['drop', 'middle', ['N0=a', 'N2=c']],
    ['drop-all', 'always', []],
    ['duplicate', 'first', ['N0=a', 'N0=a', 'N1=b', 'N2=c']],
    ['duplicate-over', 'first', ['N0=a', 'N0=a', 'N2=c']],
    ['swap', 'last', ['N0=a', 'N2=c', 'N1=b']],
    ['swap-ends', 'always', ['N2=c', 'N1=b', 'N0=a']],
    ['swap-rotated', 'always', ['N2=c', 'N0=a', 'N1=b']],
    ['truncate-half', 'always', ['N0=a', 'N1=b']],
    ['extend-empty', 'always', ['N0=a', 'N1=b', 'N2=c', '=']],
    ['blank', 'middle', ['N0=a', '=', 'N2=c']],
  ])('%s %s', async (operator, when, expected) => {
    expect(pairs(await one(variant(operator, 'NodeGetEnvVars.results', when), ok('a', 'b', 'c')))).toEqual(
      expected,
    );
  });
});

describe('a change of a text in a list', () => {
  const value = 'NodeGetEnvVars.results.value';
  it.each([
    ['drop', 'last', ['ä1', '']],
    ['duplicate', 'always', ['ä1ä1', 'b2b2']],
    ['truncate-last', 'first', ['ä', 'b2']],
    ['extend-nul', 'always', ['ä1\0', 'b2\0']],
    ['re-case-upper', 'multi-byte', ['Ä1', 'b2']],
    ['re-encode-base64', 'first', ['w6Qx', 'b2']],
    ['re-encode-latin-1', 'always', ['Ã¤1', 'b2']],
    ['swap-neighbour', 'always', ['b2', 'ä1']],
    ['swap-with-name', 'first', ['N0', 'b2']],
  ])('%s %s', async (operator, when, expected) => {
    const outcome = await one(variant(operator, value, when), ok('ä1', 'b2'));
    expect(read(outcome).results.map((result) => result.value)).toEqual(expected);
  });

  it('can leave bytes that are no text', async () => {
    const outcome = await one(variant('re-encode-latin-1-bytes', value), ok('ä'));
    expect(() => read(outcome)).toThrow();
  });

  it('fills a field that is absent', async () => {
    const outcome = await one(
      variant('extend-letter', 'NodeGetEnvVars.results.error', 'first'),
      ok('a', 'b'),
    );
    expect(read(outcome).results.map(({ error }) => error)).toEqual(['x', '']);
  });
});

describe('a change of other answers', () => {
  const send = async <T>(
    what: Variant,
    method: keyof typeof Identity.method,
    body: Uint8Array,
    schema: T,
  ) => {
    const mutator = responseMutator(what);
    const outcome = await mutator.begin(
      Identity.method[method],
      new Uint8Array(),
    )({
      code: 0,
      message: '',
      body,
      ...metadata,
    });
    return { body: outcome.body as Uint8Array, changed: mutator.changed, schema };
  };
  const hints = toBinary(
    GetPluginCapabilitiesResponseSchema,
    create(GetPluginCapabilitiesResponseSchema, {
      capabilities: [
        { type: { case: 'service', value: { type: 1 } } },
        { type: { case: 'envVarInjection', value: { maxValueLengthBytes: 16 } } },
      ],
    }),
  );
  const hintsOf = (response: GetPluginCapabilitiesResponse): unknown[] =>
    response.capabilities.map(({ type }) => [type.case, type.value]);

  it('goes into numbers of a oneof, and leaves its other members alone', async () => {
    const field = 'GetPluginCapabilities.capabilities.env_var_injection.max_value_length_bytes';
    const sent = await send(variant('extend-one', field), 'getPluginCapabilities', hints, null);
    const got = fromBinary(GetPluginCapabilitiesResponseSchema, sent.body);
    expect(hintsOf(got)).toMatchObject([
      ['service', { type: 1 }],
      ['envVarInjection', { maxValueLengthBytes: 17 }],
    ]);
    expect(sent.changed).toBe(1);
  });

  it('goes into maps, their keys and their values', async () => {
    const info = toBinary(
      GetPluginInfoResponseSchema,
      create(GetPluginInfoResponseSchema, { name: 'n', manifest: { a: 'b' } }),
    );
    const sent = await send(variant('duplicate', 'GetPluginInfo.manifest.key'), 'getPluginInfo', info, null);
    expect(fromBinary(GetPluginInfoResponseSchema, sent.body).manifest).toEqual({ aa: 'b' });
    const dropped = await send(variant('drop', 'GetPluginInfo.manifest'), 'getPluginInfo', info, null);
    expect(fromBinary(GetPluginInfoResponseSchema, dropped.body).manifest).toEqual({});
  });

  it('takes wrappers for the messages that they are', async () => {
    const probe = toBinary(ProbeResponseSchema, create(ProbeResponseSchema, { ready: true }));
    const dropped = await send(variant('drop', 'Probe.ready'), 'probe', probe, null);
    expect(fromBinary(ProbeResponseSchema, dropped.body).ready).toBeUndefined();
    const blank = await send(variant('truncate-one', 'Probe.ready.value'), 'probe', probe, null);
    expect(fromBinary(ProbeResponseSchema, blank.body).ready).toBe(false);
  });
});

describe('a change of a whole answer', () => {
  it('gives another code, of OK or of one failure', async () => {
    const status = 'NodeGetEnvVars.status';
    expect(await one(variant('code-ok-to-not-found', status), ok('a'))).toMatchObject({ code: 5 });
    const toOk = variant('code-not-found-to-ok', status);
    expect(read(await one(toOk, failure(5, 'none'))).results).toEqual([]);
    expect(await one(toOk, failure(3, 'bad'))).toMatchObject({ code: 3, message: 'bad' });
    expect(await one(variant('code-ok-to-code-42', status), ok('a'))).toMatchObject({ code: 42 });
  });

  it('changes the message of a failure', async () => {
    const message = 'NodeGetEnvVars.status.message';
    expect(await one(variant('drop', message), failure(5, 'none'))).toMatchObject({ code: 5, message: '' });
    expect(await one(variant('drop', message), ok('a'))).toEqual(ok('a'));
  });

  it('adds headers and trailers, with texts of the answer', async () => {
    const header = await one(variant('add-x-debug-hex', 'NodeGetEnvVars.headers'), ok('a', 'longest'));
    expect([...header.headers]).toEqual([['x-debug-hex', Buffer.from('longest').toString('hex')]]);
    const trailer = await one(variant('add-x-request-id', 'NodeGetEnvVars.trailers'), failure(5, 'none'));
    expect([...trailer.trailers.keys()]).toEqual(['x-request-id']);
  });

  it('waits', async () => {
    const started = performance.now();
    const { changed, outcomes } = await answers(variant('delay-20ms', 'NodeGetEnvVars.answer'), [
      ['a', ok('a')],
    ]);
    expect(performance.now() - started).toBeGreaterThan(18);
    expect([changed, outcomes]).toEqual([1, [ok('a')]]);
  });

  it('repeats earlier answers, and gives those of other callers', async () => {
    const sequence = [
      ['a', ok('1')],
      ['b', failure(5, 'none')],
      ['c', ok('2', '3')],
      ['a', ok('4')],
    ] as const;
    const of = async (operator: string): Promise<unknown> => {
      const { outcomes } = await answers(variant(operator, 'NodeGetEnvVars.answer'), sequence);
      return outcomes.map((outcome) => (outcome.code === 0 ? pairs(outcome).join(' ') : outcome.code));
    };
    expect(await of('repeat-last')).toEqual(['N0=1', 'N0=1', 5, 'N0=2 N1=3']);
    expect(await of('repeat-first')).toEqual(['N0=1', 'N0=1', 'N0=1', 'N0=1']);
    expect(await of('repeat-last-ok')).toEqual(['N0=1', 'N0=1', 'N0=2 N1=3', 'N0=4']);
    expect(await of('repeat-last-failure')).toEqual(['N0=1', 5, 5, 5]);
    expect(await of('other-caller-last')).toEqual(['N0=1', 5, 'N0=1', 'N0=2 N1=3']);
    expect(await of('other-caller-alike')).toEqual(['N0=1', 5, 'N0=2 N1=3', 'N0=4']);
  });

  it('exchanges the answers of calls that are open at once, and of no others', async () => {
    const mutator = responseMutator(variant('other-caller-open', 'NodeGetEnvVars.answer'));
    const first = mutator.begin(nodeGetEnvVars, asking('a'));
    const second = mutator.begin(nodeGetEnvVars, asking('b'));
    expect(await Promise.all([first(ok('1')), second(ok('2'))])).toEqual([ok('2'), ok('1')]);
    expect(await mutator.begin(nodeGetEnvVars, asking('c'))(ok('3'))).toEqual(ok('3'));
    expect(mutator.changed).toBe(2);
  });
});

describe('a circumstance', () => {
  const drop = (when: string): Variant => variant('drop-all', 'NodeGetEnvVars.results', when);
  const empty = (outcomes: readonly Outcome[]): boolean[] =>
    outcomes.map((outcome) => outcome.code === 0 && read(outcome).results.length === 0);

  it.each([
    ['second-call', [false, false, true, false]],
    ['repeated', [false, false, true, true]],
    ['first-time', [true, true, false, false]],
    ['every-third', [false, false, true, false]],
  ])('%s', async (when, expected) => {
    const { outcomes, changed } = await answers(drop(when), [
      ['a', ok('1')],
      ['b', ok('1')],
      ['a', ok('1')],
      ['a', ok('1')],
    ]);
    expect(empty(outcomes)).toEqual(expected);
    expect(changed).toBe(expected.filter(Boolean).length);
  });

  it('after-failure', async () => {
    const { outcomes } = await answers(drop('after-failure'), [
      ['a', ok('1')],
      ['a', failure(5, 'none')],
      ['a', ok('1')],
      ['a', ok('1')],
    ]);
    expect(empty(outcomes)).toEqual([false, false, true, false]);
  });

  it('above-200-bytes', async () => {
    const { outcomes } = await answers(drop('above-200-bytes'), [
      ['a', ok('1')],
      ['b', ok('x'.repeat(200))],
    ]);
    expect(empty(outcomes)).toEqual([false, true]);
  });
});

describe('a mutator', () => {
  it('counts only what a caller could tell', async () => {
    const drop = variant('re-case-upper', 'NodeGetEnvVars.results.value');
    expect((await answers(drop, [['a', ok('ABC')]])).changed).toBe(0);
    expect((await answers(drop, [['a', failure(5, 'none')]])).changed).toBe(0);
    expect((await answers(drop, [['a', ok('abc')]])).changed).toBe(1);
  });

  it('leaves other methods alone', async () => {
    const mutator = responseMutator(variant('drop-all', 'NodeGetEnvVars.results'));
    const body = toBinary(ProbeResponseSchema, create(ProbeResponseSchema, { ready: true }));
    const outcome = { code: 0, message: '', body, ...metadata };
    expect(await mutator.begin(Identity.method.probe, new Uint8Array())(outcome)).toEqual(outcome);
    expect(mutator.changed).toBe(0);
  });
});
