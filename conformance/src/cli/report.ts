import type { Command } from 'commander';
import { exitCode, UsageError } from '../errors.js';
import { fuzzReporters } from '../report/fuzz/reporters.js';
import { openSource, peek, readEvents, readFuzzEvents } from '../report/read-events.js';
import { listOf, reporterList } from '../report/reporters.js';
import { visible } from '../report/visible.js';
import { openReports, openReportsOf } from '../report/write-reports.js';
import { wantsColor } from './color.js';
import { type CommandMain, collect, newCommand, oneOf, parseWords } from './command.js';
import type { ColorChoice } from './run-flags.js';
import { textOption } from './values.js';

/** Help and options of `report`. */
export function reportCommand(): Command {
  return newCommand(
    'report',
    'Renders the events of an earlier run or campaign again (--reporter ndjson=FILE writes them).',
  )
    .argument('<events>', 'event file, - for stdin; with --check a JSON report too')
    .option(
      '--reporter <name[=path]>',
      `${reporterList}; of a campaign ${listOf(fuzzReporters.names)}; repeatable`,
      collect,
    )
    .option('--output <folder>', 'folder for reports without a path', textOption('--output'))
    .option(
      '--color <when>',
      'colours: auto, always or never',
      oneOf('--color', ['auto', 'always', 'never']),
      'auto',
    )
    .option('--check', 'only check that nobody changed the file: an event file or a JSON report', false)
    .option('--verbose', 'show every check and every failure card', false)
    .addHelpText(
      'after',
      '\nExit status: 0 when the reports were written, or the file is as it was written, whatever the run came to;\n2 for a file that is no whole run or was changed. The digest that shows it has no key: it finds damage and\nedits, and does not prove who wrote the file.',
    );
}

interface ReportFlags {
  readonly reporter?: readonly string[];
  readonly output?: string;
  readonly color: ColorChoice;
  readonly verbose: boolean;
  readonly check: boolean;
}

/** Runs `conformance report`. */
export const reportMain: CommandMain = async (words) => {
  const command = reportCommand();
  parseWords(command, words);
  const flags = command.opts<ReportFlags>();
  const path = command.args[0] ?? '-';
  if (flags.check) {
    if (flags.reporter !== undefined || flags.output !== undefined)
      throw new UsageError('--check writes no reports', 'leave --reporter and --output away');
    const { checkReport } = await import('./check-report.js');
    process.stdout.write(`${visible(await checkReport(path))}\n`);
    return exitCode.ok;
  }
  const options = {
    specs: flags.reporter ?? [],
    ...(flags.output === undefined ? {} : { output: flags.output }),
    stdout: process.stdout,
    render: {
      color: wantsColor(flags.color, process.stdout, process.env),
      width: process.stdout.columns ?? 100,
      verbose: flags.verbose,
    },
  };
  const name = path === '-' ? 'stdin' : path;
  const { campaign, source } = await peek(openSource(path));
  if (campaign) {
    const reports = await openReportsOf(fuzzReporters, options);
    await reports.write(readFuzzEvents(source, name));
  } else {
    const reports = await openReports({ ...options, stepSummary: process.env.GITHUB_STEP_SUMMARY });
    await reports.write(readEvents(source, name));
  }
  return exitCode.ok;
};
