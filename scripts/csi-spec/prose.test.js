import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readSpecification } from '../../spec-tests/scripts/read-specification.js';
import { root } from '../run-buf.js';
import { inCsiWords } from './csi-words.js';
import { patchFile } from './make-patch.js';
import { protoNames } from './patched-spec.js';
import { coverageProblems, errorsSection, paragraph } from './prose.js';
import { messageText } from './proto-text.js';

const data = parse(readFileSync(join(root, 'kep/csi-spec/section.yaml'), 'utf8'));
const { requirements } = readSpecification('env-vars');
const ids = requirements.map((/** @type {any} */ { id }) => id);
const proto = readFileSync(join(root, 'proto/csi/v1_10/csi.proto'), 'utf8');

describe('inCsiWords', () => {
  it.each([
    ['The driver MUST answer.', 'The Plugin MUST answer.'],
    ["A driver's pod and the pod's pods", "A Plugin's workload and the workload's workloads"],
    ['pod_context of the ProviderClass', '`pod_context` of the class'],
    ['answer NOT_FOUND, a non-OK status', 'answer `NOT_FOUND`, a non-`OK` status'],
    ['`podName` of a driver', '`podName` of a Plugin'],
  ])('says %j as CSI would', (text, expected) => {
    expect(inCsiWords(text, ['pod_context'])).toBe(expected);
  });
});

describe('the section', () => {
  it('says each requirement, or why it leaves it out', () => {
    expect(coverageProblems(data, ids)).toEqual([]);
  });

  it('is refused where a requirement is forgotten, unknown, or both said and left out', () => {
    expect(coverageProblems(data, [...ids, 'a/b'])).toEqual([
      'a/b is neither said nor omitted with a reason',
    ]);
    expect(coverageProblems(data, ids.slice(1))).toEqual([`there is no requirement ${ids[0]}`]);
    const twice = { ...data, omitted: [...data.omitted, { why: 'no', requirements: ['batch/scales'] }] };
    expect(coverageProblems(twice, ids)).toEqual(['batch/scales is said and omitted']);
  });

  it('says nothing more strongly than the requirement for which it stands', () => {
    const level = new Map(requirements.map((/** @type {any} */ one) => [one.id, one.level]));
    const stronger = [...data.section.flat(), ...data.concurrency, ...data.secrets]
      .filter((sentence) => 'text' in sentence && /\bMUST\b/.test(sentence.text))
      .filter(({ from = [] }) => !from.some((/** @type {string} */ id) => level.get(id) === 'MUST'));
    expect(stronger).toEqual([]);
  });

  it('has no word of Kubernetes beside the names of fields', () => {
    const texts = new Map(requirements.map((/** @type {any} */ { id, text }) => [id, text]));
    const lines = data.section.flatMap((/** @type {any} */ one) => paragraph(one, texts, protoNames(proto)));
    expect(lines.length).toBeGreaterThan(40);
    const own = /\b(pods?|kubelet|Kubernetes|ProviderClass|service account|driver)\b/i;
    expect(lines.filter((/** @type {string} */ line) => own.test(line.replace(/`[^`]*`/g, '')))).toEqual([]);
  });

  it('is in the committed patch as its sources have it, line by line', () => {
    const added = new Set(
      readFileSync(patchFile, 'utf8')
        .split('\n')
        .filter((line) => /^\+(?!\+\+)/.test(line))
        .map((line) => line.slice(1)),
    );
    const texts = new Map(requirements.map((/** @type {any} */ { id, text }) => [id, text]));
    const names = protoNames(proto);
    const lines = [
      ...[...data.section, data.concurrency, data.secrets].flatMap((one) => paragraph(one, texts, names)),
      ...errorsSection('NodeGetEnvVars', data.errors),
      ...['NodeGetEnvVarsRequest', 'EnvVarQuery', 'NodeGetEnvVarsResponse', 'EnvVarResult'].flatMap((name) =>
        messageText(proto, name),
      ),
    ];
    const missing = lines.filter((line) => line !== '' && !added.has(line));
    expect(missing, 'run `node scripts/generate-csi-spec.js` and commit the result').toEqual([]);
  });
});

describe('paragraph', () => {
  const texts = new Map([['a/b', 'The driver MUST run.\nIt MUST stop.']]);

  it('takes all sentences of a requirement, or some', () => {
    expect(paragraph([{ requirement: 'a/b' }], texts, [])).toEqual(['The Plugin MUST run.', 'It MUST stop.']);
    expect(paragraph([{ requirement: 'a/b', sentences: [2] }, { text: 'So.' }], texts, [])).toEqual([
      'It MUST stop.',
      'So.',
    ]);
  });

  it('refuses a requirement or a sentence that is not there', () => {
    expect(() => paragraph([{ requirement: 'a/c' }], texts, [])).toThrow('there is no requirement a/c');
    expect(() => paragraph([{ requirement: 'a/b', sentences: [3] }], texts, [])).toThrow(
      'a/b has no sentence 3',
    );
  });
});

describe('errorsSection', () => {
  it('refuses a code whose number it does not know', () => {
    const row = { condition: 'a', code: 'SLOW', description: 'b', recovery: 'c', from: [] };
    expect(() => errorsSection('Rpc', [row])).toThrow('no number is known of the code SLOW');
    expect(errorsSection('Rpc', [{ ...row, code: 'NOT_FOUND' }]).at(-1)).toBe('| a | 5 NOT_FOUND | b | c |');
  });
});
