import { editUrl, link, requirementLink, sourceUrl } from '../lib/links.mjs';
import { code, page, prose, span, table } from '../lib/markdown.mjs';

const stages = { alpha: 'Alpha', beta: 'Beta', ga: 'GA' };
const sides = [
  { side: 'driver', title: 'What a driver exports' },
  { side: 'co', title: 'What a CO exports' },
];

/** Metrics, events, alerts and service levels of the proposal; undefined where there is no such data. */
export function observabilityPage({ observability }) {
  if (observability === undefined) return undefined;
  const { metrics, events, alerts, slos } = observability;
  return {
    path: 'spec/observability.mdx',
    text: page(
      {
        title: 'Metrics, alerts and service levels',
        slug: '/spec/observability/',
        description: 'Every metric with its labels, every event, alert and service level of the proposal.',
        custom_edit_url: editUrl('spec-tests/env-vars/observability.yaml'),
      },
      `These are the proposal's names and targets; no released kubelet exports any of them. ${link('The guide', '/guides/observability/')} says what a driver does with them.`,
      sides.map(({ side, title }) => [
        `## ${title}`,
        metrics.filter((one) => one.side === side).flatMap(metricBlocks),
      ]),
      `A label never carries a key, a value or a pod; ${requirementLink('privacy/metrics')} looks for values on the page.`,
      '## Events of a CO',
      table(
        ['reason', 'type', 'when'],
        events.map(({ reason, type, text }) => [span(reason), type, prose(text)]),
      ),
      '## Alerts',
      `As a file of rules for Prometheus: ${link('alerts.yaml', sourceUrl('examples/observability/alerts.yaml'))}. As a dashboard for Grafana: ${link('dashboard.json', sourceUrl('examples/observability/dashboard.json'))}.`,
      alerts.flatMap(alertBlocks),
      '## Service levels',
      'Targets, not measurements: what has been measured is under [evidence](/evidence/).',
      slos.flatMap(levelBlocks),
    ),
  };
}

function metricBlocks({ name, type, stage, unit, help, labels, buckets }) {
  const facts = [type, unit, `from ${stages[stage]}`].filter((one) => one !== undefined).join(', ');
  return [
    `### ${span(name)}`,
    `${prose(help)} A ${facts}.`,
    labels.length === 0
      ? undefined
      : table(
          ['label', 'what it carries'],
          labels.map((label) => [span(label.name), carries(label)]),
        ),
    buckets === undefined ? undefined : `Upper bounds of the buckets: ${buckets.join(', ')}.`,
  ];
}

function carries({ text, values = [] }) {
  return values.length === 0 ? prose(text) : `${prose(text)}: ${values.map(span).join(', ')}`;
}

function alertBlocks({ name, severity, expr, for: duration, action, caveat }) {
  return [
    `### ${name}`,
    `Severity ${severity}${duration === undefined ? '' : `, after ${duration}`}. ${prose(action)}`,
    code('text', expr),
    caveat === undefined ? undefined : prose(caveat),
  ];
}

function levelBlocks({ id, text, stage, objective, sli, caveat }) {
  return [
    `### ${id}`,
    `${prose(text)} A target of ${stages[stage]}: ${prose(objective)}.`,
    code('text', sli),
    caveat === undefined ? undefined : prose(caveat),
  ];
}
