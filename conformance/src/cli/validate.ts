import { join } from 'node:path';
import type { Command } from 'commander';
import { exitCode } from '../errors.js';
import { visible } from '../report/visible.js';
import { type CommandMain, newCommand, parseWords } from './command.js';

/** Help and options of `validate`. */
export function validateCommand(): Command {
  return newCommand(
    'validate',
    'Checks files: profiles, ProviderClass and Pod manifests, known failures, findings, cases, reports, event files; and folders of results.',
  )
    .argument(
      '<files...>',
      'files, what each is shows in its content; or the folder <driver>/<version> of a result',
    )
    .addHelpText(
      'after',
      '\nPrints a line for each problem, with file, line and member. Exit status: 0 all valid, 2 not.',
    );
}

/** Runs `conformance validate`. */
export const validateMain: CommandMain = async (words) => {
  const command = validateCommand();
  parseWords(command, words);
  const { validateFile } = await import('./validate-file.js');
  let valid = true;
  for (const file of command.args) {
    const { kinds, problems } = await validateFile(file);
    for (const { file: own, line, message, advice } of problems) {
      const path = own === undefined ? file : join(file, own);
      const place = line === undefined ? path : `${path}:${line}`;
      const text = `${place}: ${message}${advice === undefined ? '' : ` (${advice})`}`;
      process.stdout.write(`${visible(text)}\n`);
    }
    if (problems.length === 0) process.stdout.write(`${visible(`${file}: valid ${kinds.join(', ')}`)}\n`);
    else valid = false;
  }
  return valid ? exitCode.ok : exitCode.usage;
};
