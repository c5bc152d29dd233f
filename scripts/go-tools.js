// Installs the Go tools that checks and benchmarks compare with, pinned, into .cache/bin of the repository.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = join(dirname(fileURLToPath(import.meta.url)), '../.cache/bin');

/** Tools by name, each at the version that the project was measured with. */
export const goTools = {
  grpcurl: 'github.com/fullstorydev/grpcurl/cmd/grpcurl@v1.9.3',
  ghz: 'github.com/bojand/ghz/cmd/ghz@v0.120.0',
  'csi-sanity': 'github.com/kubernetes-csi/csi-test/v5/cmd/csi-sanity@v5.4.0',
};

/** Whether Go is there. */
export function hasGo() {
  return spawnSync('go', ['version'], { stdio: 'ignore' }).status === 0;
}

/** Path of a tool; builds it the first time. Throws when it cannot be built. */
export function goTool(name) {
  const path = join(bin, name);
  if (existsSync(path)) return path;
  mkdirSync(bin, { recursive: true });
  execFileSync('go', ['install', goTools[name]], {
    env: { ...process.env, GOBIN: bin, CGO_ENABLED: '0' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return path;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const name of Object.keys(goTools)) console.log(goTool(name));
}
