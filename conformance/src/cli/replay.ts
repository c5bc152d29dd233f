import { type Command, Option } from 'commander';
import { type CommandMain, newCommand, oneOf, parseWords } from './command.js';
import { endpointOption, profileOption, safeOption, startupOption, traceOption } from './driver-options.js';
import type { ReplayFlags } from './replay-flags.js';
import { durationFlag, durationOption, numberOption } from './values.js';

const exits = `
Contract, stage, client and timeout are those of the finding. Each is played on fresh connections:
  fixed     nothing is broken any more
  failing   the same requirement is broken for the same cause, each time
  flaky     so it is, but not each time
  changed   another requirement or cause is broken
  unclear   nothing can be said: the profile has another class or lacks a hook, --safe leaves the input out

Exit status: 0 all fixed, 1 not all fixed, 2 wrong usage or no finding, 3 driver unreachable, 4 the tool could not tell,
130 interrupted.
`;

/** Help and options of `replay`. */
export function replayCommand(): Command {
  return newCommand('replay', 'Plays what fuzz found again, and says what became of it.')
    .argument('<findings...>', 'files that fuzz wrote')
    .addOption(endpointOption())
    .addOption(profileOption())
    .addOption(
      new Option('--times <number>', 'plays of each finding (default: 3, 20 for a flaky one)').argParser(
        numberOption('--times', 1, 10_000),
      ),
    )
    .addOption(
      new Option('--timeout <duration>', 'longest call (default: that of the finding)').argParser(
        durationOption('--timeout'),
      ),
    )
    .addOption(durationFlag('--deadline', 'longest replay of one finding', 180_000))
    .addOption(startupOption())
    .addOption(safeOption())
    .addOption(
      new Option('--reporter <name>', 'console or json, on stdout')
        .argParser(oneOf('--reporter', ['console', 'json']))
        .default('console'),
    )
    .addOption(traceOption())
    .addHelpText('after', exits);
}

/** Runs `conformance replay`. */
export const replayMain: CommandMain = async (words) => {
  const command = replayCommand();
  parseWords(command, words);
  const { replayFindings } = await import('./replay-findings.js');
  return replayFindings(command.args, command.opts<ReplayFlags>());
};
