import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { runInThisContext } from 'node:vm';

/**
 * Turns the data of generated modules (src/gen) into `JSON.parse('…')`: V8 reads a megabyte of JSON several times faster than
 * the same text as object literals, and every start of the command pays for it.
 *
 * @type {import('esbuild').Plugin}
 */
export const jsonModules = {
  name: 'json-modules',
  setup(build) {
    build.onLoad({ filter: /[/\\]src[/\\]gen[/\\][\w-]+\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const contents = text.replace(
        /^export const (\w+)\b[^=\n]*= ([\s\S]*?);$/gm,
        (whole, name, literal) => {
          const json = toJson(literal);
          return json === undefined ? whole : `export const ${name} = JSON.parse(${quote(json)});`;
        },
      );
      return { contents, loader: 'ts' };
    });
  },
};

/** The JSON of a literal that is nothing but data; undefined for anything else. */
function toJson(literal) {
  try {
    const value = runInThisContext(`(${literal})`);
    const json = JSON.stringify(value);
    return isDeepStrictEqual(JSON.parse(json), value) ? json : undefined;
  } catch {
    return undefined;
  }
}

/** A JSON text as a string literal; single quotes need fewer escapes in it. */
function quote(json) {
  const inner = json.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  return `'${inner.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}
