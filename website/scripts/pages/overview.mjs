import { areaPath, editUrl, link } from '../lib/links.mjs';
import { page, table } from '../lib/markdown.mjs';

/** The contract in one page, for a reader with twenty minutes. */
export function overviewPage({ areas, contract, requirements, decisions, discussion, toolkit }) {
  const rows = areas.map(({ area, title, requirements: own }) => [
    link(title, areaPath(area)),
    String(own.filter(({ level }) => level === 'MUST').length),
    String(own.filter(({ level }) => level !== 'MUST').length),
    String(toolkit.checks.filter(({ requirement }) => requirement.startsWith(`${area}/`)).length),
    String(toolkit.mutants.filter(({ breaks }) => breaks.some((id) => id.startsWith(`${area}/`))).length),
  ]);
  return {
    path: 'spec/index.mdx',
    text: page(
      {
        title: 'The contract',
        slug: '/spec/',
        description:
          'What a driver and a container orchestrator owe each other when they speak NodeGetEnvVars.',
        custom_edit_url: editUrl('spec-tests/env-vars/contract.yaml'),
      },
      'A CSI node plugin that lists `ENV_VAR_INJECTION` answers `csi.v1.Node/NodeGetEnvVars`. The container orchestrator, in Kubernetes the kubelet, sends one batch of queries for one container and one ProviderClass over the local socket of the plugin. It gets one result for each query in the same order, and puts the values into the environment of the container with the CRI call CreateContainer. The call keeps values in memory: neither driver nor CO writes them to etcd, disk or a log.',
      '## What has to hold',
      `- **Position pairs result and query.** ${link('Ordering', areaPath('ordering'))} has no exception, also for queries that share a name.`,
      `- **All or nothing.** A query that fails fails the call, so that no container starts with half of its variables. ${link('Optional queries', areaPath('optional'))} are beta.`,
      `- **Values are exact or absent.** Nothing is cut, trimmed or re-encoded; ${link('limits', '/spec/limits/')} are refusals.`,
      `- **Authorization comes before the cache**, on every call, and a refusal does not tell whether a key exists.`,
      `- **A status means one thing.** When queries fail differently the ${link('precedence', '/spec/env-vars/errors/precedence/')} decides, never the order of a map.`,
      `- **No value anywhere else.** ${link('Privacy', areaPath('privacy'))} covers logs, errors, metadata, disk, process and metrics, in every encoding known.`,
      '## How far it is tested',
      `Revision ${contract.revision} has ${requirements.length} requirements; ${toolkit.checks.length.toLocaleString('en')} checks decide those on a driver, and ${toolkit.mutants.length} drivers that are wrong on purpose show that the checks can fail.`,
      table(['area', 'MUST', 'SHOULD, MAY', 'checks', 'mutants'], rows),
      '## Where to disagree',
      `${decisions.length} ${link('decisions', '/spec/decisions/')} settle what the drafts leave open, each with its alternatives. ${discussion.open.length} ${link('questions', '/spec/open-questions/')} are open. ${link('Drafts compared', '/spec/drafts/')} sets drafts, CSI and this contract side by side, and ${link('the flows', '/spec/flows/')} show the calls in time.`,
    ),
  };
}
