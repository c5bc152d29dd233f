import {
  areaPath,
  checkAnchor,
  decisionPath,
  editUrl,
  fieldPath,
  flowPath,
  link,
  requirementPath,
  withLinks,
} from '../lib/links.mjs';
import { element, page, paragraphs, plain, prose, table } from '../lib/markdown.mjs';
import { whyNotTried } from '../lib/not-tried.mjs';
import { sampleRequest } from '../lib/sample-request.mjs';
import { triedCases } from '../lib/tried-cases.mjs';

/** The page of one requirement at its permanent address. */
export function requirementPage(requirement, data) {
  const { id, level, stage, party, title, source } = requirement;
  const [area] = id.split('/');
  return {
    path: `spec/env-vars/${id}.mdx`,
    text: page(
      {
        title,
        slug: requirementPath(id),
        sidebar_label: id.split('/')[1],
        description: `${id}, ${level}: ${plain(requirement.text).slice(0, 150)}`,
        custom_edit_url: editUrl(`spec-tests/env-vars/requirements/${area}.yaml`),
        keywords: [id, area, level],
      },
      element('RequirementFacts', {
        id,
        level,
        stage,
        party,
        area: { title: data.areas.find((one) => one.area === area).title, path: areaPath(area) },
        source,
        since: requirement.since,
        until: requirement.until,
      }),
      `<Normative>\n\n${paragraphs(requirement.text)}\n\n</Normative>`,
      '## Why',
      paragraphs(requirement.rationale),
      decisions(requirement, data),
      `## When a ${party === 'co' ? 'CO' : 'driver'} fails it`,
      `**Likely cause.** ${prose(requirement.cause)}`,
      `**Fix.** ${prose(requirement.fix)}`,
      checks(requirement, data),
      mutants(requirement, data),
      tryIt(requirement, data),
      related(requirement, data),
    ),
  };
}

function decisions({ decisions: numbers = [] }, data) {
  return numbers.map((n) => {
    const found = data.decisions.find((one) => one.n === n);
    return `**${link(`Decision ${n}`, decisionPath(n))}.** *${prose(found.question)}* ${withLinks(prose(found.decision), data.requirements)}`;
  });
}

function checks({ id, untestable, party }, { toolkit, cases, recordedCalls }) {
  const own = toolkit.checks.filter((check) => check.requirement === id);
  const heading = '## Checks {/* #checks */}';
  if (own.length === 0) {
    const why = untestable ?? (party === 'co' ? 'It is about the CO, not the driver.' : 'There is none yet.');
    return [heading, `No check decides this requirement. ${prose(why)}`];
  }
  const names = own.map(({ name }) => name);
  const list = own.map((check) => {
    const data = cases.find((one) => one.id === check.name);
    const sent = data === undefined ? undefined : sampleRequest(data);
    return {
      name: check.name,
      anchor: checkAnchor(check.name, names),
      stimulus: check.stimulus,
      expects: check.expects,
      needs: (check.needs ?? []).map(({ member }) => member),
      ...(check.disturbs === true ? { disturbs: true } : {}),
      ...(data?.stage === undefined ? {} : { stage: data.stage }),
      ...(data === undefined
        ? recorded(recordedCalls[check.name])
        : { why: plain(data.why), method: data.method, request: sent }),
    };
  });
  const fromCases = list.filter(
    ({ answer, request }) => request !== undefined && answer === undefined,
  ).length;
  const says = [
    list.length === 1 ? 'One check decides' : `${list.length} checks decide`,
    ' this requirement',
    fromCases === 0
      ? '.'
      : `; ${fromCases === list.length ? 'all' : fromCases} of them ${fromCases === 1 ? 'is a case' : 'are cases'} in data that any language can run.`,
  ].join('');
  return [heading, says, element('Checks', { requirement: id, list: JSON.stringify(list) })];
}

/** A call that a check made of the reference driver. */
function recorded(call) {
  if (call === undefined || call === null) return {};
  return { method: 'NodeGetEnvVars', ...call };
}

function mutants({ id }, { toolkit, matrix }) {
  const own = toolkit.mutants.filter(({ breaks }) => breaks.includes(id));
  const excuse = toolkit.withoutMutant.find((one) => one.id === id);
  if (own.length === 0 && excuse === undefined) return [];
  const heading = '## What a pass is worth {/* #mutants */}';
  if (own.length === 0) return [heading, `No mutant breaks this requirement: ${prose(excuse.why)}.`];
  const fates = new Map((matrix?.mutants ?? []).map((row) => [row.id, row]));
  const state = ({ id: mutant }) => {
    const row = fates.get(mutant);
    if (row === undefined) return 'not measured at this revision';
    const by = row.failed.find((one) => one.id === id)?.checks?.length;
    return row.fate === 'killed' && by !== undefined
      ? `killed by ${by} check${by === 1 ? '' : 's'}`
      : row.fate;
  };
  const intro = `${own.length === 1 ? 'One driver breaks' : `${own.length} drivers break`} this requirement on purpose, and the suite has to notice ${own.length === 1 ? 'it' : 'each of them'}.`;
  const rows = own.map((mutant) => [
    `\`${mutant.id.split('/').slice(2).join('/')}\``,
    prose(mutant.description),
    state(mutant),
  ]);
  return [heading, intro, table(['mutant', 'what it does wrong', 'outcome'], rows)];
}

function tryIt({ id }, data) {
  const heading = '## Try it {/* #try-it */}';
  const tried = triedCases(id, data);
  if (tried.length > 0) return [heading, element('TryIt', { requirement: id, cases: tried })];
  const why = whyNotTried(id);
  if (why === undefined) throw new Error(`${id} offers no call to edit: say in not-tried.mjs why`);
  return [heading, `There is no call to edit for this requirement. ${why}`];
}

function related({ id }, { flows, bindings, toolkit }) {
  const lines = [
    ...flows
      .filter((flow) => flow.requirements.includes(id))
      .map((flow) => `- Diagram: ${link(flow.title, flowPath(flow.name))}`),
    ...(bindings?.filter((one) => one.requirements.includes(id)) ?? []).map(
      ({ field }) =>
        `- Field: ${link(`\`${field}\``, fieldPath(toolkit.fields.find(({ path }) => path === field)))}`,
    ),
  ];
  return lines.length === 0 ? [] : ['## See also', lines.join('\n')];
}
