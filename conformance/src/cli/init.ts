import type { Command } from 'commander';
import { exitCode } from '../errors.js';
import { type CommandMain, newCommand, parseWords } from './command.js';
import { interruptible } from './interruptible.js';
import { durationFlag, textOption } from './values.js';

/** Help and options of `init`. */
export function initCommand(): Command {
  return newCommand('init', 'Asks a live driver what it is and writes a commented profile to fill in.')
    .option('--endpoint <endpoint>', 'where the driver listens (default: CSI_ENDPOINT)')
    .option('--file <file>', 'profile to write', textOption('--file'), 'conformance.yaml')
    .option('--force', 'replace the file where there is one', false)
    .addOption(durationFlag('--timeout', 'longest call', 5000))
    .addOption(durationFlag('--startup-timeout', 'how long a starting driver is waited for', 10_000));
}

/** Options of `init` as they were read. */
export interface InitFlags {
  readonly endpoint?: string;
  readonly file: string;
  readonly force: boolean;
  readonly timeout: number;
  readonly startupTimeout: number;
}

/** Runs `conformance init`. */
export const initMain: CommandMain = async (words) => {
  const command = initCommand();
  parseWords(command, words);
  const { initProfile } = await import('./init-profile.js');
  return interruptible(async (signal) => {
    await initProfile(command.opts<InitFlags>(), signal);
    return exitCode.ok;
  });
};
