import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Takes down what is in files and folders.
 *
 * @param {string} folder
 * @param {readonly string[]} paths files and folders in it; one that is not there counts as empty
 * @returns {Map<string, string>} the digest of each file by its path from the folder
 */
export function snapshot(folder, paths) {
  const files = paths.flatMap((path) => filesIn(folder, path));
  return new Map(
    files.map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(folder, file)))
        .digest('hex'),
    ]),
  );
}

/**
 * Names what is not the same in two snapshots.
 *
 * @param {ReadonlyMap<string, string>} before
 * @param {ReadonlyMap<string, string>} after
 * @returns {string[]} `changed <file>`, `new <file>` or `gone <file>`, sorted by file
 */
export function changes(before, after) {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((file) => {
    if (before.get(file) === after.get(file)) {
      return [];
    }
    return [`${!before.has(file) ? 'new' : after.has(file) ? 'changed' : 'gone'} ${file}`];
  });
}

/**
 * @param {string} folder
 * @param {string} path
 * @returns {string[]}
 */
function filesIn(folder, path) {
  const at = join(folder, path);
  if (!existsSync(at)) {
    return [];
  }
  return statSync(at).isDirectory()
    ? readdirSync(at).flatMap((entry) => filesIn(folder, `${path}/${entry}`))
    : [path];
}
