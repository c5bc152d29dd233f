import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';

const source = new URL('../examples/go-driver/conformance.yaml', import.meta.url);

/**
 * The profile of the Go driver for other drivers that serve the same data: without its metrics page, without what its pretended
 * backend can be told and tells, and without the key for which that is slow. It can stand in any folder.
 *
 * @returns {string} YAML, with `exec` on one line
 */
export function sharedProfile() {
  const document = parseDocument(readFileSync(source, 'utf8'));
  const { available, failing } = document.toJS().keys;
  const dropped = [['watch'], ['hooks'], ['keys', 'failing', failing.indexOf('app/slow')]];
  const there = dropped.map((path) => document.deleteIn(path));
  if (failing.indexOf('app/slow') < 0 || there.includes(false))
    throw new Error(`${fileURLToPath(source)} has changed: say here what of it other drivers do not have`);
  for (const [index, { value }] of available.entries())
    if (value?.file !== undefined)
      document.setIn(
        ['keys', 'available', index, 'value', 'file'],
        fileURLToPath(new URL(value.file, source)),
      );
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
