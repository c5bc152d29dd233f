import { type Command, Option } from 'commander';
import { PHASES, type Phase } from '../fuzz/fuzz-target.js';
import { fuzzReporters } from '../report/fuzz/reporters.js';
import { listOf } from '../report/reporters.js';
import { type CommandMain, collect, newCommand, oneOf, parseWords } from './command.js';
import {
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
import type { FuzzFlags } from './fuzz-flags.js';
import { durationFlag, durationOption, numberOption, textOption, webAddressOption } from './values.js';

const exits = `
Inputs come from the seed alone, so the same seed plays the same inputs. What fails is made smaller, played again on fresh
connections and written to a file; without --continue the first MUST that is found broken ends the campaign. What does not
fail each time it is played again is flaky, which is told with its rate and is no plain failure. A broken SHOULD is a
warning, which ends no campaign and changes no exit status.

Exit status: 0 nothing found, 1 found, 2 wrong usage or configuration, 3 driver unreachable or gone, 4 the tool could not
tell, flaky findings among it, 5 nothing ran, 130 interrupted.
`;

/** Help and options of `fuzz`. */
export function fuzzCommand(): Command {
  return newCommand('fuzz', 'Hunts for inputs that break a requirement, by a model of the contract.')
    .addOption(endpointOption())
    .addOption(profileOption())
    .addOption(contractOption())
    .addOption(stageOption())
    .addOption(runOption('spend everything on these requirements'))
    .addOption(skipOption())
    .addOption(
      new Option('--phases <list>', `parts of the campaign, with commas between them`)
        .argParser(phaseList)
        .default(PHASES, PHASES.join(',')),
    )
    .addOption(
      new Option(
        '--fuzz-time <duration>',
        'time for inputs, without what findings take (default: 30s, none where --fuzz-runs is given)',
      ).argParser(durationOption('--fuzz-time')),
    )
    .addOption(
      new Option('--fuzz-runs <number>', 'most inputs, without those that findings take').argParser(
        numberOption('--fuzz-runs', 1, 1_000_000_000),
      ),
    )
    .addOption(seedOption())
    .addOption(new Option('--continue', 'go on after a finding').default(false))
    .addOption(
      new Option('--findings <folder>', 'where findings are written; made when there is one')
        .argParser(textOption('--findings'))
        .default('findings'),
    )
    .addOption(clientOption())
    .addOption(durationFlag('--timeout', 'longest call', 5000))
    .addOption(
      new Option(
        '--deadline <duration>',
        'longest campaign (default: 2m more than --fuzz-time, 30m with --fuzz-runs alone)',
      ).argParser(durationOption('--deadline')),
    )
    .addOption(startupOption())
    .addOption(safeOption())
    .addOption(
      new Option('--reporter <name[=path]>', `${listOf(fuzzReporters.names)}; repeatable`).argParser(collect),
    )
    .addOption(
      new Option('--output <folder>', 'folder for reports without a path').argParser(textOption('--output')),
    )
    .addOption(
      new Option('--link-base <url>', 'where requirements are explained, a prefix for ids').argParser(
        webAddressOption('--link-base'),
      ),
    )
    .addOption(colorOption())
    .addOption(traceOption())
    .addOption(
      new Option('--verbose', 'tell how many inputs reached each requirement and boundary').default(false),
    )
    .addHelpText('after', exits);
}

/** Runs `conformance fuzz`. */
export const fuzzMain: CommandMain = async (words) => {
  const command = fuzzCommand();
  parseWords(command, words);
  const { fuzzDriver } = await import('./fuzz-driver.js');
  return fuzzDriver(command.opts<FuzzFlags>());
};

function phaseList(value: string): readonly Phase[] {
  const read = oneOf('--phases', PHASES);
  return value.split(',').map((one) => read(one.trim()));
}
