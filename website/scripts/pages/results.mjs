import { editUrl, link, requirementLink } from '../lib/links.mjs';
import { page, prose, table } from '../lib/markdown.mjs';

const marks = {
  pass: '✓',
  fail: '✗',
  warn: '!',
  error: '?',
  untested: '○',
  skipped: '–',
  'not-applicable': '·',
};
const words = {
  pass: 'passed',
  fail: 'failed',
  warn: 'warned',
  error: 'unclear',
  untested: 'untested',
  skipped: 'skipped',
  'not-applicable': 'not applicable',
};
const pathOf = ({ driver, version }) => `/results/${driver}/${version}/`;
const slugged = (driver) => `/results/${driver}/`;

/** Drivers by requirements, the rules, a page for each driver and for each of its results. */
export function resultPages(data) {
  const { results } = data;
  const drivers = [...new Set(results.map(({ driver }) => driver))];
  return [
    index(data),
    rules(),
    ...drivers.map((driver) =>
      driverPage(
        driver,
        results.filter((one) => one.driver === driver),
      ),
    ),
    ...results.map(resultPage),
  ];
}

function index({ results, requirements }) {
  const newest = [...new Map(results.map((one) => [one.driver, one])).values()];
  const outcome = ({ report }, id) => report.requirements.find((one) => one.id === id)?.outcome;
  const rows = requirements
    .filter(({ party }) => party === 'driver')
    .map(({ id, level }) => [requirementLink(id), level, ...newest.map((one) => shown(outcome(one, id)))]);
  return {
    path: 'results/index.mdx',
    text: page(
      {
        title: 'Results',
        slug: '/results/',
        sidebar_label: 'Drivers by requirements',
        description: 'Published reports of drivers, requirement by requirement.',
        custom_edit_url: editUrl('website/scripts/pages/results.mjs'),
        hide_table_of_contents: true,
      },
      `Reports as the tool wrote them by the digest at their end, each with the commands that make it again. Drivers stand in alphabetical order, and nobody ranks them. ${link('The rules', '/results/rules/')} say how to add one.`,
      results.length === 0
        ? 'No result is published yet.'
        : [
            table(
              ['driver', 'version', 'verdict', 'stage', 'requirements passed'],
              results.map((one) => [
                link(one.driver, slugged(one.driver)),
                link(one.version, pathOf(one)),
                verdict(one.report),
                one.report.stage,
                counted(one.report),
              ]),
            ),
            '## Drivers by requirements',
            table(
              ['requirement', 'level', ...newest.map(({ driver, version }) => `${driver} ${version}`)],
              rows,
            ),
          ],
    ),
  };
}

function rules() {
  return {
    path: 'results/rules.mdx',
    text: page(
      {
        title: 'Rules for results',
        slug: '/results/rules/',
        sidebar_label: 'Rules',
        description: 'How a vendor adds a result, and what is checked.',
        custom_edit_url: editUrl('website/scripts/pages/results.mjs'),
      },
      'A pull request adds one folder, `results/<driver>/<version>/`, where driver and version are those that the driver says of itself in GetPluginInfo.',
      table(
        ['file', 'what is checked'],
        [
          [
            '`report.json`',
            'Its digest is there and holds. It has every requirement on a driver of the contract revision that it names, and, where it was written by the version of the tool that checks it, every check of them. Outcomes, counts and verdict are what its checks come to, computed anew by the code that a run judges with. Driver and version are those of the folder; nothing was left out by `--run`, `--skip` or `--safe`, and the run was not interrupted.',
          ],
          [
            '`conformance.yaml`',
            'It is a valid profile, and its digest is the one in the report, so it is the profile of that run; `implementation` has organization, project, version and contact. A run of the embedded driver has none.',
          ],
          [
            '`README.md`',
            'Its first line is `# <driver> <version>`; a line `Source: https://…` says where the driver comes from; and under the heading `Reproduce` a block of `sh` makes the report again. Its commands are read as the tool reads them: at least one is `npx @csi-env/conformance`, `npx conformance` or `conformance`, with `--profile` where the report has one, with `--reporter json`, without what leaves checks out, with the seed of the report where it names one, and of the version of the tool in the report where it names one.',
          ],
        ],
      ),
      'One command checks all of it, before a pull request and in CI: `npx @csi-env/conformance validate results/<driver>/<version>`.',
      'A report that claims to be conformant while an applicable MUST was skipped, untested, in error, broken or is missing from it is not valid, so such a claim is not published. A report that skips says so in every page and badge that is made of it.',
      'Reports are uploaded as they were produced and not edited. The digest shows an edit, a reformatted file and a file that was cut short. It has no key: whoever edits a report can compute it anew, and where the outcomes and reasons that were made up fit together, only a run of the commands under `Reproduce` would show that. Nobody runs them as part of the check.',
      'What is not checked: that the driver and the tool are released versions. A vendor should publish only such; the package of the tool is not on a registry yet, and the reports of this repository were made by the tool of the repository, whose version they name.',
      'A driver that fails may be published, too; a later version gets a folder of its own.',
    ),
  };
}

