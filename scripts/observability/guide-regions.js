import { table } from '../kep/tables.js';

const stages = { alpha: 'alpha', beta: 'beta', ga: 'GA' };

/**
 * What the generated regions of the guide on observability say, by name.
 *
 * @param {{metrics: any[], alerts: any[], slos: any[]}} observability
 * @returns {Record<string, string>}
 */
export function guideRegions({ metrics, alerts, slos }) {
  const of = (/** @type {string} */ side) => metrics.filter((metric) => metric.side === side);
  return {
    'driver metrics': metricsTable(of('driver')),
    'co metrics': [metricsTable(of('co')), ...of('co').flatMap(labelValues)].join('\n'),
    alerts: table(
      ['alert', 'fires when', 'for', 'severity'],
      alerts.map(({ name, summary, for: duration = '', severity }) => [
        `\`${name}\``,
        plainSummary(summary),
        duration,
        severity,
      ]),
    ),
    slos: table(
      ['objective', 'figure', 'from'],
      slos.map((/** @type {{text: string, objective: string, stage: keyof typeof stages}} */ slo) => [
        slo.text,
        slo.objective,
        stages[slo.stage],
      ]),
    ),
  };
}

/** @param {any[]} metrics */
function metricsTable(metrics) {
  return table(
    ['metric', 'type', 'labels'],
    metrics.map(({ name, type, labels }) => [
      `\`${name}\``,
      type,
      labels.map((/** @type {any} */ label) => `\`${label.name}\``).join(', '),
    ]),
  );
}

/**
 * A sentence for each label with a closed list of values.
 *
 * @param {any} metric
 */
function labelValues({ labels }) {
  return labels.flatMap((/** @type {any} */ { name, values }) =>
    values === undefined
      ? []
      : [
          `\`${name}\` is one of ${values.map((/** @type {string} */ value) => `\`${value}\``).join(', ')}.\n`,
        ],
  );
}

/**
 * The summary of an alert, with words in place of the values of labels that Prometheus fills in.
 *
 * @param {string} summary
 */
function plainSummary(summary) {
  return summary.replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, label) => `one ${label.replaceAll('_', ' ')}`);
}
