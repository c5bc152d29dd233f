import { type Command, Option } from 'commander';
import { clientKinds } from '../driver/client.js';
import { UsageError } from '../errors.js';
import { type CommandMain, newCommand, oneOf, parseWords } from './command.js';
import type { MutantsFlags, SeedRange } from './mutants-flags.js';
import { durationFlag, numberOption, someOf, textOption } from './values.js';

/** Help and options of `mutants`. */
export function mutantsCommand(): Command {
  return newCommand(
    'mutants',
    'Breaks the reference driver rule by rule and shows that the suite notices each time.',
  )
    .addOption(
      new Option(
        '--run <pattern>',
        'only mutants, or mutants of requirements, that the glob matches',
      ).argParser(textOption('--run')),
    )
    .addOption(
      new Option('--each <number>', 'at most so many mutants of each requirement').argParser(
        numberOption('--each', 1, 1000),
      ),
    )
    .addOption(
      new Option(
        '--responses <seeds>',
        'instead of mutants, changes of the answers that seeds give: 7 or 1-50',
      ).argParser(seedRange),
    )
    .addOption(
      new Option('--client <clients>', 'gRPC stacks to test with, with commas between them, or all')
        .argParser(someOf('--client', clientKinds))
        .default(['wire'], 'wire'),
    )
    .addOption(
      new Option('--stage <stages>', 'stages of the mutants that do not name theirs, or all')
        .argParser(someOf('--stage', ['alpha', 'beta']))
        .default(['alpha'], 'alpha'),
    )
    .addOption(
      new Option(
        '--whole',
        'every check against every mutant, where a sample of other requirements is usual',
      ).default(false),
    )
    .addOption(
      new Option(
        '--fuzz <number>',
        'no checks: after how many inputs the fuzzer alone finds each, at most so many',
      ).argParser(numberOption('--fuzz', 1, 1_000_000)),
    )
    .addOption(
      new Option('--jobs <number>', 'mutants tried at once (default: by the processors)').argParser(
        numberOption('--jobs', 1, 64),
      ),
    )
    .addOption(
      new Option(
        '--shuffle <seed>',
        'make the checks in the order that this seed decides, which must change nothing',
      ).argParser(numberOption('--shuffle', 0, 2 ** 32 - 1)),
    )
    .addOption(durationFlag('--deadline', 'longest trial', 120_000))
    .addOption(
      new Option('--reporter <name>', 'text, json or markdown, on stdout')
        .argParser(oneOf('--reporter', ['text', 'json', 'markdown']))
        .default('text'),
    )
    .addOption(
      new Option(
        '--output <folder>',
        'also write matrix.json and matrix.md there, with --fuzz fuzz-table.json and fuzz-table.md',
      ).argParser(textOption('--output')),
    )
    .addOption(
      new Option('--check <file>', 'fail where the matrix differs from an earlier matrix.json').argParser(
        textOption('--check'),
      ),
    );
}

/** Runs `conformance mutants`. */
export const mutantsMain: CommandMain = async (words) => {
  const command = mutantsCommand();
  parseWords(command, words);
  const flags = command.opts<MutantsFlags>();
  if (flags.responses !== undefined)
    return (await import('./try-responses.js')).tryResponses(flags, flags.responses);
  return (await import('./try-mutants.js')).tryMutants(flags);
};

/** Reads `7` or `1-50`. */
function seedRange(text: string): SeedRange {
  const [, from = '', to = from] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(text) ?? [];
  const range = { from: Number(from), to: Number(to) };
  if (from === '' || range.from < 1 || range.to < range.from)
    throw new UsageError(
      `--responses ${JSON.stringify(text)} is no seed and no range of seeds`,
      'write 7 or 1-50',
    );
  return range;
}
