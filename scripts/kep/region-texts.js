import { criteriaList, evidenceTable, summaryTable, table } from './tables.js';

/**
 * What the generated regions of the KEP say, by name.
 *
 * @param {{contract: any, decisions: any[], areas: any[]}} specification
 * @param {{observability: any, graduation: any}} proposal
 * @param {{omitted: {why: string, requirements: string[]}[]}} section what the change to CSI says and leaves out
 * @returns {Record<string, string>}
 */
export function regionTexts({ contract, decisions, areas }, { observability, graduation }, { omitted }) {
  const stage = (/** @type {string} */ name) =>
    graduation.stages.find((/** @type {any} */ one) => one.stage === name).criteria;
  return {
    limits: limitsTable(contract),
    decisions: table(
      ['n', 'question', 'decision', 'reason'],
      decisions.map(({ n, ...texts }) => [
        String(n),
        ...[texts.question, texts.decision, texts.reason].map(withLinkedCves),
      ]),
    ),
    requirements: requirementsTable(areas),
    metrics: metricsTable(observability.metrics),
    events: table(
      ['event', 'type', 'when'],
      observability.events.map((/** @type {any} */ { reason, type, text }) => [reason, type, text]),
    ),
    slos: slosTable(observability.slos),
    alerts: alertsTable(observability.alerts),
    budgets: criteriaList(graduation.budgets),
    'graduation alpha': criteriaList(stage('alpha')),
    'graduation beta': criteriaList(stage('beta')),
    'graduation ga': criteriaList(stage('ga')),
    'graduation summary': summaryTable(graduation.stages),
    'evidence alpha': evidenceTable(stage('alpha')),
    'evidence beta': evidenceTable(stage('beta')),
    'evidence ga': evidenceTable(stage('ga')),
    'evidence budgets': evidenceTable(graduation.budgets),
    'csi omitted': table(
      ['why', 'requirements'],
      omitted.map(({ why, requirements }) => [why, requirements.map((id) => `\`${id}\``).join(', ')]),
    ),
  };
}

/**
 * A text whose CVEs are links.
 *
 * @param {string} text
 */
function withLinkedCves(text) {
  return text.replace(/\bCVE-\d{4}-\d+\b/g, (id) => `[${id}](https://www.cve.org/CVERecord?id=${id})`);
}

/** @param {any} contract */
function limitsTable({ limits }) {
  return table(
    ['what', 'default'],
    [
      ['payload of a request and of a response, serialized', `${limits.totalPayloadBytes} bytes`],
      ['value', `${limits.valueBytes} bytes`],
      ['name of a class', `${limits.providerClassNameBytes} bytes`],
      ['key', `${limits.keyBytes} bytes`],
      ['error of a result', `${limits.resultErrorBytes} bytes`],
      ['any other string', `${limits.stringBytes} bytes`],
      ['map of strings', `${limits.mapBytes} bytes, as the sum of keys and values`],
      ['time-out of a call', `${limits.rpcTimeoutMs / 1000} s`],
      ['open calls per driver', String(limits.inFlightCalls)],
      ['retries', `${limits.retries}, after a backoff that starts at ${limits.retryBackoffMs} ms`],
    ],
  );
}

/** @param {any[]} areas */
function requirementsTable(areas) {
  const of = (/** @type {any[]} */ requirements, /** @type {string} */ party) =>
    requirements.filter((requirement) => requirement.party === party);
  const all = areas.flatMap(({ requirements }) => requirements);
  return [
    `${of(all, 'driver').length} requirements bind a driver and ${of(all, 'co').length} a CO.\n\n`,
    table(
      ['area', 'MUST', 'SHOULD', 'on'],
      areas.map(({ title, requirements }) => [
        title,
        ...['MUST', 'SHOULD'].map((level) =>
          String(requirements.filter((/** @type {any} */ one) => one.level === level).length),
        ),
        of(requirements, 'co').length > 0 ? 'the CO' : 'the driver',
      ]),
    ),
  ].join('');
}

/** @param {any[]} metrics */
function metricsTable(metrics) {
  return table(
    ['metric', 'type', 'labels', 'exposed by', 'from', 'meaning'],
    metrics.map(({ name, type, labels, side, stage, help, buckets }) => [
      `\`${name}\``,
      buckets === undefined ? type : `${type}, buckets ${buckets.join(', ')}`,
      labels
        .map((/** @type {any} */ { name: label, values }) =>
          values === undefined ? `\`${label}\`` : `\`${label}\` (${values.join(', ')})`,
        )
        .join(', '),
      side === 'co' ? 'kubelet' : 'driver',
      stage,
      help,
    ]),
  );
}

/** @param {any[]} slos */
function slosTable(slos) {
  return table(
    ['objective', 'from', 'figure', 'indicator', 'caveat'],
    slos.map(({ text, stage, objective, sli, caveat = '' }) => [
      text,
      stage === 'ga' ? 'GA' : stage,
      objective,
      `\`${sli}\``,
      caveat,
    ]),
  );
}

/** @param {any[]} alerts */
function alertsTable(alerts) {
  return table(
    ['alert', 'severity', 'fires when', 'for', 'caveat'],
    alerts.map(({ name, severity, expr, for: duration = '', caveat = '' }) => [
      name,
      severity,
      `\`${expr}\``,
      duration,
      caveat,
    ]),
  );
}
