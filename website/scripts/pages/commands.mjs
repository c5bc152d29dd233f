import { editUrl, link, sourceUrl } from '../lib/links.mjs';
import { code, page, prose, span, table } from '../lib/markdown.mjs';

/** An overview of the tool, and a page for each command, made of the definitions that `--help` prints. */
export function commandPages({ toolkit }) {
  const commands = Object.entries(toolkit.commands)
    .map(([name, make]) => ({ name, command: make() }))
    .sort((a, b) => rank(toolkit, a.name) - rank(toolkit, b.name));
  return [overview(commands, toolkit), ...commands.map(commandPage)];
}

const rank = ({ commandNames }, name) => {
  const index = commandNames.indexOf(name);
  return index < 0 ? commandNames.length : index;
};

/** What each exit code says; the codes themselves are the tool's. */
const meanings = {
  ok: 'conformant or partial; `--strict` makes partial 1',
  nonconformant: 'nonconformant: a MUST is broken',
  usage:
    'usage or configuration: an unknown flag, a pattern that matches nothing, a known failure that passes',
  unreachable: 'the driver cannot be reached',
  error: 'the tool could not tell, met an error of its own, or cannot write a report',
  nothingRan: 'nothing ran',
  interrupted: 'interrupted; the report is written',
};

function overview(commands, { exitCode, reporterNames }) {
  const codes = Object.entries(exitCode).map(([name, value]) => {
    if (meanings[name] === undefined)
      throw new Error(`exit code ${name} has no meaning in scripts/pages/commands.mjs`);
    return [`\`${value}\``, meanings[name]];
  });
  return {
    path: 'tool/index.mdx',
    text: page(
      {
        title: 'The conformance command',
        slug: '/tool/',
        sidebar_label: 'Overview',
        description:
          'The command that tests a driver against the contract: commands, exit codes, reporters, schemas.',
        custom_edit_url: editUrl('conformance/README.md'),
      },
      "Outside a checkout the command is `npx @csi-env/conformance`; the package named `conformance` on npm is another project's. It needs Node 20.19 or later and nothing else.",
      code('bash', 'npx @csi-env/conformance --endpoint unix:///csi/csi.sock'),
      '## Commands',
      table(
        ['command', 'what it does'],
        commands.map(({ name, command }) => [
          link(`\`${name}\``, `/tool/commands/${name}/`),
          prose(command.description()),
        ]),
      ),
      '## Exit codes {/* #exit-codes */}',
      table(['code', 'meaning'], codes),
      'A broken SHOULD is a warning and changes no exit code.',
      '## Reporters {/* #reporters */}',
      '`--reporter` takes `name` or `name=path`, and can be repeated.',
      table(
        ['reporter', 'what it writes'],
        reporterNames.map((name) => {
          if (reporters[name] === undefined)
            throw new Error(`reporter ${name} has no text in scripts/pages/commands.mjs`);
          return [`\`${name}\``, reporters[name]];
        }),
      ),
      'Formats of files have schemas: [the json report](/tool/schemas/report/), [an event file](/tool/schemas/event/), [the profile](/tool/schemas/profile/).',
    ),
  };
}

const reporters = {
  console: 'what a person reads in a terminal: failure cards, a line for each area, the verdict',
  ndjson: 'every event as a line of JSON; `conformance report` renders it again later',
  json: 'the whole run as one object, with a schema that no claim of conformance with gaps fits',
  junit: 'JUnit XML, for GitLab, Jenkins and others',
  html: 'one page without network that can be kept as an artifact',
  markdown: 'a summary for an issue or a pull request',
  sarif: 'findings for code scanning',
  github: 'annotations and a job summary in GitHub Actions',
  badge: 'the JSON that shields.io draws a badge from',
};

function commandPage({ name, command }) {
  const args = command.registeredArguments.map((one) => [
    `\`${one.required ? `<${one.name()}>` : `[${one.name()}]`}\``,
    prose(one.description),
  ]);
  const options = command.options.map((option) => [
    span(option.flags),
    prose(option.description),
    defaultOf(option),
  ]);
  return {
    path: `tool/commands/${name}.mdx`,
    text: page(
      {
        title: `conformance ${name}`,
        slug: `/tool/commands/${name}/`,
        sidebar_label: name,
        description: command.description(),
        custom_edit_url: editUrl(`conformance/src/cli/${name}.ts`),
      },
      prose(command.description()),
      code('bash', `npx @csi-env/conformance ${name} ${command.usage()}`),
      args.length === 0 ? [] : ['## Arguments', table(['argument', 'meaning'], args)],
      options.length === 0 ? [] : ['## Options', table(['option', 'meaning', 'default'], options)],
      `Made of [the definitions](${sourceUrl(`conformance/src/cli/${name}.ts`)}) that \`--help\` prints.`,
    ),
  };
}

function defaultOf({ defaultValue, defaultValueDescription }) {
  if (defaultValueDescription !== undefined) return `\`${defaultValueDescription}\``;
  return defaultValue === undefined || defaultValue === false ? '' : span(String(defaultValue));
}
