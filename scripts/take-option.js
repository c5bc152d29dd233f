/** Reads a whole number; ends the process with exit 2 for anything else. */
export function wholeNumber(name, text, least) {
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  console.error(`${name} ${text} is no whole number from ${least}`);
  process.exit(2);
}

/**
 * Takes an option with a whole number out of the words of a command line.
 *
 * @param {string[]} words what is left goes on to another command
 */
export function takeOption(words, name, usual, least) {
  const at = words.indexOf(name);
  if (at < 0) return usual;
  const [, text = ''] = words.splice(at, 2);
  return wholeNumber(name, text, least);
}
