/** What the toolkit takes of `node:fs` to open a file by its path, which a page never does. */
export function createReadStream(): never {
  throw new Error('a page reads no files by their path');
}
