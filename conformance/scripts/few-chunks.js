import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const dynamicImport = /\bimport\('(\.[^']+)\.js'\)/g;

/**
 * Puts what every run needs into one chunk for the command and one that the library shares. By itself esbuild makes a chunk for
 * each set of parts that have a module in common: some fifty files for a run, each of which costs a start half a millisecond.
 *
 * @param {object} options
 * @param {string} options.source folder of the sources; all names are relative to it
 * @param {string} options.command module of the command, which with all that it imports becomes one chunk
 * @param {readonly string[]} options.core modules that with all that they import become one chunk for command and library
 * @param {readonly string[]} options.always modules that are imported dynamically, though nearly every run needs them
 * @returns {import('esbuild').Plugin}
 */
export function fewChunks({ source, command, core, always }) {
  const full = (name) => join(source, name);
  const eager = new Set(always.map(full));
  const texts = new Map(
    readdirSync(source, { recursive: true })
      .filter((name) => /(?<!\.test|\.d)\.ts$/.test(name) && !name.startsWith('gen'))
      .map((name) => [full(name), readFileSync(full(name), 'utf8')]),
  );
  const target = (path, name) => `${resolve(dirname(path), name)}.ts`;
  const parts = new Set(
    [...texts].flatMap(([path, text]) =>
      [...text.matchAll(dynamicImport)].map(([, name]) => target(path, name)),
    ),
  );
  const beside = (names) => names.map((name) => `import ${JSON.stringify(full(name))};\n`).join('');

  /** A module without its dynamic imports of what a run always needs; a part also asks for the chunks that are there anyway. */
  function rewritten(path, text) {
    const loaded = [];
    const changed = text.replace(dynamicImport, (whole, name) => {
      if (!eager.has(target(path, name))) return whole;
      loaded.push(`import * as eager${loaded.length} from '${name}.js';\n`);
      return `Promise.resolve(eager${loaded.length - 1})`;
    });
    const wanted =
      path === full(command) ? core : [...(path.startsWith(full('cli/')) ? [command] : []), ...core];
    const asked = parts.has(path) && !eager.has(path) ? beside(wanted) : '';
    return `${changed}\n${loaded.join('')}${asked}`;
  }

  return {
    name: 'few-chunks',
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const text = texts.get(path);
        return text === undefined ? undefined : { contents: rewritten(path, text), loader: 'ts' };
      });
    },
  };
}
