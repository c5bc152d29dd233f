import { parseDocument } from 'yaml';
import { kepKeys, stages, statuses } from '../template.js';

const file = 'kep.yaml';
const lists = [
  'authors',
  'participating-sigs',
  'reviewers',
  'approvers',
  'see-also',
  'replaces',
  'superseded-by',
  'metrics',
];
const release = /^v1\.[0-9]+$/;

/**
 * kep.yaml has the members that the tools upstream take, with values that they take.
 *
 * @param {import('../read-kep.js').Kep} kep
 * @returns {import('../read-kep.js').Problem[]}
 */
export function keys({ files }) {
  const text = files[file];
  if (text === undefined) return [{ file, message: 'there is no kep.yaml' }];
  const document = parseDocument(text);
  if (document.errors.length > 0) {
    return document.errors.map(({ message, linePos }) => ({
      file,
      ...(linePos !== undefined && { line: linePos[0].line }),
      message: message.split('\n')[0]?.replace(/ at line \d+, column \d+:$/, '') ?? message,
    }));
  }
  /** @type {unknown} */
  let data;
  try {
    data = document.toJS();
  } catch (error) {
    return [{ file, message: error instanceof Error ? error.message : String(error) }];
  }
  if (typeof data !== 'object' || data === null) return [{ file, message: 'it holds no members' }];
  return problemsOf(data).map((message) => ({ file, message }));
}

/**
 * @param {Record<string, any>} data
 * @returns {string[]}
 */
function problemsOf(data) {
  const known = [...kepKeys.required, ...kepKeys.optional];
  const isText = (/** @type {unknown} */ value) => typeof value === 'string' && value !== '';
  return [
    ...Object.keys(data)
      .filter((key) => !known.includes(key))
      .map((key) => `${key} is no member of kep.yaml`),
    ...kepKeys.required
      .filter((key) => data[key] === undefined || data[key] === null || data[key].length === 0)
      .map((key) => `${key} is missing`),
    ...lists
      .filter((key) => data[key] !== undefined && !(Array.isArray(data[key]) && data[key].every(isText)))
      .map((key) => `${key} is no list of texts`),
    ...oneOf(data, 'status', statuses),
    ...oneOf(data, 'stage', stages),
    ...form(data, 'kep-number', /^(NNNN|[1-9][0-9]*)$/),
    ...form(data, 'owning-sig', /^sig-[a-z-]+$/),
    ...form(data, 'creation-date', /^\d{4}-\d\d-\d\d$/),
    ...form(data, 'last-updated', /^\d{4}-\d\d-\d\d$/),
    ...form(data, 'latest-milestone', release),
    ...each(data, 'participating-sigs', /^(sig|wg|committee)-[a-z-]+$/),
    ...each(data, 'authors', /^@[A-Za-z0-9-]+$/),
    ...each(data, 'see-also', /^(\/keps\/[a-z-]+\/[0-9]+-[a-z0-9-]+|https:\/\/\S+)$/),
    ...each(data, 'metrics', /^[a-z][a-z0-9_]*$/),
    ...milestones(data.milestone),
    ...gates(data['feature-gates']),
    ...(data.status === 'implemented' && data.stage !== 'stable'
      ? ['status implemented goes with stage stable only']
      : []),
    ...(data['disable-supported'] !== undefined && typeof data['disable-supported'] !== 'boolean'
      ? ['disable-supported is neither true nor false']
      : []),
  ];
}

/**
 * @param {Record<string, any>} data
 * @param {string} key
 * @param {readonly string[]} values
 */
function oneOf(data, key, values) {
  return data[key] === undefined || values.includes(data[key])
    ? []
    : [`${key} is ${data[key]}, and not one of ${values.join(', ')}`];
}

/**
 * @param {Record<string, any>} data
 * @param {string} key
 * @param {RegExp} pattern
 */
function form(data, key, pattern) {
  return data[key] === undefined || pattern.test(String(data[key]))
    ? []
    : [`${key} has the form of no ${key}: ${data[key]}`];
}

/**
 * @param {Record<string, any>} data
 * @param {string} key
 * @param {RegExp} pattern
 */
function each(data, key, pattern) {
  const values = Array.isArray(data[key]) ? data[key] : [];
  return values.filter((value) => !pattern.test(String(value))).map((value) => `${key} cannot have ${value}`);
}

/** @param {any} milestone */
function milestones(milestone) {
  if (milestone === undefined) return [];
  if (typeof milestone !== 'object' || milestone === null) return ['milestone holds no releases'];
  return Object.entries(milestone).flatMap(([stage, value]) => [
    ...(stages.includes(stage) ? [] : [`milestone has no stage ${stage}`]),
    ...(release.test(String(value)) ? [] : [`milestone.${stage} is no release: ${value}`]),
  ]);
}

/** @param {any} value */
function gates(value) {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return ['feature-gates is no list'];
  return value.flatMap((gate) => [
    ...(typeof gate?.name === 'string' ? [] : ['a feature gate has no name']),
    ...(Array.isArray(gate?.components) && gate.components.length > 0
      ? []
      : [`the feature gate ${gate?.name} has no components`]),
    ...Object.keys(gate ?? {})
      .filter((key) => !['name', 'components'].includes(key))
      .map((key) => `a feature gate has no member ${key}`),
  ]);
}
