import { readPromql } from './promql.js';

/** Labels that Prometheus adds to whatever it scrapes. */
const scraped = ['job', 'instance'];

/** What a histogram is stored as. */
const parts = ['_bucket', '_sum', '_count'];

/**
 * What is wrong with observability data beyond its schema, one line each.
 *
 * @param {any} data
 * @returns {string[]} empty when nothing is
 */
export function observabilityProblems({ metrics, alerts, slos, panels }) {
  const expressions = [
    ...alerts.map((/** @type {any} */ { name, expr }) => [`alert ${name}`, expr]),
    ...slos.map((/** @type {any} */ { id, sli }) => [`objective ${id}`, sli]),
    ...panels.flatMap((/** @type {any} */ { title, queries }) =>
      queries.map((/** @type {any} */ { expr }) => [`panel ${title}`, expr]),
    ),
  ];
  return [
    ...metrics.flatMap(metricProblems),
    ...repeated(metrics.map((/** @type {any} */ { name }) => `metric ${name}`)),
    ...repeated(alerts.map((/** @type {any} */ { name }) => `alert ${name}`)),
    ...repeated(slos.map((/** @type {any} */ { id }) => `objective ${id}`)),
    ...repeated(panels.map((/** @type {any} */ { title }) => `panel ${title}`)),
    ...expressions.flatMap(([place, expr]) =>
      expressionProblems(expr, metrics).map((problem) => `${place}: ${problem}`),
    ),
  ];
}

/** @param {any} metric */
function metricProblems({ name, type, unit, buckets = [] }) {
  const found = [];
  if ((type === 'counter') !== name.endsWith('_total')) {
    found.push(`metric ${name}: _total ends the names of counters and of nothing else`);
  }
  if (unit !== undefined && !name.endsWith(`_${unit}`)) {
    found.push(`metric ${name}: the name does not end in its unit, ${unit}`);
  }
  if (
    buckets.some((/** @type {number} */ bound, /** @type {number} */ i) => bound <= (buckets[i - 1] ?? 0))
  ) {
    found.push(`metric ${name}: the buckets do not ascend`);
  }
  return found;
}

/**
 * @param {string} expression
 * @param {any[]} metrics
 */
function expressionProblems(expression, metrics) {
  const { error, selectors, grouping } = readPromql(expression);
  if (error !== undefined) return [`no PromQL, see "${expression.slice(error, error + 20)}"`];
  if (selectors.length === 0) return ['reads no metric'];
  const read = selectors.map(({ name }) => metricOf(name, metrics));
  const labels = new Set([
    ...scraped,
    ...read.flatMap((metric) => metric?.labels.map((/** @type {any} */ label) => label.name) ?? []),
    ...(selectors.some(({ name }) => name.endsWith('_bucket')) ? ['le'] : []),
  ]);
  return [
    ...selectors
      .filter((_, index) => read[index] === undefined)
      .map(({ name }) => `there is no metric ${name}`),
    ...selectors.flatMap(({ matchers }, index) =>
      matchers.flatMap((matcher) => matcherProblem(matcher, read[index])),
    ),
    ...grouping
      .filter((label) => !labels.has(label))
      .map((label) => `no metric in it has the label ${label}`),
  ];
}

/**
 * @param {{label: string, value: string, exact: boolean}} matcher
 * @param {any} metric
 */
function matcherProblem({ label, value, exact }, metric) {
  if (metric === undefined || scraped.includes(label)) return [];
  const known = metric.labels.find((/** @type {any} */ one) => one.name === label);
  if (known === undefined) return [`${metric.name} has no label ${label}`];
  return !exact || known.values === undefined || known.values.includes(value)
    ? []
    : [`label ${label} of ${metric.name} is never ${value}`];
}

/**
 * @param {string} name as an expression has it
 * @param {any[]} metrics
 */
function metricOf(name, metrics) {
  return metrics.find((metric) =>
    metric.type === 'histogram'
      ? parts.some((part) => name === `${metric.name}${part}`)
      : name === metric.name,
  );
}

/** @param {string[]} names */
function repeated(names) {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map(
    (name) => `${name} is there twice`,
  );
}
