import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import type { Contract } from '../contract.js';
import type { Observation } from '../fuzz/fuzz-target.js';
import { breach, fakeContract, fakeSession } from '../fuzz/testing/fake-target.js';
import { sampleFinding, sampleGone } from '../fuzz/testing/sample-finding.js';
import { problemsBySchema } from '../profile/schemas.js';
import type { CheckEvent } from '../runner/events.js';
import { run } from '../runner/run.js';
import { runDefaults } from '../runner/run-options.js';
import type { InputCase } from './input-case.js';
import { appendCase, newCaseFile, promoteFinding } from './promote.js';
import { readCases } from './read-cases.js';
import { withCases } from './with-cases.js';

const contract = fakeContract(() => fakeSession(() => ({})));
const entry = promoteFinding('f.json', sampleFinding);

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'csi-env-test-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('promoteFinding', () => {
  it('makes a case of a finding, named for what its input does', () => {
    expect(entry).toEqual({
      id: 'size/limit/n-is-500',
      requirement: 'size/limit',
      since: 1,
      stage: 'alpha',
      stimulus: 'N is 500',
      input: sampleFinding.input,
      disturbs: true,
      why: 'wrong\nFound by conformance 0.1.0 fuzz --seed 1, phase fuzz, input 7.',
    });
  });

  it('takes a name below the requirement', () => {
    expect(promoteFinding('f.json', sampleFinding, 'size/limit/mine').id).toBe('size/limit/mine');
    for (const name of ['mine', 'size/limit', 'size/limitless/mine', 'size/limit/Mine', 'size/limit/'])
      expect(() => promoteFinding('f.json', sampleFinding, name), name).toThrow(
        'is no name for a case of size/limit',
      );
  });

  it('refuses what would make no sound check', () => {
    expect(() => promoteFinding('f.json', { ...sampleFinding, flaky: true })).toThrow('f.json is flaky');
    expect(() => promoteFinding('f.json', sampleGone)).toThrow('f.json says that the driver was gone');
  });
});

describe('a case file', () => {
  const texts = {
    'a file that promote made': newCaseFile('size', { ...entry, id: 'size/limit/old' }),
    'one with comments': `# ours\narea: size # here\ncases:\n  # first\n  - ${JSON.stringify({ ...entry, id: 'size/limit/old' })} # last`,
    'one without indentation': `area: size\ncases:\n- ${JSON.stringify({ ...entry, id: 'size/limit/old' })}\n`,
    'one whose list is on one line': `{"area": "size", "cases": [${JSON.stringify({ ...entry, id: 'size/limit/old' })}]}`,
    'one whose list comes first': `cases:\n  - ${JSON.stringify({ ...entry, id: 'size/limit/old' })}\narea: size\n`,
  };

  it.each(Object.entries(texts))('%s is appended to without losing what is there', (_, text) => {
    const after = appendCase(text, entry);
    const before = parse(text) as { readonly cases: readonly unknown[] };
    expect(parse(after)).toEqual({ ...before, cases: [...before.cases, entry] });
    expect(problemsBySchema('cases', parse(after))).toEqual([]);
    for (const comment of text.match(/# \w+/g) ?? []) expect(after).toContain(comment);
  });

  it('without a list is given one', () => {
    expect(parse(appendCase('area: size\n', entry))).toEqual({ area: 'size', cases: [entry] });
  });

  it('of promote keeps all its text when it is appended to', () => {
    const text = newCaseFile('size', entry);
    expect(appendCase(text, { ...entry, id: 'size/limit/two' }).startsWith(text.trimEnd())).toBe(true);
  });

  it.each([
    'a line separator \u2028 in a text',
    'a paragraph separator\u2029',
    'a next line \u0085 and a tab\t',
    ' blanks and ends of lines \r\n ',
    '\ufeff# no comment: [no list]',
    'null',
    '',
  ])('keeps %j as it is', (text) => {
    const odd = { ...entry, input: { ...entry.input, key: text }, why: text };
    expect(parse(newCaseFile('size', odd))).toEqual({ area: 'size', cases: [odd] });
    const two = appendCase(newCaseFile('size', entry), odd);
    expect(parse(two)).toEqual({ area: 'size', cases: [entry, odd] });
    // Whatever the texts, what was there stays where it was.
    expect(two).toContain(newCaseFile('size', entry).trimEnd());
  });

  it('is read back as it was written', () => {
    const folder = folderOf({ 'size.yaml': newCaseFile('size', entry), 'notes.txt': 'not read' });
    expect(readCases(folder, contract)).toEqual([{ entry, place: `${join(folder, 'size.yaml')}:3` }]);
  });
});

describe('a session with cases', () => {
  it('has tools that take nothing for granted where the engine asks for them', async () => {
    const asked: (boolean | undefined)[] = [];
    const tools = (_: string, __: AbortSignal, afresh?: boolean): object => {
      asked.push(afresh);
      return {};
    };
    const inner = { ...contract, open: async () => ({ tools }) } as unknown as Contract;
    const session = await withCases(inner, [entry]).open({} as never);
    const { signal } = new AbortController();
    session.tools('a', signal, true);
    session.tools('a', signal);
    expect(asked).toEqual([true, undefined]);
  });
});

describe('readCases refuses', () => {
  const file = (change: object, area = 'size'): string =>
    JSON.stringify({ area, cases: [{ ...entry, ...change }] });

  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['an empty folder', {}, /^there is no case in /],
    ['a folder without cases', { 'a.yaml': 'area: size\n' }, /^there is no case in /],
    ['broken YAML', { 'a.yaml': 'area: [' }, /^cannot read cases .*a\.yaml: line 1/],
    [
      'a member that nobody knows',
      { 'a.yaml': file({ stimulos: 'x' }) },
      /unknown member cases\[0\]\.stimulos/,
    ],
    [
      'a case without input',
      { 'a.yaml': file({ input: undefined, request: {}, expect: { code: ['OK'] } }) },
      /has no input$/,
    ],
    [
      'an input and a request',
      { 'a.yaml': file({ request: {}, expect: { code: ['OK'] } }) },
      /cannot read cases/,
    ],
    ['an input with an expectation', { 'a.yaml': file({ expect: { code: ['OK'] } }) }, /cannot read cases/],
    [
      'an unknown requirement',
      { 'a.yaml': file({ id: 'size/limits/a', requirement: 'size/limits' }) },
      /of the requirement size\/limits, which fake revision 1 does not have$/,
    ],
    [
      'an id of another requirement',
      { 'a.yaml': file({ id: 'size/other/a' }) },
      /does not begin with its requirement size\/limit\/$/,
    ],
    ['an id of another area', { 'a.yaml': file({}, 'order') }, /is not of the area order of its file$/],
    [
      'a case twice',
      { 'a.yaml': file({}), 'b.yaml': file({}) },
      /b\.yaml:1: case size\/limit\/n-is-500 is there already, in .*a\.yaml:1$/,
    ],
  ])('%s', (_, files, message) => {
    expect(() => readCases(folderOf(files), contract)).toThrow(message);
  });

  it('a folder that is missing', () => {
    expect(() => readCases('/nowhere/cases', contract)).toThrow(
      'cannot read cases /nowhere/cases: no such file',
    );
  });

  it('a case of the name of a check', () => {
    const check = {
      name: entry.id,
      requirement: 'size/limit',
      stimulus: '',
      expects: '',
      run: async () => ({ outcome: 'pass' }),
    };
    const taken = { ...contract, checks: [check] } as unknown as Contract;
    expect(() => readCases(folderOf({ 'a.yaml': file({}) }), taken)).toThrow(
      'is there already, in the contract',
    );
  });
});

