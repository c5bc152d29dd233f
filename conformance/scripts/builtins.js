import { builtinModules } from 'node:module';

const names = new RegExp(`^(node:)?(${builtinModules.join('|')})$`);

/**
 * Takes Node's own modules from `process.getBuiltinModule`: an import of one makes Node build an ES module around it and read
 * every member, lazy ones included, which costs a start of the command some milliseconds each.
 *
 * @type {import('esbuild').Plugin}
 */
export const builtins = {
  name: 'builtins',
  setup(build) {
    build.onResolve({ filter: names }, ({ path, kind, importer }) => {
      const name = path.replace(/^node:/, '');
      // commander asks for it at its start, for commands in files of their own, which the tool has none of.
      const lazy = name === 'child_process' && /[/\\]commander[/\\]/.test(importer);
      const namespace = kind !== 'require-call' ? 'builtin' : lazy ? 'lazy-builtin' : 'required-builtin';
      return { path: name, namespace, sideEffects: false };
    });
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => {
      const members = Object.keys(process.getBuiltinModule(path)).filter((name) =>
        /^[A-Za-z]\w*$/.test(name),
      );
      const member = (name) => `export const ${name} = /* @__PURE__ */ member('${name}');\n`;
      return {
        contents: `const all = ${taken(path)};\nconst member = (name) => all[name];\nexport default all;\n${members
          .filter((name) => name !== 'default')
          .map(member)
          .join('')}`,
      };
    });
    build.onLoad({ filter: /.*/, namespace: 'required-builtin' }, ({ path }) => ({
      contents: `module.exports = ${taken(path)};`,
    }));
    build.onLoad({ filter: /.*/, namespace: 'lazy-builtin' }, ({ path }) => ({
      contents: `exports.spawn = (...words) => ${taken(path)}.spawn(...words);`,
    }));
  },
};

const taken = (name) => `process.getBuiltinModule('node:${name}')`;
