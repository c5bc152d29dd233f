// Usage: node scripts/fuzz-reference.js [--requests NUMBER] [--seed NUMBER]
//
// Fuzzes the reference driver, which breaks nothing, on both gRPC stacks and at both stages until so many requests were made and
// judged in all: 5,000 unless told, and 200,000 in a night. What is served over a socket has no hooks; the embedded driver has them,
// and its cache, backend and restarts are played with at both stages as well. Any finding is a mistake of the model's. Each driver
// counts as one test; findings stay in .cache/fuzz-reference.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bin, root, startServer } from '../bench/measure.js';
import { fuzzAll, fuzzUntil, wholeNumbers } from './fuzz-campaigns.js';
import { readOptions } from './take-option.js';

const { values } = readOptions({
  options: { requests: { type: 'string', default: '5000' }, seed: { type: 'string', default: '1' } },
});
const { requests, seed } = wholeNumbers(values);
const stages = ['alpha', 'beta'];
const drivers = [
  ...stages.map((stage) => ({ name: `with-hooks, ${stage}`, stage })),
  ...['grpc-js', 'connect'].flatMap((stack) =>
    stages.map((stage) => ({ name: `${stack}, ${stage}`, stack, stage })),
  ),
];
const share = {
  requests: Math.ceil(requests / drivers.length),
  seed,
};

/** Fuzzes the driver that the command brings along, whose backend can be rotated, taken away and brought back. */
function embedded({ stage }) {
  return fuzzUntil(['--stage', stage], { ...share, findings: `fuzz-reference/with-hooks-${stage}` });
}

/** Fuzzes a driver that is served by another process. */
async function served({ stack, stage }) {
  const folder = mkdtempSync(join(tmpdir(), 'csi-env-fuzz-'));
  const socket = join(folder, 'csi.sock');
  const profile = join(folder, 'conformance.yaml');
  const words = ['serve', '--endpoint', `unix://${socket}`, '--server', stack, '--stage', stage];
  const server = await startServer(
    process.execPath,
    [bin, ...words, '--write-profile', profile, '--log', join(folder, 'driver.log')],
    socket,
  );
  try {
    return await fuzzUntil(['--profile', profile], {
      ...share,
      findings: `fuzz-reference/${stack}-${stage}`,
    });
  } finally {
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

mkdirSync(join(root, '.cache'), { recursive: true });
await fuzzAll(drivers, (driver) => (driver.stack === undefined ? embedded(driver) : served(driver)));
