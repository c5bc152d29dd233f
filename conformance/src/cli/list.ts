import type { Command } from 'commander';
import type { Contract, Requirement } from '../contract.js';
import { type CommandMain, newCommand, oneOf, parseWords } from './command.js';
import { contractNamed } from './contract-named.js';
import { contractWithCases } from './contract-with-cases.js';
import { casesOption } from './driver-options.js';
import { textOption } from './values.js';

/** Help and options of `list`. */
export function listCommand(): Command {
  return newCommand('list', 'Lists every requirement of a contract, with the number of its checks.')
    .option('--format <format>', 'text or json', oneOf('--format', ['text', 'json']), 'text')
    .option(
      '--contract <name@revision>',
      'contract (default: env-vars, its newest revision)',
      textOption('--contract'),
    )
    .addOption(casesOption());
}

/** Runs `conformance list`. */
export const listMain: CommandMain = async (words) => {
  const command = listCommand();
  parseWords(command, words);
  const options = command.opts<{ format: 'text' | 'json'; contract?: string; cases?: string }>();
  const { format } = options;
  const contract = await contractWithCases(contractNamed(options.contract), options.cases);
  process.stdout.write(format === 'json' ? listAsJson(contract) : listAsText(contract));
  return 0;
};

/** `{requirements: [{id, level, stage, party, text}]}` */
export function listAsJson({ requirements }: Contract): string {
  const list = requirements.map(({ id, level, stage, party, text }) => ({ id, level, stage, party, text }));
  return `${JSON.stringify({ requirements: list }, undefined, 2)}\n`;
}

/** A heading for each area, a line for each requirement. */
export function listAsText(contract: Contract): string {
  const widest = Math.max(...contract.requirements.map(({ id }) => id.length));
  const areas = groupByArea(contract);
  const blocks = [...areas].map(([area, requirements]) => {
    const lines = requirements.map((requirement) => {
      const { id, level, stage, title = '' } = requirement;
      const marks = `${level.padEnd(6)} ${stage.padEnd(5)} ${checkCount(contract, requirement).padStart(10)}`;
      return `  ${id.padEnd(widest)}  ${marks}  ${title}`;
    });
    return `${area}\n${lines.join('\n')}\n`;
  });
  const all = contract.requirements.length;
  return `${blocks.join('\n')}\n${contract.name} revision ${contract.revision}: ${all} requirements, ${checksOf(contract).length} checks\n`;
}

function groupByArea({ requirements }: Contract): Map<string, Requirement[]> {
  const areas = new Map<string, Requirement[]>();
  for (const requirement of requirements) {
    const area = requirement.id.split('/')[0] ?? '';
    areas.set(area, [...(areas.get(area) ?? []), requirement]);
  }
  return areas;
}

function checkCount(contract: Contract, requirement: Requirement): string {
  if (requirement.party === 'co') return 'CO';
  const count = checksOf(contract).filter((check) => check.requirement === requirement.id).length;
  if (count === 0) return 'no check';
  return count === 1 ? '1 check' : `${count} checks`;
}

function checksOf(contract: Contract): Contract['checks'] {
  return contract.checks.filter((check) => (check.since ?? 1) <= contract.revision);
}
