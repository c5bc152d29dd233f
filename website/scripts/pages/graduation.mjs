import { editUrl, link, requirementLink, sourceUrl } from '../lib/links.mjs';
import { page, prose, table } from '../lib/markdown.mjs';

const words = { measured: 'measured', cluster: 'needs a cluster', people: 'needs people' };

/** Every criterion of every stage with what is known about it; undefined where the repository has no criteria. */
export function graduationPage({ graduation }) {
  if (graduation === undefined) return undefined;
  const { stages } = graduation;
  const count = (criteria, state) => String(criteria.filter((one) => one.state === state).length);
  return {
    path: 'evidence/graduation.mdx',
    text: page(
      {
        title: 'Graduation criteria',
        slug: '/evidence/graduation/',
        sidebar_label: 'Graduation',
        description:
          'Every criterion of alpha, beta and GA: measured, needs a cluster, or needs people, with what is missing.',
        custom_edit_url: editUrl('spec-tests/env-vars/graduation.yaml'),
      },
      '*Measured* means that the evidence decides the criterion and CI runs it. *Needs a cluster* means a Kubernetes cluster whose kubelet has the feature; no such kubelet exists. *Needs people* means vendors, users, reviewers and SIGs. Evidence beside a criterion that is not measured covers a part of it.',
      table(
        ['stage', 'drafts aimed at', 'measured', 'needs a cluster', 'needs people'],
        stages.map(({ stage, target, criteria }) => [
          stage,
          target,
          count(criteria, 'measured'),
          count(criteria, 'cluster'),
          count(criteria, 'people'),
        ]),
      ),
      'The dates of the drafts for alpha and beta have passed, v1.36 in April and v1.37 in August 2026, without the feature; the next open cycle is to be picked when the proposal is filed.',
      stages.map(({ stage, criteria }) => [
        `## ${stage === 'ga' ? 'GA' : stage[0].toUpperCase() + stage.slice(1)} {/* #${stage} */}`,
        criteria.map(criterion),
      ]),
    ),
  };
}

function criterion({ id, text, state, evidence = [], missing }) {
  return [
    `### ${prose(text.replace(/\.$/, ''))} {/* #${id.replace('/', '-')} */}`,
    `<p className="signature">\`${id}\` <span className="state" data-state="${state}">${words[state]}</span></p>`,
    evidence.length === 0 ? undefined : `Evidence: ${evidence.map(source).join(', ')}.`,
    missing === undefined ? undefined : `Missing: ${prose(missing)}`,
  ];
}

function source({ requirement, file, step }) {
  if (requirement !== undefined) return requirementLink(requirement);
  if (file !== undefined) return link(`\`${file}\``, sourceUrl(file));
  return `CI step *${step}*`;
}
