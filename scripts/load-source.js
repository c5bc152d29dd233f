import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Loads modules of the command from their sources, for scripts that need parts which the built command does not export.
 * They must not look at their own place (`import.meta.url`).
 *
 * @param paths modules, relative to the repository; what they export is put together
 */
export async function loadSource(...paths) {
  const { outputFiles } = await build({
    stdin: {
      contents: paths.map((path) => `export * from './${path}';`).join('\n'),
      resolveDir: fileURLToPath(new URL('..', import.meta.url)),
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    write: false,
    logLevel: 'warning',
  });
  const [{ contents }] = outputFiles;
  return import(`data:text/javascript;base64,${Buffer.from(contents).toString('base64')}`);
}
