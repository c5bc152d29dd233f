import { UsageError } from '../errors.js';
import { nearest } from '../nearest.js';
import { HelpShown } from './command.js';
import { commandNames, loadCommand, overview } from './commands.js';
import { printError } from './print-error.js';

/** Runs the command that the words name, `run` where they name none, and ends the process with its exit code. */
export async function main(words: readonly string[]): Promise<void> {
  // A reader that has seen enough, as `head` has, closes the pipe; the verdict and the exit code are the same without it.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  // Without it a promise that only an unreferenced timer would settle ends the process half-way, with Node's exit code 13.
  const awake = setInterval(() => {}, 60_000);
  let code: number;
  try {
    code = await dispatch(words);
  } catch (reason) {
    code = reason instanceof HelpShown ? 0 : printError(reason);
  }
  clearInterval(awake);
  end(code);
}

async function dispatch(words: readonly string[]): Promise<number> {
  const [first, ...rest] = words;
  if (first === 'help') return dispatch(rest[0] === undefined ? ['--help'] : [rest[0], '--help']);
  if (words.length === 1 && (first === '--help' || first === '-h')) return overview();
  if (first === undefined || first.startsWith('-')) return (await loadCommand('run'))(words);
  const name = commandNames.find((one) => one === first);
  if (name !== undefined) return (await loadCommand(name))(rest);
  const guess = nearest(first, commandNames);
  const endpoint = first.startsWith('/') ? `unix://${first}` : first;
  throw new UsageError(
    `unknown command ${first}`,
    /^(unix|npipe|tcp|exec):|^\//.test(first)
      ? `did you mean --endpoint ${endpoint}?`
      : guess === undefined
        ? `commands are ${commandNames.join(', ')}`
        : `did you mean ${guess}?`,
  );
}

/** Whatever a driver or a client left open must not hold the process; what was written has to arrive first. */
function end(code: number): void {
  process.exitCode = code;
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}
