import { type Command, Option } from 'commander';
import { clientKinds } from '../driver/client.js';
import { reporterList } from '../report/reporters.js';
import { type CommandMain, collect, collectWith, newCommand, oneOf, parseWords } from './command.js';
import type { RunFlags } from './run-flags.js';
import { durationOption, numberOption, textOption, webAddressOption } from './values.js';

/** Help and options of `run`. */
export function runCommand(name = 'run'): Command {
  return newCommand(name, 'Tests a driver against the contract, requirement by requirement.')
    .addOption(
      option(
        '--endpoint <endpoint>',
        'where the driver listens: unix:///path.sock, unix:@abstract, npipe:////./pipe/name, tcp://127.0.0.1:port, or exec:command {socket}',
      ).argParser(endpointText),
    )
    .addOption(
      option(
        '--profile <file>',
        'what the vendor tells about the driver (default: ./conformance.yaml where it is)',
      ).argParser(textOption('--profile')),
    )
    .addOption(
      option(
        '--contract <name@revision>',
        'contract to test by (default: env-vars, its newest revision)',
      ).argParser(textOption('--contract')),
    )
    .addOption(
      option('--stage <stage>', 'semantics to judge by')
        .argParser(oneOf('--stage', ['auto', 'alpha', 'beta']))
        .default('auto'),
    )
    .addOption(
      option(
        '--run <pattern>',
        'only these requirements or checks: a glob, or @file with one a line; repeatable',
      ).argParser(collectWith(textOption('--run'))),
    )
    .addOption(
      option('--skip <pattern>', 'all but these; repeatable').argParser(collectWith(textOption('--skip'))),
    )
    .addOption(
      option(
        '--seed <number>',
        'seed of everything random (default: a new one, told in the report)',
      ).argParser(numberOption('--seed', 0, 2 ** 32 - 1)),
    )
    .addOption(
      option('--client <client>', 'gRPC stack to test with')
        .argParser(oneOf('--client', clientKinds))
        .default('wire'),
    )
    .addOption(
      option('--timeout <duration>', 'longest call')
        .argParser(durationOption('--timeout'))
        .default(5000, '5s'),
    )
    .addOption(
      option(
        '--deadline <duration>',
        'longest run (default: 3m, 15m for a driver that takes over 200ms a call)',
      ).argParser(durationOption('--deadline')),
    )
    .addOption(
      option('--startup-timeout <duration>', 'how long a starting driver is waited for')
        .argParser(durationOption('--startup-timeout'))
        .default(10_000, '10s'),
    )
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
    .addOption(
      option('--safe', 'no hooks, overload or malformed traffic: for a driver that others use').default(
        false,
      ),
    )
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
    .addOption(
      option('--color <when>', 'colours: auto, always or never')
        .argParser(oneOf('--color', ['auto', 'always', 'never']))
        .default('auto'),
    )
    .addOption(option('--trace', 'tell each call on stderr, without values').default(false))
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

/** The text is kept as it is: an empty endpoint is told apart from none where the driver is chosen. */
function endpointText(value: string): string {
  return value;
}
