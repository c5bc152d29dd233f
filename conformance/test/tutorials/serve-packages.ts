import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../docs/names-in-docs.js';

const run = promisify(execFile);

/** Folders of the packages that the repository publishes. */
const packages = ['proto', 'spec-tests', 'conformance'] as const;

/** A registry on loopback. */
export interface PackageRegistry {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Serves the repository's own packages as npm's registry would once they are published, so that `npm install` of them does what
 * a reader's does.
 *
 * @param folder where the packed packages may lie
 */
export async function servePackages(folder: string): Promise<PackageRegistry> {
  const packed = new Map<string, { readonly manifest: Manifest; readonly tarball: Buffer }>();
  for (const name of packages) {
    const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
      cwd: join(root, name),
    });
    const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
    const manifest = JSON.parse(readFileSync(join(root, name, 'package.json'), 'utf8')) as Manifest;
    packed.set(manifest.name, { manifest, tarball: readFileSync(join(folder, filename)) });
  }
  const server = createServer((request, response) => {
    const [name = '', file] = decodeURIComponent(request.url ?? '')
      .slice(1)
      .split('/-/');
    const found = packed.get(name);
    if (found === undefined) return void response.writeHead(404).end();
    if (file !== undefined) return void response.end(found.tarball);
    const { version } = found.manifest;
    const dist = { tarball: `${url}${name}/-/package.tgz` };
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        name,
        'dist-tags': { latest: version },
        versions: { [version]: { ...found.manifest, dist } },
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Manifest {
  readonly name: string;
  readonly version: string;
}
