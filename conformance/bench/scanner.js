// Usage: node conformance/bench/scanner.js [rounds]
//
// Speed of the leak scanner with 1,000 watched values on ordinary logs, beside a plain rolling window of 8 bytes over the same
// bytes in the same rounds. `npm run bench` prints it too.

import { fileURLToPath } from 'node:url';
import { loadSource } from '../../scripts/load-source.js';
import { rollingWindow } from './rolling-window.js';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const chunkBytes = 65_536;

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

function megabytesPerSecond(bytes, work) {
  const from = process.hrtime.bigint();
  work();
  return (bytes * 1e3) / Number(process.hrtime.bigint() - from);
}

/** Measures both in turn; the first round warms up and does not count. */
export async function measureScanner(rounds = 5) {
  const { createScanner, noise, randomFrom, WRITERS } = await loadSource(
    'conformance/src/leak/scanner.ts',
    'conformance/src/leak/testing/noise.ts',
    'conformance/src/leak/testing/writers.ts',
  );
  const random = randomFrom(42);
  const values = Array.from({ length: 1000 }, (_, i) =>
    Buffer.from(Array.from({ length: 16 + (i % 33) }, () => alphabet[random() % 62]).join('')),
  );
  const logs = Array.from({ length: 8 }, (_, i) => Buffer.from(noise(i, 4 << 20)));
  const chunks = logs.flatMap((log) =>
    Array.from({ length: Math.ceil(log.length / chunkBytes) }, (_, i) =>
      log.subarray(i * chunkBytes, (i + 1) * chunkBytes),
    ),
  );
  const bytes = logs.reduce((sum, log) => sum + log.length, 0);
  const started = performance.now();
  const scanner = createScanner({ watched: values.map((value, i) => ({ label: `${i}`, value })) });
  const buildMs = performance.now() - started;
  const window = rollingWindow(values, WRITERS);
  const speeds = { scanner: [], window: [] };
  let hits = 0;
  for (let round = 0; round <= rounds; round++) {
    const scanned = megabytesPerSecond(bytes, () => {
      const stream = scanner.stream('logs');
      for (const chunk of chunks) stream.push(chunk);
      hits += stream.end().length;
    });
    const rolled = megabytesPerSecond(bytes, () => {
      hits += window.count(chunks);
    });
    if (round === 0) continue;
    speeds.scanner.push(scanned);
    speeds.window.push(rolled);
  }
  return {
    scanner: median(speeds.scanner),
    window: median(speeds.window),
    pieces: window.pieces,
    buildMs,
    hits,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { scanner, window, pieces, buildMs, hits } = await measureScanner(Number(process.argv[2] ?? 5));
  console.log(
    `scanner         ${scanner.toFixed(0)} MB/s, prepared in ${buildMs.toFixed(0)} ms, ${hits} hits`,
  );
  console.log(`rolling window  ${window.toFixed(0)} MB/s with ${pieces} pieces`);
  console.log(`ratio           ${(scanner / window).toFixed(2)}`);
}
