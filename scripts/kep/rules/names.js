import { allCriteria, criteriaProblems } from '../criteria.js';
import { metadataOf, pagesOf } from '../read-kep.js';
import { gatesOfOthers } from '../template.js';

/**
 * Every metric, event, criterion, requirement and gate that the KEP names exists in the specification data.
 *
 * @param {import('../read-kep.js').Kep} kep
 * @returns {import('../read-kep.js').Problem[]}
 */
export function names(kep) {
  const all = kinds(kep);
  return [
    ...pagesOf(kep).flatMap(([file, text]) =>
      text.split('\n').flatMap((line, index) =>
        all.flatMap(({ pattern, known, message }) =>
          [...line.matchAll(pattern)]
            .map(([, ...groups]) => groups.find((group) => group !== undefined) ?? '')
            .filter((name) => !known(name))
            .map((name) => ({ file, line: index + 1, message: `${message} ${name}` })),
        ),
      ),
    ),
    ...criteriaProblems(kep),
    ...evidenceProblems(kep),
    ...metadataProblems(kep),
  ];
}

/**
 * Ways to name something, and whether a thing of that name exists.
 *
 * @param {import('../read-kep.js').Kep} kep
 * @returns {{pattern: RegExp, known: (name: string) => boolean, message: string}[]}
 */
function kinds({ files, observability, graduation, requirements }) {
  const { metrics, events, alerts } = observability;
  const areas = [...new Set(requirements.map((id) => id.split('/')[0]))].join('|');
  const criteria = allCriteria(graduation).map(({ id }) => id);
  const metadata = metadataOf({ files });
  const gates = metadata && [...gatesOf(metadata), ...gatesOfOthers];
  const alertNames = alerts.map((/** @type {any} */ { name }) => name);
  const reasons = events.map((/** @type {any} */ { reason }) => reason);
  const isRequirement = (/** @type {string} */ name) => requirements.includes(name);
  return [
    {
      pattern: /\b((?:kubelet|csi|driver)_\w+_\w+|[a-z]\w*_(?:total|seconds|ratio|bucket))\b/g,
      known: (name) => metrics.some((/** @type {any} */ metric) => isSeriesOf(metric, name)),
      message: 'there is no metric',
    },
    ...labelValues(metrics).map(({ label, values }) => ({
      pattern: new RegExp(`\\b${label}\\s*(?:=~?|!=|!~)\\s*["'\`]?(\\w+)`, 'g'),
      known: (/** @type {string} */ name) => values.includes(name),
      message: `${label} is never`,
    })),
    {
      pattern: /\b(EnvVarInjection[A-Z]\w+|[A-Z]\w+NotFound|DriverCapability[A-Z]\w+)\b/g,
      known: (name) => reasons.includes(name),
      message: 'there is no event',
    },
    ...besideKind('event', (name) => reasons.includes(name)),
    ...besideKind('alert', (name) => alertNames.includes(name)),
    ...besideKind(
      'gate',
      (name) => (gates?.includes(name) ?? true) || /EnvInj|^CSI(?:Direct|Env)/.test(name),
    ),
    {
      pattern: /\b(CSI(?:Direct|Env)\w*|\w*EnvInj\w*)/g,
      known: (name) => (gates?.includes(name) ?? true) || alertNames.includes(name),
      message: 'there is no gate or alert',
    },
    {
      pattern: /`((?:alpha|beta|ga|budget)\/[a-z0-9-]+)`/g,
      known: (name) => criteria.includes(name),
      message: 'there is no criterion',
    },
    {
      pattern: new RegExp(`\`((?:${areas})/[a-z0-9-]+)\``, 'g'),
      known: isRequirement,
      message: 'there is no requirement',
    },
    {
      pattern: /csi-env\.dev\/spec\/env-vars\/([a-z0-9-]+\/[a-z0-9-]+)/g,
      known: isRequirement,
      message: 'there is no requirement',
    },
  ];
}

