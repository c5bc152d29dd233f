import type { Command } from 'commander';
import { exitCode } from '../errors.js';
import { readEventFile } from '../report/read-events.js';
import { reporterList } from '../report/reporters.js';
import { openReports } from '../report/write-reports.js';
import { wantsColor } from './color.js';
import { type CommandMain, collect, newCommand, oneOf, parseWords } from './command.js';
import type { ColorChoice } from './run-flags.js';
import { textOption } from './values.js';

/** Help and options of `report`. */
export function reportCommand(): Command {
  return newCommand(
    'report',
    'Renders the events of an earlier run again (run --reporter ndjson=FILE writes them).',
  )
    .argument('<events>', 'event file, - for stdin')
    .option('--reporter <name[=path]>', `${reporterList}; repeatable`, collect)
    .option('--output <folder>', 'folder for reports without a path', textOption('--output'))
    .option(
      '--color <when>',
      'colours: auto, always or never',
      oneOf('--color', ['auto', 'always', 'never']),
      'auto',
    )
    .option('--verbose', 'show every check and every failure card', false)
    .addHelpText(
      'after',
      '\nExit status: 0 when the reports were written, whatever the run came to; 2 for a file that is no whole run.',
    );
}

interface ReportFlags {
  readonly reporter?: readonly string[];
  readonly output?: string;
  readonly color: ColorChoice;
  readonly verbose: boolean;
}

/** Runs `conformance report`. */
export const reportMain: CommandMain = async (words) => {
  const command = reportCommand();
  parseWords(command, words);
  const flags = command.opts<ReportFlags>();
  const reports = await openReports({
    specs: flags.reporter ?? [],
    ...(flags.output === undefined ? {} : { output: flags.output }),
    stepSummary: process.env.GITHUB_STEP_SUMMARY,
    stdout: process.stdout,
    render: {
      color: wantsColor(flags.color, process.stdout, process.env),
      width: process.stdout.columns ?? 100,
      verbose: flags.verbose,
    },
  });
  await reports.write(readEventFile(command.args[0] ?? '-'));
  return exitCode.ok;
};
