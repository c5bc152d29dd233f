import { headingsOf } from '../markdown.js';
import { metadataOf, pagesOf } from '../read-kep.js';
import { stateNames } from '../tables.js';

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
            .map(([, name]) => name ?? '')
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
function kinds({ observability, graduation, requirements }) {
  const { metrics, events } = observability;
  const areas = [...new Set(requirements.map((id) => id.split('/')[0]))].join('|');
  const criteria = allCriteria(graduation).map(({ id }) => id);
  const types = labelValues(metrics, 'error_type');
  const reasons = events.map((/** @type {any} */ { reason }) => reason);
  const isRequirement = (/** @type {string} */ name) => requirements.includes(name);
  return [
    {
      pattern: /\b((?:kubelet_csi_env_injection|csi_driver_env)_\w+)/g,
      known: (name) => metrics.some((/** @type {any} */ metric) => isSeriesOf(metric, name)),
      message: 'there is no metric',
    },
    {
      pattern: /error_type="(\w+)"/g,
      known: (name) => types.includes(name),
      message: 'error_type is never',
    },
    {
      pattern: /\b(EnvVarInjection[A-Z]\w+|[A-Z]\w+NotFound|DriverCapability[A-Z]\w+)\b/g,
      known: (name) => reasons.includes(name),
      message: 'there is no event',
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

/** @param {import('../read-kep.js').Kep} kep */
function criteriaProblems({ files, graduation }) {
  const file = 'README.md';
  const text = files[file] ?? '';
  const lines = text.split('\n');
  const all = headingsOf(text);
  return graduation.stages.flatMap((/** @type {any} */ { stage, criteria }) => {
    const at = all.findIndex(({ level, text: name }) => level === 4 && name.toLowerCase() === stage);
    const heading = all[at];
    if (heading === undefined) return [{ file, message: `no criteria of ${stage} are listed` }];
    const end = all[at + 1]?.line ?? lines.length + 1;
    const listed = lines
      .slice(heading.line, end - 1)
      .map((line, index) => ({ line: heading.line + index + 1, text: /^- (.*)$/.exec(line)?.[1] }))
      .filter((item) => item.text !== undefined);
    const wanted = criteria.map(
      (/** @type {any} */ criterion) =>
        `${criterion.text} (${stateNames[/** @type {keyof typeof stateNames} */ (criterion.state)]})`,
    );
    return [
      ...listed
        .filter((item) => !wanted.includes(item.text))
        .map((item) => ({ file, line: item.line, message: `${stage} has no such criterion: ${item.text}` })),
      ...wanted
        .filter((/** @type {string} */ one) => !listed.some((item) => item.text === one))
        .map((/** @type {string} */ one) => ({
          file,
          line: heading.line,
          message: `a criterion of ${stage} is missing: ${one}`,
        })),
    ];
  });
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
 * @param {any} graduation
 * @returns {any[]}
 */
function allCriteria({ stages, budgets }) {
  return [...stages.flatMap((/** @type {any} */ { criteria }) => criteria), ...budgets];
}

/**
 * @param {any[]} metrics
 * @param {string} label
 * @returns {string[]}
 */
function labelValues(metrics, label) {
  return metrics.flatMap(({ labels }) =>
    labels
      .filter((/** @type {any} */ one) => one.name === label)
      .flatMap((/** @type {any} */ one) => one.values ?? []),
  );
}

/**
 * @param {any} metric
 * @param {string} name
 */
function isSeriesOf(metric, name) {
  const parts = metric.type === 'histogram' ? ['', '_bucket', '_sum', '_count'] : [''];
  return parts.some((part) => name === `${metric.name}${part}`);
}
