/**
 * Evaluates CommonJS packages whose export is a function at its first call, rather than at the start.
 *
 * @param {readonly string[]} packages
 * @returns {import('esbuild').Plugin}
 */
export function lazyRequire(packages) {
  const names = new RegExp(`^(${packages.join('|')})$`);
  return {
    name: 'lazy-require',
    setup(build) {
      build.onResolve({ filter: names }, ({ path, namespace, resolveDir }) =>
        namespace === 'lazy-require'
          ? undefined
          : { path, namespace: 'lazy-require', pluginData: resolveDir, sideEffects: false },
      );
      build.onLoad({ filter: /.*/, namespace: 'lazy-require' }, ({ path, pluginData }) => ({
        contents: `export default (...words) => require(${JSON.stringify(path)})(...words);`,
        resolveDir: pluginData,
      }));
    },
  };
}
