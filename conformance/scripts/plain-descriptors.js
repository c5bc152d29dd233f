import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromBinary } from '@bufbuild/protobuf';
import { base64Decode } from '@bufbuild/protobuf/wire';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';

const library = dirname(fileURLToPath(import.meta.resolve('@bufbuild/protobuf')));
const { restoreJsonNames } = await import(join(library, 'codegenv2/restore-json-names.js'));

/**
 * Turns the serialized descriptors of generated code into JSON of what they decode to, without extensions and custom options.
 * Otherwise every start would build the descriptors of google/protobuf/descriptor.proto to decode ours.
 *
 * @type {import('esbuild').Plugin}
 */
export const plainDescriptors = {
  name: 'plain-descriptors',
  setup(build) {
    build.onResolve({ filter: /^plain-file$/ }, ({ path }) => ({ path, namespace: 'plain-file' }));
    build.onLoad({ filter: /.*/, namespace: 'plain-file' }, () => ({
      contents: plainFile,
      resolveDir: library,
    }));
    build.onLoad({ filter: /_pb\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const contents = text.replace(
        /\bfileDesc\("([^"]+)"(?:, \[([^\]]*)\])?\)/,
        (_, base64, imports = '') => {
          const needed = imports.split(/, */).filter((name) => name !== 'file_google_protobuf_descriptor');
          return `plainFile(${JSON.stringify(JSON.stringify(plain(base64)))}, [${needed.join(', ')}])`;
        },
      );
      return contents === text
        ? undefined
        : { contents: `import { plainFile } from 'plain-file';\n${contents}` };
    });
  },
};

/** A file descriptor as JSON, with the defaults that its messages take from their prototypes. */
function plain(base64) {
  const file = fromBinary(FileDescriptorProtoSchema, base64Decode(base64));
  file.extension = [];
  file.messageType.forEach(restoreJsonNames);
  const defaults = {};
  const visit = (message) => {
    delete message.$unknown;
    defaults[message.$typeName] ??= { ...Object.getPrototypeOf(message) };
    for (const value of Object.values(message).flat()) if (typeof value === 'object') visit(value);
  };
  visit(file);
  return { file, defaults };
}

/** What the bundle has in place of `fileDesc`. */
const plainFile = `
import { createEmbeddedFileRegistry } from './registry.js';

export function plainFile(json, imports) {
  const { file, defaults } = JSON.parse(json);
  revive(file, defaults);
  file.dependency = imports.map((one) => one.proto.name);
  return createEmbeddedFileRegistry(file, (name) => imports.find((one) => one.proto.name === name)).getFile(file.name);
}

function revive(message, defaults) {
  for (const value of Object.values(message)) {
    if (typeof value !== 'object') continue;
    for (const one of Array.isArray(value) ? value : [value]) if (typeof one === 'object') revive(one, defaults);
  }
  Object.setPrototypeOf(message, defaults[message.$typeName]);
}
`;
