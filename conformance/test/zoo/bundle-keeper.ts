import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Where the members' process is bundled to; not committed. */
export const keeperFile = join(root, '.cache/zoo/keeper.mjs');

/** Bundles the members, so that each runs in a process of its own; vitest calls it before the tests. */
export default async function setup(): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL('keeper.ts', import.meta.url))],
    outfile: keeperFile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
}