function driverPage(driver, results) {
  return {
    path: `results/${driver}/index.mdx`,
    text: page(
      {
        title: driver,
        slug: slugged(driver),
        description: `Results of ${driver}.`,
        custom_edit_url: editUrl('website/scripts/pages/results.mjs'),
      },
      table(
        ['version', 'verdict', 'stage', 'requirements passed', 'contract', 'run'],
        results.map((one) => [
          link(one.version, pathOf(one)),
          verdict(one.report),
          one.report.stage,
          counted(one.report),
          `${one.report.contract.name} revision ${one.report.contract.revision}`,
          one.report.startedAt.slice(0, 10),
        ]),
      ),
    ),
  };
}

function resultPage({ driver, version, report, readme }) {
  const base = `pathname:///results/${driver}/${version}`;
  const open = report.requirements.filter(({ outcome }) => outcome !== 'pass');
  return {
    path: `results/${driver}/${version.replaceAll('.', '-')}.mdx`,
    text: page(
      {
        title: `${driver} ${version}`,
        slug: pathOf({ driver, version }),
        sidebar_label: `${driver} ${version}`,
        description: `${report.verdict}: ${driver} ${version}, ${report.contract.name} revision ${report.contract.revision}.`,
        custom_edit_url: editUrl(`results/${driver}/${version}/README.md`),
      },
      `**${verdict(report)}**, ${counted(report)} requirements passed, stage ${report.stage}, ${report.contract.name} revision ${report.contract.revision}, client ${report.client}, ${report.tool.name} ${report.tool.version}, ${report.startedAt.slice(0, 10)}.${report.driver.embedded ? ' This is the reference driver of the tool, run inside it.' : ''}`,
      `[The report as a page](${base}/report.html), [as JSON](${base}/report.json), [badge](${base}/badge.json).`,
      readme
        .replace(/^# .*\n/, '')
        .replace(/^(#+) /gm, (_, marks_) => `${'#'.repeat(Math.max(2, marks_.length))} `)
        .trim(),
      '## What did not pass',
      open.length === 0
        ? 'Everything that applies passed.'
        : table(
            ['requirement', 'level', 'outcome', 'why'],
            open.map((one) => [requirementLink(one.id), one.level, shown(one.outcome), prose(reason(one))]),
          ),
      '## Every requirement',
      table(
        ['requirement', 'level', 'outcome', 'checks'],
        report.requirements.map((one) => [
          requirementLink(one.id),
          one.level,
          shown(one.outcome),
          String(one.checks.length),
        ]),
      ),
    ),
  };
}

const shown = (outcome) =>
  outcome === undefined
    ? 'not in the report'
    : `<span className="state" data-state="${outcome}"><span aria-hidden="true">${marks[outcome]}</span> ${words[outcome]}</span>`;
const counted = ({ counts, requirements }) => `${counts.requirements.pass} of ${requirements.length}`;

function verdict({ verdict: word, nothingApplies }) {
  return nothingApplies === undefined ? word : `${word}, nothing of the call applied`;
}

function reason({ checks }) {
  const messages = [
    ...new Set(checks.filter(({ outcome }) => outcome !== 'pass').map(({ message }) => message ?? '')),
  ];
  return messages.slice(0, 2).join('; ');
}
