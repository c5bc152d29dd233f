import type { Command } from 'commander';
import { exitCode } from '../errors.js';
import { type CommandMain, newCommand, oneOf, parseWords } from './command.js';
import { interruptible } from './interruptible.js';
import type { ColorChoice } from './run-flags.js';
import { durationFlag, textOption } from './values.js';

/** Help and options of `doctor`. */
export function doctorCommand(): Command {
  return newCommand('doctor', 'Says why a driver cannot be reached: step by step, each with its cure.')
    .option(
      '--endpoint <endpoint>',
      'where the driver should listen (default: the profile, then CSI_ENDPOINT)',
    )
    .option(
      '--profile <file>',
      'profile that names the endpoint (default: ./conformance.yaml where it is)',
      textOption('--profile'),
    )
    .addOption(durationFlag('--timeout', 'longest wait for an answer', 5000))
    .addOption(durationFlag('--startup-timeout', 'how long a starting driver is waited for', 10_000))
    .option(
      '--color <when>',
      'colours: auto, always or never',
      oneOf('--color', ['auto', 'always', 'never']),
      'auto',
    )
    .addHelpText('after', '\nExit status: 0 when the driver answers as a CSI driver, 3 when a step fails.');
}

/** Options of `doctor` as they were read. */
export interface DoctorFlags {
  readonly endpoint?: string;
  readonly profile?: string;
  readonly timeout: number;
  readonly startupTimeout: number;
  readonly color: ColorChoice;
}

/** Runs `conformance doctor`. */
export const doctorMain: CommandMain = async (words) => {
  const command = doctorCommand();
  parseWords(command, words);
  const { examineDriver } = await import('./examine-driver.js');
  return interruptible(async (signal) =>
    (await examineDriver(command.opts<DoctorFlags>(), signal)) ? exitCode.ok : exitCode.unreachable,
  );
};