describe('a run with cases', () => {
  async function judged(
    observed: Partial<Observation>,
    change: Partial<InputCase> = {},
    options: { readonly safe?: boolean; readonly without?: object } = {},
  ): Promise<CheckEvent | undefined> {
    const fuzz = fakeSession(() => observed, { without: options.without ?? {} });
    const base: Contract = {
      ...fakeContract(() => fuzz),
      open: async () => ({
        facts: {},
        driver: { name: 'fake', vendorVersion: '1' },
        stage: 'alpha',
        declares: [],
        slow: false,
        jobs: 1,
        tools: () => ({}),
        release: async () => {},
        redact: (text) => text,
        alive: async () => true,
        close: async () => {},
      }),
    };
    const checks: CheckEvent[] = [];
    const target = {
      endpoint: { kind: 'unix', path: '/fake.sock', text: 'unix:///fake.sock' } as never,
      text: 'fake',
    };
    const events = run(withCases(base, [{ ...entry, ...change }]), 'fake', async () => target, {
      ...runDefaults,
      profile: {},
      seed: 1,
      safe: options.safe ?? false,
    });
    for await (const event of events) if (event.type === 'check') checks.push(event);
    expect(checks).toHaveLength(1);
    return checks[0];
  }

  it('passes what the model allows', async () => {
    expect(await judged({})).toMatchObject({ name: entry.id, requirement: 'size/limit', outcome: 'pass' });
  });

  it('fails what breaks the requirement, and says how', async () => {
    const seen = { breaches: [breach('order/kept'), breach('size/limit', 'too long')] };
    expect(await judged(seen)).toMatchObject({
      outcome: 'fail',
      card: { happened: ['it was wrong', 'expected it is right'], cause: 'too long', stimulus: 'N is 500' },
    });
  });

  it('puts a breach of another requirement down to that one', async () => {
    const seen = { breaches: [breach('order/kept')] };
    expect(await judged(seen)).toMatchObject({ outcome: 'untested', blockedBy: 'order/kept' });
  });

  it('tells apart what could not be judged, what does not apply, and what is left out', async () => {
    expect(await judged({ inconclusive: 'the hook failed' })).toMatchObject({
      outcome: 'error',
      message: 'the hook failed',
    });
    expect(await judged({ inconclusive: 'no such hook', unplayed: true })).toMatchObject({
      outcome: 'untested',
      message: 'no such hook',
    });
    expect(await judged({ reached: ['order/kept'] })).toMatchObject({
      outcome: 'untested',
      message: 'with this profile and driver the input cannot show whether size/limit holds',
    });
    expect(await judged({ unshown: [breach('size/limit')] })).toMatchObject({
      outcome: 'untested',
      message: 'the profile tells too little of what the input asks for to show whether size/limit holds',
    });
    expect(await judged({}, { stage: 'beta' })).toMatchObject({ outcome: 'not-applicable' });
    expect(await judged({}, {}, { without: { fuzz: 'no hooks' } })).toMatchObject({
      outcome: 'untested',
      message: 'no hooks',
    });
    expect(await judged({}, {}, { safe: true })).toMatchObject({ outcome: 'skipped' });
    expect(await judged({}, { disturbs: false }, { safe: true })).toMatchObject({ outcome: 'pass' });
  });
});
