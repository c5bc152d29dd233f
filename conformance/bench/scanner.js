// Speed of the leak scanner with 1,000 watched values on ordinary logs, beside a loop that only adds up the bytes
// and beside Buffer.indexOf of each plain value, in the same run. Usage: node conformance/bench/scanner.js [rounds]
// Needs a build (npm run build).
import { createScanner } from '../dist/leak/scanner.js';
import { noise, randomFrom } from '../dist/leak/testing/noise.js';

const rounds = Number(process.argv[2] ?? 5);
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const random = randomFrom(42);
const watched = Array.from({ length: 1000 }, (_, i) => {
  const text = Array.from({ length: 16 + (i % 33) }, () => ALPHABET[random() % 62]).join('');
  return { label: `${i}`, value: Buffer.from(text) };
});
const logs = Array.from({ length: 8 }, (_, i) => Buffer.from(noise(i, 4 << 20)));
const bytes = logs.reduce((sum, log) => sum + log.length, 0);

function megabytesPerSecond(size, work) {
  const from = process.hrtime.bigint();
  work();
  return (size * 1e3) / Number(process.hrtime.bigint() - from);
}

let scanner;
const built = megabytesPerSecond(1e6, () => {
  scanner = createScanner({ watched });
});
const results = { scanner: [], sum: [], indexOf: [] };
let hits = 0;
for (let round = 0; round <= rounds; round++) {
  const speed = {
    scanner: megabytesPerSecond(bytes, () => {
      const stream = scanner.stream('logs');
      for (const log of logs)
        for (let i = 0; i < log.length; i += 65536) stream.push(log.subarray(i, i + 65536));
      hits += stream.end().length;
    }),
    sum: megabytesPerSecond(bytes, () => {
      let sum = 0;
      for (const log of logs) for (let i = 0; i < log.length; i++) sum = (sum + log[i]) | 0;
      hits += sum === 0.5 ? 1 : 0;
    }),
    indexOf: megabytesPerSecond(1 << 18, () => {
      for (const { value } of watched) hits += logs[0].subarray(0, 1 << 18).indexOf(value) >= 0 ? 1 : 0;
    }),
  };
  // The first round warms up.
  if (round > 0) for (const name of Object.keys(results)) results[name].push(speed[name]);
}
const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
const scanned = median(results.scanner);
console.log(
  `scanner        ${scanned.toFixed(0)} MB/s, built in ${(1e3 / built).toFixed(0)} ms, ${hits} hits`,
);
console.log(
  `sum of bytes   ${median(results.sum).toFixed(0)} MB/s, ratio ${(scanned / median(results.sum)).toFixed(2)}`,
);
console.log(
  `indexOf, plain ${median(results.indexOf).toFixed(1)} MB/s, ratio ${(scanned / median(results.indexOf)).toFixed(0)}`,
);
