import { basename } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Reads the command line as `parseArgs` does; ends the process with exit 2 and one line for what it does not know.
 *
 * @param {object} config as `parseArgs` takes it
 * @param {string} name what that line calls the script
 */
export function readOptions(config, name = basename(process.argv[1])) {
  try {
    return parseArgs(config);
  } catch (error) {
    console.error(`${name}: ${error.message.split(/\. |\n/)[0].replace(/\.$/, '')}`);
    process.exit(2);
  }
}

/** Reads a whole number; ends the process with exit 2 for anything else. */
export function wholeNumber(name, text, least) {
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  console.error(`${name} ${text} is no whole number from ${least}`);
  process.exit(2);
}

/**
 * Takes an option with its value out of the words of a command line; undefined where it is not among them.
 *
 * @param {string[]} words what is left goes on to another command
 */
export function takeText(words, name) {
  const at = words.findIndex((word) => word === name || word.startsWith(`${name}=`));
  if (at < 0) return undefined;
  if (words[at] !== name) return words.splice(at, 1)[0].slice(name.length + 1);
  const [, text = ''] = words.splice(at, 2);
  return text;
}

/**
 * Takes an option with a whole number out of the words of a command line.
 *
 * @param {string[]} words what is left goes on to another command
 */
export function takeOption(words, name, usual, least) {
  const text = takeText(words, name);
  return text === undefined ? usual : wholeNumber(name, text, least);
}
