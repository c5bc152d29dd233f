import type { Command } from 'commander';
import { exitCode } from '../errors.js';
import { invocation } from '../invocation.js';
import { quoteWord } from '../runner/reproduce.js';
import { type CommandMain, newCommand, parseWords } from './command.js';
import { textOption } from './values.js';

/** Help and options of `promote`. */
export function promoteCommand(): Command {
  return newCommand(
    'promote',
    'Turns what fuzz found into cases that conformance run --cases plays from then on.',
  )
    .argument('<findings...>', 'files that fuzz wrote')
    .option(
      '--cases <folder>',
      'folder of the cases; made where it is missing',
      textOption('--cases'),
      'cases',
    )
    .option(
      '--name <name>',
      'name of the case, of one finding (default: the requirement and what the input does)',
      textOption('--name'),
    )
    .addHelpText(
      'after',
      '\nA case goes to the end of FOLDER/AREA.yaml. Exit status: 0 all written, 2 none,\n4 not all could be written.',
    );
}

/** Runs `conformance promote`. */
export const promoteMain: CommandMain = async (words) => {
  const command = promoteCommand();
  parseWords(command, words);
  const { cases, name } = command.opts<{ cases: string; name?: string }>();
  const { promoteTo } = await import('./promote-to.js');
  for (const { id, path } of promoteTo(command.args, cases, name))
    process.stdout.write(`${id} is in ${path}; ${invocation} run --cases ${quoteWord(cases)} plays it\n`);
  return exitCode.ok;
};
