import type { Command } from 'commander';
import type { Contract, Decision } from '../contract.js';
import { UsageError } from '../errors.js';
import { invocation } from '../invocation.js';
import { nearest } from '../nearest.js';
import { wrapAfter } from '../report/wrap.js';
import { type CommandMain, newCommand, parseWords } from './command.js';
import { contractNamed } from './contract-named.js';
import { contractWithCases } from './contract-with-cases.js';
import { casesOption } from './driver-options.js';
import { textOption, webAddressOption } from './values.js';

/** Help and options of `explain`. */
export function explainCommand(): Command {
  return newCommand(
    'explain',
    'Explains a requirement or a check: rule, reason, source, checks, how to fix a driver.',
  )
    .argument('<id>', 'id of a requirement, such as ordering/same-order, or name of a check')
    .option(
      '--contract <name@revision>',
      'contract (default: env-vars, its newest revision)',
      textOption('--contract'),
    )
    .option(
      '--link-base <url>',
      'where requirements are explained, a prefix for ids',
      webAddressOption('--link-base'),
    )
    .addOption(casesOption());
}

/** Runs `conformance explain`. */
export const explainMain: CommandMain = async (words) => {
  const command = explainCommand();
  parseWords(command, words);
  const options = command.opts<{ contract?: string; linkBase?: string; cases?: string }>();
  const contract = await contractWithCases(contractNamed(options.contract, options.linkBase), options.cases);
  const width = Math.min(process.stdout.columns ?? 100, 120);
  process.stdout.write(explanation(contract, command.args[0] ?? '', width));
  return 0;
};

/**
 * What there is to say about a requirement, or about a check and its requirement.
 *
 * @throws UsageError for an unknown id, with the nearest one
 */
export function explanation(contract: Contract, id: string, width: number): string {
  const check = contract.checks.find(({ name }) => name === id);
  const requirement = contract.requirements.find((one) => one.id === (check?.requirement ?? id));
  if (requirement === undefined) throw unknown(contract, id);
  const about = (label: string, text: string): string[] =>
    text === ''
      ? []
      : text.split('\n').flatMap((line, i) => wrapAfter((i === 0 ? label : '').padEnd(10), line, width));
  const own =
    check === undefined ? contract.checks.filter((one) => one.requirement === requirement.id) : [check];
  const lines = [
    `${requirement.id}  ${requirement.level}, ${requirement.stage}, on the ${requirement.party === 'co' ? 'CO' : 'driver'}`,
    ...about('', requirement.title ?? ''),
    '',
    ...about('rule', requirement.text),
    ...about('reason', requirement.rationale),
    ...about('source', requirement.source),
    ...(requirement.decisions ?? []).flatMap((one) => about('decision', decisionText(one))),
    ...about('cause', requirement.cause ?? ''),
    ...about('fix', requirement.fix ?? ''),
    ...about('page', contract.link(requirement.id)),
    '',
    ...checkLines(own, requirement.untestable, requirement.party, width),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function decisionText({ n, question, decision, reason }: Decision): string {
  return `${n}: ${question}\n${decision}\n${reason}`;
}

function checkLines(
  checks: Contract['checks'],
  untestable: string | undefined,
  party: string,
  width: number,
): string[] {
  if (checks.length === 0) {
    const why =
      untestable ??
      (party === 'co' ? 'it is about the CO, not the driver' : 'this version of the tool has none');
    return wrapAfter('no check: ', why.replaceAll('\n', ' '), width);
  }
  return checks.flatMap((check, i) => [
    ...(i === 0 ? [] : ['']),
    `check ${check.name}`,
    ...wrapAfter('  does    ', check.stimulus, width),
    ...wrapAfter('  expects ', check.expects, width),
    ...needLines(check, width),
    ...(check.disturbs === true ? ['  left out by --safe'] : []),
  ]);
}

function needLines({ needs = [] }: Contract['checks'][number], width: number): string[] {
  const members = needs.map(({ member }) => member).join(', ');
  return members === '' ? [] : wrapAfter('  needs   ', `${members} in the profile`, width);
}

function unknown(contract: Contract, id: string): UsageError {
  const names = [...contract.requirements.map((one) => one.id), ...contract.checks.map(({ name }) => name)];
  const below = contract.requirements.map((one) => one.id).filter((one) => one.startsWith(`${id}/`));
  if (below.length > 0)
    return new UsageError(`${id} is an area, not a requirement`, `it has ${below.join(', ')}`);
  const guess = nearest(id, names);
  return new UsageError(
    `unknown requirement or check ${id}`,
    guess === undefined ? `${invocation} list shows them all` : `did you mean ${guess}?`,
  );
}
