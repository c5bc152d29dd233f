import { Option } from 'commander';
import { clientKinds } from '../driver/client.js';
import { collectWith, oneOf } from './command.js';
import { durationFlag, numberOption, textOption } from './values.js';

// Options that every command that talks to a driver has, so that each says the same everywhere.

/** `--endpoint`. The text is kept as it is: an empty endpoint is told apart from none where the driver is chosen. */
export function endpointOption(): Option {
  return new Option(
    '--endpoint <endpoint>',
    'where the driver listens: unix:///path.sock, unix:@abstract, npipe:////./pipe/name, tcp://127.0.0.1:port, or exec:command {socket}',
  ).argParser((text: string) => text);
}

/** `--profile`. */
export function profileOption(): Option {
  return new Option(
    '--profile <file>',
    'what the vendor tells about the driver (default: ./conformance.yaml where it is)',
  ).argParser(textOption('--profile'));
}

/** `--contract`. */
export function contractOption(): Option {
  return new Option(
    '--contract <name@revision>',
    'contract to test by (default: env-vars, its newest revision)',
  ).argParser(textOption('--contract'));
}

/** `--stage`. */
export function stageOption(): Option {
  return new Option('--stage <stage>', 'semantics to judge by')
    .argParser(oneOf('--stage', ['auto', 'alpha', 'beta']))
    .default('auto');
}

/** `--run`; `what` says what it takes. */
export function runOption(what: string): Option {
  return new Option('--run <pattern>', `${what}: a glob, or @file with one a line; repeatable`).argParser(
    collectWith(textOption('--run')),
  );
}

/** `--skip`. */
export function skipOption(): Option {
  return new Option('--skip <pattern>', 'all but these; repeatable').argParser(
    collectWith(textOption('--skip')),
  );
}

/** `--cases`. */
export function casesOption(): Option {
  return new Option(
    '--cases <folder>',
    'folder of further cases, beside the checks of the contract; conformance promote writes some',
  ).argParser(textOption('--cases'));
}

/** `--seed`. */
export function seedOption(): Option {
  return new Option(
    '--seed <number>',
    'seed of everything random (default: a new one, told in the report)',
  ).argParser(numberOption('--seed', 0, 2 ** 32 - 1));
}

/** `--client`. */
export function clientOption(): Option {
  return new Option('--client <client>', 'gRPC stack to test with')
    .argParser(oneOf('--client', clientKinds))
    .default('wire');
}

/** `--startup-timeout`. */
export function startupOption(): Option {
  return durationFlag('--startup-timeout', 'how long a starting driver is waited for', 10_000);
}

/** `--safe`. */
export function safeOption(): Option {
  return new Option(
    '--safe',
    'no hooks, overload or malformed traffic: for a driver that others use',
  ).default(false);
}

/** `--color`. */
export function colorOption(): Option {
  return new Option('--color <when>', 'colours: auto, always or never')
    .argParser(oneOf('--color', ['auto', 'always', 'never']))
    .default('auto');
}

/** `--trace`. */
export function traceOption(): Option {
  return new Option('--trace', 'tell each call on stderr, without values').default(false);
}