/**
 * Ways to name something beside the word for its kind: `the gate EnvFiles`, `Feature gate name: EnvFiles`, `EnvFiles gate`.
 * A name is in code or has several words in one, since what else begins with a capital may be any word.
 *
 * @param {string} kind
 * @param {(name: string) => boolean} known
 */
function besideKind(kind, known) {
  const word = `[${kind.charAt(0)}${kind.charAt(0).toUpperCase()}]${kind.slice(1)}`;
  const name = '(?:`([A-Z]\\w*)`|\\b([A-Z]\\w*[a-z]\\w*[A-Z]\\w*))';
  const message = `there is no ${kind}`;
  return [
    {
      pattern: new RegExp(`\\b${word}s?(?: name| [Rr]eason)?:?\\s+\\**${name}`, 'g'),
      known,
      message,
    },
    { pattern: new RegExp(`${name}\\**(?: feature)? ${kind}s?\\b`, 'g'), known, message },
  ];
}

/** @param {import('../read-kep.js').Kep} kep */
function evidenceProblems({ graduation, requirements, steps, exists }) {
  const file = 'GRADUATION.md';
  return allCriteria(graduation).flatMap(({ id, evidence = [] }) =>
    evidence.flatMap((/** @type {import('../tables.js').Evidence} */ { requirement, file: path, step }) => [
      ...(requirement !== undefined && !requirements.includes(requirement)
        ? [{ file, message: `${id} rests on a requirement that is not there: ${requirement}` }]
        : []),
      ...(path !== undefined && !exists(path)
        ? [{ file, message: `${id} rests on a file that is not there: ${path}` }]
        : []),
      ...(step !== undefined && !steps.includes(step)
        ? [{ file, message: `${id} rests on a step of .ci/run that is not there: ${step}` }]
        : []),
    ]),
  );
}

/** @param {import('../read-kep.js').Kep} kep */
function metadataProblems({ files, observability }) {
  const file = 'kep.yaml';
  const data = metadataOf({ files });
  if (data === undefined) return [];
  const own = observability.metrics
    .filter((/** @type {any} */ { side }) => side === 'co')
    .map((/** @type {any} */ { name }) => name);
  const listed = Array.isArray(data.metrics) ? data.metrics : [];
  const named = (files['README.md'] ?? '').split('\n').map((line) => line.trim());
  return [
    ...listed
      .filter((/** @type {string} */ name) => !own.includes(name))
      .map((/** @type {string} */ name) => ({ file, message: `there is no metric ${name} of Kubernetes` })),
    ...own
      .filter((/** @type {string} */ name) => !listed.includes(name))
      .map((/** @type {string} */ name) => ({ file, message: `the metric ${name} is not listed` })),
    ...gatesOf(data)
      .filter((name) => !named.includes(`- Feature gate name: ${name}`))
      .map((name) => ({
        file: 'README.md',
        message: `the feature gate ${name} of kep.yaml is not named`,
      })),
  ];
}

/**
 * Names of the feature gates of kep.yaml.
 *
 * @param {Record<string, any>} data
 * @returns {string[]}
 */
function gatesOf(data) {
  const gates = Array.isArray(data['feature-gates']) ? data['feature-gates'] : [];
  return gates.map((gate) => gate?.name).filter((name) => typeof name === 'string');
}

/**
 * Labels of which the data say all values.
 *
 * @param {any[]} metrics
 * @returns {{label: string, values: string[]}[]}
 */
function labelValues(metrics) {
  const all = metrics.flatMap(({ labels }) => labels).filter(({ values }) => values !== undefined);
  return [...new Set(all.map(({ name }) => name))].map((label) => ({
    label,
    values: all.filter(({ name }) => name === label).flatMap(({ values }) => values),
  }));
}

/**
 * @param {any} metric
 * @param {string} name
 */
function isSeriesOf(metric, name) {
  const parts = metric.type === 'histogram' ? ['', '_bucket', '_sum', '_count'] : [''];
  return parts.some((part) => name === `${metric.name}${part}`);
}
