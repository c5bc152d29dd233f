import { type Command, Option } from 'commander';
import { reporterList } from '../report/reporters.js';
import { type CommandMain, collect, newCommand, parseWords } from './command.js';
import {
  casesOption,
  clientOption,
  colorOption,
  contractOption,
  endpointOption,
  profileOption,
  runOption,
  safeOption,
  seedOption,
  skipOption,
  stageOption,
  startupOption,
  traceOption,
} from './driver-options.js';
import type { RunFlags } from './run-flags.js';
import { durationFlag, durationOption, numberOption, textOption, webAddressOption } from './values.js';

/** Help and options of `run`. */
export function runCommand(name = 'run'): Command {
  return newCommand(name, 'Tests a driver against the contract, requirement by requirement.')
    .addOption(endpointOption())
    .addOption(profileOption())
    .addOption(contractOption())
    .addOption(stageOption())
    .addOption(runOption('only these requirements or checks'))
    .addOption(skipOption())
    .addOption(casesOption())
    .addOption(seedOption())
    .addOption(clientOption())
    .addOption(durationFlag('--timeout', 'longest call', 5000))
    .addOption(
      option(
        '--deadline <duration>',
        'longest run (default: 3m, 15m for a driver that takes over 200ms a call or falls behind)',
      ).argParser(durationOption('--deadline')),
    )
    .addOption(startupOption())
    .addOption(
      option('--jobs <number>', 'checks that run at once')
        .argParser(numberOption('--jobs', 1, 1000))
        .default(16),
    )
    .addOption(
      option(
        '--repeat <number>',
        'times that a failing check is made again, so that the report says how often it fails',
      )
        .argParser(numberOption('--repeat', 0, 1000))
        .default(0),
    )
    .addOption(option('--shuffle', 'make the checks in an order that the seed decides').default(false))
    .addOption(safeOption())
    .addOption(
      option('--known-failures <file>', 'failures that are expected: a list of id, reason, until').argParser(
        textOption('--known-failures'),
      ),
    )
    .addOption(
      option('--baseline <file>', 'an earlier json report: fail only for what is new').argParser(
        textOption('--baseline'),
      ),
    )
    .addOption(option('--strict', 'exit 1 when something could not be tested').default(false))
    .addOption(option('--reporter <name[=path]>', `${reporterList}; repeatable`).argParser(collect))
    .addOption(
      option('--output <folder>', 'folder for reports without a path').argParser(textOption('--output')),
    )
    .addOption(
      option('--link-base <url>', 'where requirements are explained, a prefix for ids').argParser(
        webAddressOption('--link-base'),
      ),
    )
    .addOption(colorOption())
    .addOption(traceOption())
    .addOption(option('--verbose', 'show every check and every failure card').default(false));
}

/** Runs `conformance run`. */
export const runMain: CommandMain = async (words) => {
  const command = runCommand();
  parseWords(command, words);
  const { testDriver } = await import('./test-driver.js');
  return testDriver(command.opts<RunFlags>());
};

function option(flags: string, text: string): Option {
  return new Option(flags, text);
}
