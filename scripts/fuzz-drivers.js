// Usage: node scripts/fuzz-drivers.js [--requests NUMBER] [--seed NUMBER] [DRIVER...]
//
// Fuzzes correct drivers that share no code with the reference driver: the Go driver of examples/ and those of
// conformance/test/stacks that are named here. Each until so many requests were made and judged, 100,000 unless told, in all phases.
// Any finding is a mistake of the model's. Each driver counts as one test; findings stay in .cache/fuzz-drivers. Needs Go, Python and
// Cargo.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../bench/measure.js';
import { stacks } from '../conformance/test/stacks/stacks.js';
import { fuzzAll, fuzzUntil, wholeNumbers } from './fuzz-campaigns.js';
import { sharedProfile } from './go-driver-profile.js';
import { readOptions } from './take-option.js';

const { values, positionals } = readOptions({
  options: { requests: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const { requests, seed } = wholeNumbers(values);
const folder = mkdtempSync(join(tmpdir(), 'csi-env-fuzz-'));

const go = {
  name: 'go',
  build: async () => {
    execFileSync('go', ['build', '-o', join(folder, 'go-driver'), '.'], {
      cwd: join(root, 'examples/go-driver'),
      env: { ...process.env, CGO_ENABLED: '0' },
    });
  },
  start: () => [join(folder, 'go-driver')],
};
const all = [go, ...stacks.filter(({ name }) => name === 'tonic' || name === 'grpcio')];
const unknown = positionals.filter((word) => !all.some(({ name }) => name === word));
if (unknown.length > 0) {
  console.error(`no driver ${unknown.join(', ')}: there are ${all.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

/** Builds a driver and fuzzes it with the profile of the Go driver, whose data all of them have. */
async function fuzz({ name, build, start }) {
  try {
    await build();
  } catch (reason) {
    return { calls: 0, problem: `cannot build it: ${reason.message}` };
  }
  const profile = join(folder, `${name}.yaml`);
  const command = JSON.stringify([...start(), '--endpoint', 'unix://{socket}']);
  writeFileSync(
    profile,
    sharedProfile().replace(/^exec: .*$/m, () => `exec: ${command}`),
  );
  return fuzzUntil(['--profile', profile], { requests, seed, findings: `fuzz-drivers/${name}` });
}

mkdirSync(join(root, '.cache'), { recursive: true });
try {
  await fuzzAll(
    all.filter(({ name }) => positionals.length === 0 || positionals.includes(name)),
    fuzz,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
