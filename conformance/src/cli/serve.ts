import type { Command } from 'commander';
import { exitCode } from '../errors.js';
import { type CommandMain, newCommand, oneOf, parseWords } from './command.js';
import { numberOption, textOption } from './values.js';

/** Help and options of `serve`. */
export function serveCommand(): Command {
  return newCommand('serve', 'Serves the reference driver in the foreground, whole or with one rule broken.')
    .requiredOption(
      '--endpoint <endpoint>',
      'socket to listen on: unix:///path.sock',
      textOption('--endpoint'),
    )
    .option(
      '--server <stack>',
      'gRPC stack: grpc-js or connect (default: grpc-js)',
      oneOf('--server', ['grpc-js', 'connect']),
    )
    .option(
      '--stage <stage>',
      'semantics: alpha or beta (default: alpha)',
      oneOf('--stage', ['alpha', 'beta']),
    )
    .option(
      '--mutant <id>',
      'break one rule, such as ordering/same-order/reversed, or do what is odd and permitted, such as cache/none',
      textOption('--mutant'),
    )
    .option(
      '--max-payload-bytes <number>',
      'largest request and response',
      numberOption('--max-payload-bytes', 1, 2 ** 31),
    )
    .option('--max-value-bytes <number>', 'longest value', numberOption('--max-value-bytes', 1, 2 ** 31))
    .option('--rpc-timeout-seconds <number>', 'time-out hint', numberOption('--rpc-timeout-seconds', 1, 3600))
    .option('--max-in-flight <number>', 'calls served at once', numberOption('--max-in-flight', 1, 100_000))
    .option('--log <file>', 'append the log to a file (default: stderr)', textOption('--log'))
    .option('--no-hints', 'advertise no limits')
    .option('--write-profile <file>', 'write the profile to test it with', textOption('--write-profile'))
    .addHelpText(
      'after',
      '\nSIGTERM and Ctrl-C end it in order: calls under way are answered, the socket goes.',
    );
}

/** Options of `serve` as they were read. */
export interface ServeFlags {
  readonly endpoint: string;
  readonly server?: 'grpc-js' | 'connect';
  readonly stage?: 'alpha' | 'beta';
  readonly mutant?: string;
  readonly maxPayloadBytes?: number;
  readonly maxValueBytes?: number;
  readonly rpcTimeoutSeconds?: number;
  readonly maxInFlight?: number;
  readonly hints: boolean;
  readonly log?: string;
  readonly writeProfile?: string;
}

/** Runs `conformance serve`. */
export const serveMain: CommandMain = async (words) => {
  const command = serveCommand();
  parseWords(command, words);
  const { serveDriver } = await import('./serve-driver.js');
  await serveDriver(command.opts<ServeFlags>());
  return exitCode.ok;
};
